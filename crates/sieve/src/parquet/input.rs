//! A file read at places, some of it ahead.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use ::parquet::errors::{ParquetError, Result};
use ::parquet::file::reader::{ChunkReader, Length};
use bytes::{Buf, Bytes};

/// Bytes read at once: few calls of the system, little memory.
const WINDOW: u64 = 512 * 1024;

/// An open file for one column at a time, whose pages come one after another.
#[derive(Clone, Debug)]
pub(super) struct Input(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    file: File,
    length: u64,
    /// What was last read, and where it begins.
    window: Mutex<(u64, Bytes)>,
}

impl Input {
    /// Opens a file.
    pub(super) fn open(path: &Path) -> io::Result<Input> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        Ok(Input(Arc::new(Inner { file, length, window: Mutex::new((0, Bytes::new())) })))
    }

    /// At least `length` bytes from `start`, or all that are there.
    fn bytes(&self, start: u64, length: u64) -> io::Result<Bytes> {
        let end = start.saturating_add(length).min(self.0.length);
        let mut window = self.0.window.lock().unwrap_or_else(PoisonError::into_inner);
        let (from, bytes) = &*window;
        if *from <= start && end <= from + bytes.len() as u64 {
            return Ok(bytes.slice((start - from) as usize..));
        }
        let end = end.max(start.saturating_add(WINDOW)).min(self.0.length);
        // Each input has its own file, and the lock is held: nobody else moves its place.
        let mut read = Vec::with_capacity(end.saturating_sub(start) as usize);
        let mut file = &self.0.file;
        file.seek(SeekFrom::Start(start))?;
        file.take(end.saturating_sub(start)).read_to_end(&mut read)?;
        let bytes = Bytes::from(read);
        *window = (start, bytes.clone());
        Ok(bytes)
    }
}

impl Length for Input {
    fn len(&self) -> u64 {
        self.0.length
    }
}

impl ChunkReader for Input {
    type T = Sequence;

    fn get_read(&self, start: u64) -> Result<Sequence> {
        Ok(Sequence { input: self.clone(), at: start, ahead: Bytes::new() })
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        let mut bytes = self.bytes(start, length as u64)?;
        if bytes.len() < length {
            return Err(ParquetError::EOF(format!("{length} bytes from {start} are not there")));
        }
        bytes.truncate(length);
        Ok(bytes)
    }
}

/// The bytes from a place on.
pub(super) struct Sequence {
    input: Input,
    at: u64,
    ahead: Bytes,
}

impl Read for Sequence {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if !self.ahead.has_remaining() {
            self.ahead = self.input.bytes(self.at, 1)?;
            self.at += self.ahead.len() as u64;
        }
        let n = into.len().min(self.ahead.remaining());
        self.ahead.copy_to_slice(&mut into[..n]);
        Ok(n)
    }
}
