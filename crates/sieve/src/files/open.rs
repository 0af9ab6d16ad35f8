//! Opening every file of a folder and checking it against the CDM: all problems at once.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::csv::CsvFile;
use super::locate::{self, Located};
use super::names::Format;
use crate::cdm::Table;
use crate::engine::{Catalog, Found, InputFile};
use crate::failure::{Failure, Fault, FaultKind};
use crate::parquet::{self, ParquetFile};
use crate::version;

/// The files of a table, opened.
pub(super) enum Stored {
    Csv(Vec<CsvFile>),
    Parquet(Vec<ParquetFile>),
}

/// Opens the tables of a folder.
pub(super) fn open(root: &Path) -> Result<(Catalog, Vec<(Table, Stored)>), Failure> {
    if !root.is_dir() {
        let message = if root.exists() { "this is a file" } else { "there is no such folder" };
        let help =
            "name the folder that holds the tables of the CDM as CSV or Parquet files; unpack archives";
        return Err(Fault::new(FaultKind::UnknownSource, locate::shown(root), message, help).into());
    }
    let locate::Contents { tables, not_read, mut faults } = locate::contents(root)?;
    if tables.is_empty() && faults.is_empty() {
        let message = "no table of a CDM is in this folder";
        let help = "name the folder that holds person.csv or person.parquet and the other tables";
        return Err(Fault::new(FaultKind::UnknownSource, locate::shown(root), message, help).into());
    }
    if !tables.iter().any(|located| located.table == Table::Person) && faults.is_empty() {
        let message = "the table person is not there";
        let help = "put person.csv or person.parquet into the folder";
        faults.push(Fault::new(FaultKind::MissingTable, locate::shown(root), message, help));
    }
    let opened: Vec<Result<Opened, Failure>> = tables.par_iter().map(opened).collect();
    let mut all = Vec::new();
    for result in opened {
        match result {
            Ok(opened) => all.push(opened),
            Err(Failure::Data(of_table)) => faults.extend(of_table),
            Err(world) => return Err(world),
        }
    }
    let named = all.iter().map(|opened| (opened.found.table, opened.found.name.as_str(), &opened.names[..]));
    let version = version::of(named, &mut faults);
    if !faults.is_empty() {
        return Err(Failure::Data(faults));
    }
    let (tables, stored) =
        all.into_iter().map(|opened| (opened.found, opened.stored)).unzip::<_, _, Vec<_>, Vec<_>>();
    let stored = tables.iter().map(|found: &Found| found.table).zip(stored).collect();
    Ok((Catalog { name: locate::shown(root), version, tables, not_read }, stored))
}

/// A table with its files opened.
struct Opened {
    found: Found,
    /// Every column's name, lower case, sorted; the same in all files.
    names: Vec<String>,
    stored: Stored,
}

fn opened(located: &Located) -> Result<Opened, Failure> {
    match located.format {
        Format::Csv => {
            let files = all(located, |path, name| CsvFile::open(path, name, located.table))?;
            let names =
                same_names(located, files.iter().map(|file| (&file.name, file.header.names.clone())))?;
            let of_cdm = located.table.columns().iter().map(|column| column.name);
            let columns = of_cdm.filter(|column| names.iter().any(|name| name == column)).collect();
            let inputs =
                located.files.par_iter().map(|(path, name)| input(path, name)).collect::<Result<_, _>>()?;
            Ok(Opened { found: found(located, columns, inputs), names, stored: Stored::Csv(files) })
        }
        Format::Parquet => {
            let files = all(located, |path, name| parquet::open(path, name, located.table))?;
            let shown = located.files.iter().map(|(_, name)| name);
            let names = same_names(located, shown.zip(files.iter().map(ParquetFile::names)))?;
            let columns = files.first().map(ParquetFile::columns).unwrap_or_default();
            let inputs = files.iter().map(ParquetFile::input).collect();
            Ok(Opened { found: found(located, columns, inputs), names, stored: Stored::Parquet(files) })
        }
    }
}

fn found(located: &Located, columns: Vec<&'static str>, files: Vec<InputFile>) -> Found {
    Found { table: located.table, name: located.name.clone(), columns, files }
}

/// Every file opened, or every problem of every file.
fn all<T: Send>(
    located: &Located,
    open: impl Fn(&Path, &str) -> Result<T, Failure> + Sync,
) -> Result<Vec<T>, Failure> {
    let opened: Vec<Result<T, Failure>> =
        located.files.par_iter().map(|(path, name)| open(path, name)).collect();
    let (mut files, mut faults) = (Vec::new(), Vec::new());
    for result in opened {
        match result {
            Ok(file) => files.push(file),
            Err(Failure::Data(of_file)) => faults.extend(of_file),
            Err(world) => return Err(world),
        }
    }
    if faults.is_empty() { Ok(files) } else { Err(Failure::Data(faults)) }
}

/// The columns' names, sorted; a fault for each file that has others than the first.
fn same_names<'a>(
    located: &Located,
    files: impl Iterator<Item = (&'a String, Vec<String>)>,
) -> Result<Vec<String>, Failure> {
    let mut first: Option<Vec<String>> = None;
    let mut faults = Vec::new();
    for (name, mut names) in files {
        names.sort();
        match &first {
            None => first = Some(names),
            Some(first) if *first == names => {}
            Some(first) => {
                let other = |a: &[String], b: &[String]| {
                    a.iter().filter(|name| !b.contains(name)).cloned().collect::<Vec<_>>().join(", ")
                };
                let (more, fewer) = (other(&names, first), other(first, &names));
                let message = format!(
                    "the columns are not those of {}: only here [{more}], only there [{fewer}]",
                    located.files[0].1
                );
                let help = "export all shards of a table at once, with the same columns";
                faults.push(Fault::new(FaultKind::MixedVersions, name, message, help));
            }
        }
    }
    if faults.is_empty() { Ok(first.unwrap_or_default()) } else { Err(Failure::Data(faults)) }
}

fn input(path: &Path, name: &str) -> Result<InputFile, Failure> {
    let hashed = || -> io::Result<InputFile> {
        let mut file = File::open(path)?;
        let mut hasher = Sha256::new();
        let (mut bytes, mut buffer) = (0, vec![0; 1 << 18]);
        loop {
            let n = file.read(&mut buffer)?;
            if n == 0 {
                break;
            }
            hasher.update(&buffer[..n]);
            bytes += n as u64;
        }
        let hash = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(InputFile { name: name.to_owned(), bytes, hash: ("sha256", hash) })
    };
    hashed().map_err(|error| super::csv::unread(name, error))
}
