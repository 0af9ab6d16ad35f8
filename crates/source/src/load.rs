//! From files to texts.

use std::path::Path;

use sha2::{Digest, Sha256};

use crate::locate::Input;
use crate::options::Options;
use crate::refusal::{Error, Failure, Problem, Refusal};
use crate::text::encoding::decode;
use crate::text::{Lines, Origin, Text};
use crate::xlsx::workbook;

/// A sheet in memory, and the file it came from.
pub(crate) struct Loaded {
    pub text: Result<Text, Vec<Problem>>,
    pub origin: Origin,
    /// Size of the file.
    pub bytes: u64,
    /// Hash of the file; `None` when the text's bytes are the file's, so that it can be had later.
    pub sha256: Option<String>,
}

/// What came out of one input.
pub(crate) struct Load {
    pub sheets: Vec<Loaded>,
    pub problems: Vec<Problem>,
    pub not_read: Vec<String>,
}

/// Reads an input into memory and decodes it.
pub(crate) fn load(input: Input, options: &Options) -> Result<Load, Error> {
    match input {
        Input::Csv { origin, path } => csv(origin, &path, options),
        Input::Workbook { source, name, path } => book(source, &name, &path),
    }
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })
}

fn csv(origin: Origin, path: &Path, options: &Options) -> Result<Load, Error> {
    let raw = bytes_of(path)?;
    let n_bytes = raw.len() as u64;
    let is_text_itself = |decoded: &[u8]| decoded.len() as u64 == n_bytes;
    let hash = match options.encoding {
        None | Some(crate::Encoding::Utf8)
            if !raw.starts_with(&[0xfe, 0xff]) && !raw.starts_with(&[0xff, 0xfe]) =>
        {
            None
        }
        _ => Some(sha256(&raw)),
    };
    let text = match decode(raw, options.encoding, &origin.name) {
        Ok((bytes, start)) => {
            debug_assert!(hash.is_some() || is_text_itself(&bytes));
            Text::open(origin.clone(), bytes, start, Lines::Breaks)
        }
        Err(problem) => Err(vec![problem]),
    };
    let sheet = Loaded { text, origin, bytes: n_bytes, sha256: hash };
    Ok(Load { sheets: vec![sheet], problems: Vec::new(), not_read: Vec::new() })
}

fn book(source: u16, name: &str, path: &Path) -> Result<Load, Error> {
    let raw = bytes_of(path)?;
    let found = match workbook(&raw, name) {
        Ok(found) => found,
        Err(problems) => return Ok(Load { sheets: Vec::new(), problems, not_read: Vec::new() }),
    };
    let (n_bytes, hash) = (raw.len() as u64, sha256(&raw));
    let sheets = found.sheets.into_iter().map(|sheet| {
        let origin = Origin { name: format!("{name}#{}", sheet.name), sheet: sheet.sheet, source };
        let text = Text::open(origin.clone(), sheet.text.into_bytes(), 0, Lines::Rows);
        Loaded { text, origin, bytes: n_bytes, sha256: Some(hash.clone()) }
    });
    let not_read = found.not_read.into_iter().map(|sheet| format!("{name}#{sheet}")).collect();
    Ok(Load { sheets: sheets.collect(), problems: Vec::new(), not_read })
}

/// SHA-256 in lower-case hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The failure of these problems.
pub(crate) fn refused(problems: Vec<Problem>) -> Failure {
    Failure::Refused(Refusal { problems })
}
