//! The bulk files: for each kind of resource one after the other.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::{Lines, Packing, Resource};
use crate::Error;
use crate::hospital::failed;

/// Persons in a file.
const PERSONS: usize = 2_000;

/// The open files.
pub(crate) struct Bulk {
    folder: PathBuf,
    packing: Packing,
    part: Option<usize>,
    open: Vec<(PathBuf, Packed)>,
}

enum Packed {
    Plain(File),
    Gzip(Box<GzEncoder<File>>),
}

impl Bulk {
    /// Writes to a folder that is there.
    pub(crate) fn new(folder: PathBuf, packing: Packing) -> Bulk {
        Bulk { folder, packing, part: None, open: Vec::new() }
    }

    /// Appends the lines of some persons, the first of them with this number.
    pub(crate) fn append(&mut self, first: usize, lines: &Lines) -> Result<(), Error> {
        let part = (first - 1) / PERSONS;
        if self.part != Some(part) {
            self.finish()?;
            self.part = Some(part);
            let open = Resource::ALL.iter().map(|resource| self.create_file(*resource, part));
            self.open = open.collect::<Result<_, _>>()?;
        }
        for ((path, file), lines) in self.open.iter_mut().zip(lines) {
            file.write(lines).map_err(failed(path))?;
        }
        Ok(())
    }

    pub(crate) fn close(mut self) -> Result<(), Error> {
        self.finish()
    }

    fn create_file(&self, resource: Resource, part: usize) -> Result<(PathBuf, Packed), Error> {
        let packed = self.packing == Packing::Gzip
            && matches!(resource, Resource::Observation | Resource::DiagnosticReport);
        let end = if packed { ".gz" } else { "" };
        let path = self.folder.join(format!("{}.{part:03}.ndjson{end}", resource.word()));
        let file = File::create(&path).map_err(failed(&path))?;
        let file = match packed {
            true => Packed::Gzip(Box::new(GzEncoder::new(file, Compression::fast()))),
            false => Packed::Plain(file),
        };
        Ok((path, file))
    }

    fn finish(&mut self) -> Result<(), Error> {
        self.open.drain(..).try_for_each(|(path, file)| file.finish().map_err(failed(&path)))
    }
}

impl Packed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Packed::Plain(file) => file.write_all(bytes),
            Packed::Gzip(file) => file.write_all(bytes),
        }
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Packed::Plain(_) => Ok(()),
            Packed::Gzip(file) => file.finish().map(|_| ()),
        }
    }
}
