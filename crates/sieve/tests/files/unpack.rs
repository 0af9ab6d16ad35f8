//! Unpacks the archives of the open data: as much of the ZIP format as they use.

use std::fs;
use std::io::Read;
use std::path::Path;

use flate2::read::DeflateDecoder;

/// Unpacks an archive whose local headers all carry their sizes in the central directory.
pub(crate) fn unpack(archive: &Path, into: &Path) {
    let bytes = fs::read(archive).expect("an archive");
    let u16_at = |at: usize| usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
    let u32_at = |at: usize| u16_at(at) + (u16_at(at + 2) << 16);
    let end = (0..bytes.len() - 21).rev().find(|at| bytes[*at..].starts_with(b"PK\x05\x06")).expect("an end");
    let mut at = u32_at(end + 16);
    for _ in 0..u16_at(end + 10) {
        assert!(bytes[at..].starts_with(b"PK\x01\x02"), "a central header");
        let (method, packed, local) = (u16_at(at + 10), u32_at(at + 20), u32_at(at + 42));
        let (name, extra, comment) = (u16_at(at + 28), u16_at(at + 30), u16_at(at + 32));
        let path = into.join(std::str::from_utf8(&bytes[at + 46..at + 46 + name]).expect("a name"));
        let first = local + 30 + u16_at(local + 26) + u16_at(local + 28);
        write(&path, method, &bytes[first..first + packed]);
        at += 46 + name + extra + comment;
    }
}

fn write(path: &Path, method: usize, packed: &[u8]) {
    if path.to_string_lossy().ends_with('/') {
        return;
    }
    let mut bytes = Vec::new();
    match method {
        0 => bytes.extend_from_slice(packed),
        8 => drop(DeflateDecoder::new(packed).read_to_end(&mut bytes).expect("deflated bytes")),
        other => panic!("method {other}"),
    }
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, bytes).expect("a file");
}
