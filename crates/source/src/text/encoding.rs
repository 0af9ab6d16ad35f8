//! From a file's bytes to UTF-8. Never garbles: what cannot be decoded is refused.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1255};

use super::split::line_of;
use crate::Encoding;
use crate::refusal::{Problem, ProblemKind};

/// The file as UTF-8, and where its text begins (after a byte order mark). A byte order mark decides;
/// without one the declared encoding does; without either the bytes must be UTF-8.
pub(crate) fn decode(
    bytes: Vec<u8>,
    declared: Option<Encoding>,
    file: &str,
) -> Result<(Vec<u8>, usize), Problem> {
    let encoding = match (&bytes[..], declared) {
        ([0xef, 0xbb, 0xbf, ..], _) => return utf8(bytes, 3, declared, file),
        ([0xfe, 0xff, ..], _) => UTF_16BE,
        ([0xff, 0xfe, ..], _) | (_, Some(Encoding::Utf16)) => UTF_16LE,
        (_, Some(Encoding::Windows1255)) => WINDOWS_1255,
        (_, Some(Encoding::Windows1252)) => WINDOWS_1252,
        (_, None | Some(Encoding::Utf8)) => return utf8(bytes, 0, declared, file),
    };
    let (text, had_errors) = encoding.decode_with_bom_removal(&bytes);
    if !had_errors {
        return Ok((text.into_owned().into_bytes(), 0));
    }
    let line = text.find('\u{fffd}').map_or(1, |at| line_of(text.as_bytes(), at));
    let message = format!("the bytes are not valid {}", encoding.name().to_lowercase());
    Err(Problem::new(ProblemKind::Encoding, file, message, HELP).at(line))
}

const HELP: &str = "save the file as UTF-8, or declare its encoding in the study \
                    (encoding = \"windows-1255\", \"windows-1252\", \"utf-16\" or \"utf-8\")";

fn utf8(
    bytes: Vec<u8>,
    start: usize,
    declared: Option<Encoding>,
    file: &str,
) -> Result<(Vec<u8>, usize), Problem> {
    let Err(error) = std::str::from_utf8(&bytes[start..]) else {
        return Ok((bytes, start));
    };
    let message = match declared {
        Some(_) => "the bytes are not valid utf-8",
        None => "the bytes are not valid utf-8 and no other encoding is declared",
    };
    let line = line_of(&bytes, start + error.valid_up_to());
    Err(Problem::new(ProblemKind::Encoding, file, message, HELP).at(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], declared: Option<Encoding>) -> Result<String, u32> {
        match decode(bytes.to_vec(), declared, "lab.csv") {
            Ok((bytes, start)) => {
                Ok(String::from_utf8(bytes[start..].to_vec()).expect("decoded text is UTF-8"))
            }
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
}
