//! Reading a file from its beginning to its end, several pieces at once.

use std::fs::File;
use std::io::{self, BufReader, Read as _};
use std::path::{Path, PathBuf};

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use flate2::read::MultiGzDecoder;
use rayon::prelude::*;

use super::header::{Header, NoHeader};
use super::pieces::{Sizes, Stopped, Wave, Waves};
use super::request::{Piece, Request};
use super::wrong::{self, Complaints};
use crate::cdm::{Column, Table};
use crate::failure::{Failure, Fault};
use crate::filter::Filter;

/// A file of a table, with its header read.
#[derive(Clone, Debug)]
pub(in crate::files) struct CsvFile {
    path: PathBuf,
    /// As shown.
    pub name: String,
    pub header: Header,
}

/// What is asked of the files of a table.
pub(in crate::files) struct Asked<'a> {
    pub table: Table,
    pub columns: Vec<&'static Column>,
    pub filter: &'a Filter,
    /// Of the answer.
    pub schema: SchemaRef,
}

/// How many rows were seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::files) struct Seen {
    pub n_rows: u64,
    /// As in [`Selected`](crate::Selected).
    pub passed: Vec<u64>,
}

/// What takes the rows that pass, part after part.
pub(in crate::files) type Take<'a> = dyn FnMut(RecordBatch) -> Result<(), Failure> + 'a;

const PIECE: usize = 1 << 20;
const LONGEST_ROW: usize = 256 << 20;

impl CsvFile {
    /// Reads a file's header; `name` is the file as shown.
    pub(in crate::files) fn open(path: &Path, name: &str, table: Table) -> Result<CsvFile, Failure> {
        let bytes = bytes_of(path).map_err(|error| wrong::unread(name, error))?;
        match Header::read(bytes, table) {
            Ok(header) => {
                let faults = wrong::of_header(name, table, &header.names, header.line);
                let file = CsvFile { path: path.to_owned(), name: name.to_owned(), header };
                if faults.is_empty() { Ok(file) } else { Err(Failure::Data(faults)) }
            }
            Err(NoHeader::Unread(error)) => Err(wrong::unread(name, error)),
            Err(NoHeader::Empty) => Err(wrong::empty(name).into()),
            Err(NoHeader::Encoding(line)) => Err(wrong::encoding(name).at(line).into()),
        }
    }

    /// Gives the rows that meet the filter to `take`, in the order stored. Problems of rows go to
    /// `complaints`; after the first nothing is given any more, but the file is read to its end.
    fn read(
        &self,
        asked: &Asked<'_>,
        seen: &mut Seen,
        complaints: &mut Complaints,
        take: &mut Take<'_>,
    ) -> Result<(), Failure> {
        let column_of = |name: &str| asked.table.column(name);
        let request =
            Request::new(&self.header, &asked.columns, asked.filter, column_of, asked.schema.clone());
        let unread = |error| wrong::unread(&self.name, error);
        let mut bytes = bytes_of(&self.path).map_err(unread)?;
        io::copy(&mut bytes.by_ref().take(self.header.body), &mut io::sink()).map_err(unread)?;
        let pieces = 4 * rayon::current_num_threads().max(2);
        let sizes = Sizes { wave: pieces * PIECE, piece: PIECE, row: LONGEST_ROW };
        let mut waves = Waves::new(bytes, self.header.dialect, sizes);
        let mut line = self.header.body_line;
        let mut wave = waves.next();
        loop {
            let now = match wave {
                Ok(None) => return Ok(()),
                Ok(Some(now)) => now,
                Err(stopped) => return self.stop(stopped, line, complaints),
            };
            let (next, pieces) = rayon::join(|| waves.next(), || read_all(&request, &now));
            for piece in pieces {
                complaints.add(&self.name, line, self.header.names.len(), &piece);
                seen.add(&piece);
                line += piece.n_lines;
                if complaints.is_empty() && piece.rows.num_rows() > 0 {
                    take(piece.rows)?;
                }
            }
            wave = next;
        }
    }

    fn stop(&self, stopped: Stopped, line: u64, complaints: &mut Complaints) -> Result<(), Failure> {
        let fault = match stopped {
            Stopped::Unread(error) => match wrong::unread(&self.name, error) {
                Failure::Data(faults) => faults,
                world @ Failure::World { .. } => return Err(world),
            },
            Stopped::OpenQuote(after) => vec![wrong::open_quote(&self.name).at(line + after)],
            Stopped::LongRow(after) => vec![wrong::long_row(&self.name).at(line + after)],
        };
        fault.into_iter().for_each(|fault| complaints.push(fault));
        Ok(())
    }
}

/// Reads the files one after another, as [`CsvFile::read`] says; every problem at once.
pub(in crate::files) fn read(
    files: &[CsvFile],
    asked: &Asked<'_>,
    take: &mut Take<'_>,
) -> Result<Seen, Failure> {
    let n_parts = if let Filter::All(parts) = asked.filter { parts.len() } else { 0 };
    let mut seen = Seen { n_rows: 0, passed: vec![0; n_parts] };
    let mut complaints = Complaints::default();
    for file in files {
        file.read(asked, &mut seen, &mut complaints, take)?;
    }
    let faults: Vec<Fault> = complaints.into_faults(asked.table);
    if faults.is_empty() { Ok(seen) } else { Err(Failure::Data(faults)) }
}

fn read_all(request: &Request, wave: &Wave) -> Vec<Piece> {
    wave.pieces.par_iter().map(|piece| request.read(&wave.bytes[piece.clone()])).collect()
}

impl Seen {
    fn add(&mut self, piece: &Piece) {
        self.n_rows += piece.n_rows;
        for (sum, passed) in self.passed.iter_mut().zip(&piece.passed) {
            *sum += passed;
        }
    }
}

/// The bytes of a file, decompressed where its name says so.
fn bytes_of(path: &Path) -> io::Result<Box<dyn io::Read + Send>> {
    let file = File::open(path)?;
    let is_gz = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("gz"));
    Ok(if is_gz {
        Box::new(MultiGzDecoder::new(BufReader::with_capacity(1 << 16, file)))
    } else {
        Box::new(file)
    })
}
