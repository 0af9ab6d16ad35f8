//! From a file's bytes to UTF-8. Never garbles: what cannot be decoded is refused.

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1255};
use rayon::prelude::*;

use super::glance::Glance;
use super::split::line_of;
use crate::Encoding;
use crate::refusal::{Problem, ProblemKind};

/// A text in UTF-8.
pub(crate) struct Decoded {
    pub bytes: Vec<u8>,
    /// Where the text begins, after a byte order mark.
    pub start: usize,
    pub glance: Glance,
}

impl Decoded {
    /// Of a text without byte order mark.
    pub(crate) fn of(text: String) -> Decoded {
        let bytes = text.into_bytes();
        Decoded { glance: Glance::of_all(&bytes), bytes, start: 0 }
    }
}

/// The encoding of a file: its byte order mark decides, else what is declared, else UTF-8.
fn encoding(bytes: &[u8], declared: Option<Encoding>) -> &'static encoding_rs::Encoding {
    match (bytes, declared) {
        ([0xef, 0xbb, 0xbf, ..], _) => UTF_8,
        ([0xfe, 0xff, ..], _) => UTF_16BE,
        ([0xff, 0xfe, ..], _) | (_, Some(Encoding::Utf16)) => UTF_16LE,
        (_, Some(Encoding::Windows1255)) => WINDOWS_1255,
        (_, Some(Encoding::Windows1252)) => WINDOWS_1252,
        (_, None | Some(Encoding::Utf8)) => UTF_8,
    }
}

/// Whether decoding would keep the bytes as they are.
pub(crate) fn is_utf8(bytes: &[u8], declared: Option<Encoding>) -> bool {
    encoding(bytes, declared) == UTF_8
}

/// The file as UTF-8. A byte order mark decides; without one the declared encoding does; without
/// either the bytes must be UTF-8.
pub(crate) fn decode(
    bytes: Vec<u8>,
    glance: Glance,
    declared: Option<Encoding>,
    file: &str,
) -> Result<Decoded, Problem> {
    let encoding = encoding(&bytes, declared);
    if encoding == UTF_8 {
        return utf8(bytes, glance, declared, file);
    }
    let (text, had_errors) = encoding.decode_with_bom_removal(&bytes);
    if !had_errors {
        return Ok(Decoded::of(text.into_owned()));
    }
    let line = text.find('\u{fffd}').map_or(1, |at| line_of(text.as_bytes(), at));
    let message = format!("the bytes are not valid {}", encoding.name().to_lowercase());
    Err(Problem::new(ProblemKind::Encoding, file, message, HELP).at(line))
}

const HELP: &str = "save the file as UTF-8, or declare its encoding in the study \
                    (encoding = \"windows-1255\", \"windows-1252\", \"utf-16\" or \"utf-8\")";

fn utf8(bytes: Vec<u8>, glance: Glance, declared: Option<Encoding>, file: &str) -> Result<Decoded, Problem> {
    let start = if bytes.starts_with(&[0xef, 0xbb, 0xbf]) { 3 } else { 0 };
    // A file with NUL bytes is refused when it is opened: saving it as UTF-8 would not make it text.
    let is_doubtful = glance.has_non_ascii && !glance.has_nul;
    let wrong = if is_doubtful { first_not_utf8(&bytes) } else { None };
    let Some(wrong) = wrong else {
        return Ok(Decoded { bytes, start, glance });
    };
    let message = match declared {
        Some(_) => "the bytes are not valid utf-8",
        None => "the bytes are not valid utf-8 and no other encoding is declared",
    };
    Err(Problem::new(ProblemKind::Encoding, file, message, HELP).at(line_of(&bytes, wrong)))
}

/// The offset of the first byte that is not UTF-8, looked for in several places at once.
fn first_not_utf8(bytes: &[u8]) -> Option<usize> {
    const PIECE: usize = 1 << 20;
    // A piece begins at the first byte that does not continue a character.
    let begin = |number: usize| {
        let from = (number * PIECE).min(bytes.len());
        let continued = bytes[from..].iter().take(3).take_while(|byte| **byte & 0xc0 == 0x80).count();
        if number == 0 { 0 } else { from + continued }
    };
    (0..bytes.len().div_ceil(PIECE)).into_par_iter().find_map_first(|number| {
        let (first, last) = (begin(number), begin(number + 1));
        let error = std::str::from_utf8(&bytes[first..last]).err()?;
        Some(first + error.valid_up_to())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], declared: Option<Encoding>) -> Result<String, u64> {
        match decode(bytes.to_vec(), Glance::of(bytes), declared, "lab.csv") {
            Ok(text) => Ok(String::from_utf8(text.bytes[text.start..].to_vec()).expect("UTF-8")),
            Err(problem) => Err(problem.line.expect("a line")),
        }
    }

    #[test]
    fn marks_and_declarations() {
        let utf16le: &[u8] = &[0xff, 0xfe, b'a', 0, 0xd0, 0x05];
        let utf16be: &[u8] = &[0xfe, 0xff, 0, b'a', 0x05, 0xd0];
        for (bytes, declared, expected) in [
            (&b"a\xd7\x90"[..], None, Ok("aא")),
            (b"\xef\xbb\xbfa", None, Ok("a")),
            (b"\xef\xbb\xbfa\xd7\x90", Some(Encoding::Windows1255), Ok("aא")),
            (utf16le, None, Ok("aא")),
            (utf16be, None, Ok("aא")),
            (&utf16le[2..], Some(Encoding::Utf16), Ok("aא")),
            (b"\xe0", Some(Encoding::Windows1255), Ok("א")),
            (b"\xe0", Some(Encoding::Windows1252), Ok("à")),
            (b"", None, Ok("")),
            (b"a\nb\r\nc\xe0", None, Err(3)),
            (b"a\xe0", Some(Encoding::Utf8), Err(1)),
            (b"a\n\xd9", Some(Encoding::Windows1255), Err(2)),
            (&[0xff, 0xfe, b'a'], None, Err(1)),
        ] {
            assert_eq!(decoded(bytes, declared), expected.map(str::to_owned), "{bytes:?}");
        }
    }

    #[test]
    fn characters_across_pieces_are_whole() {
        for shift in 0..4 {
            let text = format!("{}{}", "x".repeat(shift), "😀".repeat(1 << 19));
            assert_eq!(first_not_utf8(text.as_bytes()), None);
            let mut bytes = text.into_bytes();
            let wrong = (1 << 20) + shift;
            bytes[wrong] = 0xff;
            let expected = std::str::from_utf8(&bytes).expect_err("a wrong byte").valid_up_to();
            assert_eq!(first_not_utf8(&bytes), Some(expected));
        }
        let continuations = vec![0x80; (1 << 20) + 10];
        assert_eq!(first_not_utf8(&continuations), Some(0));
    }
}
