//! The lines of files, a bounded piece at a time, in parallel.
//!
//! Whatever is made of the pieces comes back in the order of files and lines, so that nothing depends on
//! the number of threads. In memory are at most a few pieces per thread; a piece is a mebibyte, or one
//! line where that is longer.

use std::io::Read;

use memchr::{memchr_iter, memrchr};
use rayon::prelude::*;
use sieve::{Failure, Fault, FaultKind};

use super::folder::{Open, Source, world};

/// Consecutive whole lines of a file.
pub(super) struct Piece {
    /// Number of its first line, from 1.
    first_line: u64,
    bytes: Vec<u8>,
}

impl Piece {
    /// Its lines that are not blank, with their numbers; without a mark of the byte order.
    pub fn lines(&self) -> impl Iterator<Item = (u64, &[u8])> {
        let mut start = 0;
        let ends = memchr_iter(b'\n', &self.bytes).chain(std::iter::once(self.bytes.len()));
        let lines = ends.map(move |end| {
            let line = &self.bytes[start.min(end)..end];
            start = end + 1;
            line
        });
        let numbered = (self.first_line..).zip(lines);
        let trimmed = numbered.map(|(number, line)| {
            let line = if number == 1 { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line) } else { line };
            (number, line.trim_ascii())
        });
        trimmed.filter(|(_, line)| !line.is_empty())
    }
}

/// What was made of a file.
pub(super) struct Swept<T> {
    /// One for each piece, in order.
    pub results: Vec<T>,
    /// Of the bytes as stored.
    pub sha256: String,
    /// Why the file could not be read to its end.
    pub failure: Option<Failure>,
}

/// Sizes, so that tests can cut small.
#[derive(Clone, Copy)]
pub(super) struct Sizes {
    /// Bytes of a piece.
    pub piece: usize,
    /// The longest line.
    pub line: usize,
    /// A file of more bytes is read by all threads together, a smaller one by one thread.
    pub large: u64,
}

/// As used.
pub(super) const SIZES: Sizes = Sizes { piece: 1 << 20, line: 1 << 30, large: 32 << 20 };

/// Makes something of every piece of every file, in the order of the files.
pub(super) fn sweep<T: Send>(
    sources: &[Source],
    with_hash: bool,
    sizes: Sizes,
    make: impl Fn(usize, &Piece) -> T + Sync,
) -> Vec<Swept<T>> {
    let (large, small): (Vec<usize>, Vec<usize>) =
        (0..sources.len()).partition(|file| sources[*file].bytes > sizes.large);
    let one = |file: &usize, n_together| {
        let make = |piece: &Piece| make(*file, piece);
        (*file, sweep_file(&sources[*file], with_hash, sizes, n_together, make))
    };
    let mut swept: Vec<_> = small.par_iter().map(|file| one(file, 1)).collect();
    let n_together = 2 * rayon::current_num_threads();
    swept.extend(large.iter().map(|file| one(file, n_together)));
    swept.sort_by_key(|(file, _)| *file);
    swept.into_iter().map(|(_, swept)| swept).collect()
}

/// So many pieces at a time; where it is more than one, the next are read while these are worked on.
fn sweep_file<T: Send>(
    source: &Source,
    with_hash: bool,
    sizes: Sizes,
    n_together: usize,
    make: impl Fn(&Piece) -> T + Sync,
) -> Swept<T> {
    let mut swept = Swept { results: Vec::new(), sha256: String::new(), failure: None };
    let mut reader = match Open::new(source, with_hash) {
        Ok(open) => Reader { open, source, sizes, carried: Vec::new(), next_line: 1, is_at_end: false },
        Err(failure) => return Swept { failure: Some(failure), ..swept },
    };
    let (mut pieces, mut failure) = reader.pieces(n_together);
    while !pieces.is_empty() {
        if n_together == 1 {
            swept.results.extend(pieces.iter().map(&make));
            (pieces, failure) = if failure.is_some() { (Vec::new(), failure) } else { reader.pieces(1) };
            continue;
        }
        let work = || pieces.par_iter().map(&make).collect::<Vec<_>>();
        let has_failed = failure.is_some();
        let read = || if has_failed { (Vec::new(), None) } else { reader.pieces(n_together) };
        let (results, (next, next_failure)) = rayon::join(work, read);
        swept.results.extend(results);
        (pieces, failure) = (next, failure.or(next_failure));
    }
    swept.failure = failure;
    swept.sha256 = reader.open.sha256();
    swept
}

struct Reader<'s> {
    open: Open,
    source: &'s Source,
    sizes: Sizes,
    /// The start of a line whose end is not read yet.
    carried: Vec<u8>,
    next_line: u64,
    is_at_end: bool,
}

impl Reader<'_> {
    /// The next pieces; those before a failure come with it.
    fn pieces(&mut self, n_pieces: usize) -> (Vec<Piece>, Option<Failure>) {
        let mut pieces = Vec::new();
        while pieces.len() < n_pieces && !self.is_at_end {
            match self.piece() {
                Ok(bytes) if bytes.is_empty() => break,
                Ok(bytes) => {
                    let first_line = self.next_line;
                    self.next_line += memchr_iter(b'\n', &bytes).count() as u64;
                    pieces.push(Piece { first_line, bytes });
                }
                Err(failure) => {
                    self.is_at_end = true;
                    return (pieces, Some(failure));
                }
            }
        }
        (pieces, None)
    }

    /// Whole lines of about the size of a piece; the rest is carried over.
    fn piece(&mut self) -> Result<Vec<u8>, Failure> {
        let mut bytes = std::mem::take(&mut self.carried);
        loop {
            let n_before = bytes.len();
            let wanted = self.sizes.piece as u64;
            let read = (&mut self.open).take(wanted).read_to_end(&mut bytes);
            let n_read = read.map_err(|error| self.failure(error, &bytes))?;
            if n_read == 0 {
                self.is_at_end = true;
                return Ok(bytes);
            }
            if let Some(end) = memrchr(b'\n', &bytes[n_before..]) {
                self.carried = bytes.split_off(n_before + end + 1);
                return Ok(bytes);
            }
            if bytes.len() > self.sizes.line {
                let message = format!("a line of more than {} bytes", self.sizes.line);
                let help = "check that the file has one resource per line";
                let fault = Fault::new(FaultKind::TooLarge, self.source.name.as_str(), message, help);
                return Err(fault.at(self.next_line).into());
            }
        }
    }

    /// A file that breaks off or is damaged is the data's fault; anything else is the world's.
    fn failure(&self, error: std::io::Error, bytes: &[u8]) -> Failure {
        use std::io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
        let name = self.source.name.as_str();
        if !matches!(error.kind(), UnexpectedEof | InvalidData | InvalidInput) {
            return world("reading", name, error);
        }
        let line = self.next_line + memchr_iter(b'\n', bytes).count() as u64;
        let message = "the gzip data break off or are damaged";
        let help = "export or copy the file again";
        Fault::new(FaultKind::DamagedFile, name, message, help).at(line).into()
    }
}
