//! Which files of a folder hold resources, and how their bytes are had.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use sha2::{Digest, Sha256};
use sieve::{Failure, Fault, FaultKind};

/// A file of resources.
pub(super) struct Source {
    /// Path below the folder, with `/`.
    pub name: String,
    pub path: PathBuf,
    pub bytes: u64,
}

const ENDINGS: &[&str] = &[".ndjson", ".jsonl", ".ndjson.gz", ".jsonl.gz"];

/// The files of a folder and of the folders in it, by name; what is hidden is passed over.
pub(super) fn sources(folder: &Path) -> Result<Vec<Source>, Failure> {
    let mut found = Vec::new();
    collect(folder, "", &mut found)?;
    found.sort_by(|a, b| a.name.cmp(&b.name));
    if found.is_empty() {
        let message = "no file ends in .ndjson, .jsonl, .ndjson.gz or .jsonl.gz";
        let help = "give the folder of a FHIR R4 bulk export: one resource per line; a Bundle (.json) has to be \
                    exported so first";
        return Err(Fault::new(FaultKind::UnknownSource, shown(folder), message, help).into());
    }
    Ok(found)
}

fn shown(folder: &Path) -> String {
    folder.display().to_string()
}

/// The world's failure at a path.
pub(super) fn world(doing: &str, place: &str, source: std::io::Error) -> Failure {
    let help = "check that the file is there and may be read, then run again".to_owned();
    Failure::World { what: format!("{doing} {place}"), help, source: Box::new(source) }
}

fn collect(folder: &Path, below: &str, found: &mut Vec<Source>) -> Result<(), Failure> {
    let failed = |source| world("reading the folder", &shown(folder), source);
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let file_name = entry.file_name().to_string_lossy().into_owned();
        if file_name.starts_with(['.', '_']) {
            continue;
        }
        let (name, path) = (format!("{below}{file_name}"), entry.path());
        let about = std::fs::metadata(&path).map_err(failed)?;
        let lower = file_name.to_ascii_lowercase();
        if about.is_dir() {
            collect(&path, &format!("{name}/"), found)?;
        } else if ENDINGS.iter().any(|ending| lower.ends_with(ending)) {
            found.push(Source { name, path, bytes: about.len() });
        }
    }
    Ok(())
}

/// Bytes as stored, hashed on the way when that is asked for.
struct Raw {
    file: File,
    hash: Option<Sha256>,
}

impl Read for Raw {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n_read = self.file.read(buffer)?;
        if let Some(hash) = &mut self.hash {
            hash.update(&buffer[..n_read]);
        }
        Ok(n_read)
    }
}

enum Bytes {
    Plain(BufReader<Raw>),
    Gzip(Box<MultiGzDecoder<BufReader<Raw>>>),
}

/// An open file: its text, decompressed.
pub(super) struct Open {
    bytes: Bytes,
}

const BUFFER: usize = 1 << 18;

impl Open {
    /// Looks at the first bytes: gzip is known by them, whatever the file is called.
    pub fn new(source: &Source, with_hash: bool) -> Result<Open, Failure> {
        let failed = |error| world("opening", &source.name, error);
        let mut start = [0; 4];
        let mut file = File::open(&source.path).map_err(failed)?;
        let n_start = file.read(&mut start).map_err(failed)?;
        check(&start[..n_start], &source.name)?;
        let file = File::open(&source.path).map_err(failed)?;
        let raw = BufReader::with_capacity(BUFFER, Raw { file, hash: with_hash.then(Sha256::new) });
        let is_gzip = start[..n_start].starts_with(&[0x1f, 0x8b]);
        let bytes = if is_gzip { Bytes::Gzip(Box::new(MultiGzDecoder::new(raw))) } else { Bytes::Plain(raw) };
        Ok(Open { bytes })
    }

    /// SHA-256 of all bytes as stored, in lower-case hexadecimal; empty when it was not asked for.
    pub fn sha256(self) -> String {
        let raw = match self.bytes {
            Bytes::Plain(raw) => raw,
            Bytes::Gzip(gzip) => gzip.into_inner(),
        };
        let digest = raw.into_inner().hash.map(Sha256::finalize);
        digest.iter().flatten().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl Read for Open {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match &mut self.bytes {
            Bytes::Plain(bytes) => bytes.read(buffer),
            Bytes::Gzip(bytes) => bytes.read(buffer),
        }
    }
}

/// Refuses what is known by its first bytes to be no NDJSON.
fn check(start: &[u8], name: &str) -> Result<(), Failure> {
    let packed = [&[0x28, 0xb5, 0x2f, 0xfd][..], b"BZh", b"PK\x03\x04", &[0xfd, b'7', b'z', b'X']];
    if packed.iter().any(|magic| start.starts_with(magic)) {
        let message = "packed in another way than gzip";
        let help = "unpack the file, or pack it with gzip";
        return Err(Fault::new(FaultKind::UnknownCompression, name, message, help).into());
    }
    if start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]) {
        let message = "the text is UTF-16; NDJSON is UTF-8";
        return Err(Fault::new(FaultKind::Encoding, name, message, "store the file as UTF-8").into());
    }
    Ok(())
}
