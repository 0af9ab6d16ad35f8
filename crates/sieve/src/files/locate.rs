//! Which files of a folder are which table.

use std::fs;
use std::path::{Path, PathBuf};

use super::names::{self, Ending, Format};
use crate::cdm::Table;
use crate::failure::{Failure, Fault, FaultKind};

/// The files of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Located {
    pub table: Table,
    /// As shown.
    pub name: String,
    pub format: Format,
    /// Where each is, and as shown, in the order of their names.
    pub files: Vec<(PathBuf, String)>,
}

/// What a folder holds.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// In the order of [`Table::ALL`].
    pub tables: Vec<Located>,
    pub not_read: Vec<String>,
    pub faults: Vec<Fault>,
}

/// Looks through a folder; where it has no table itself but exactly one of its folders has, through that.
pub(super) fn contents(root: &Path) -> Result<Contents, Failure> {
    let contents = within(root, "")?;
    if !contents.tables.is_empty() || !contents.faults.is_empty() {
        return Ok(contents);
    }
    let mut inner = Vec::new();
    for Entry { name, path, is_folder } in entries(root, "")? {
        if is_folder {
            let found = within(&path, &format!("{name}/"))?;
            if !found.tables.is_empty() || !found.faults.is_empty() {
                inner.push((format!("{name}/"), found));
            }
        }
    }
    if inner.len() > 1 {
        let names: Vec<&str> = inner.iter().map(|(name, _)| name.as_str()).collect();
        let message = format!("several folders in it hold tables of a CDM: {}", names.join(", "));
        return Err(Fault::new(FaultKind::UnknownSource, shown(root), message, "name one of them").into());
    }
    let Some((name, mut found)) = inner.pop() else { return Ok(contents) };
    found.not_read.extend(contents.not_read.into_iter().filter(|other| *other != name));
    found.not_read.sort();
    Ok(found)
}

/// A path as shown to people.
pub(super) fn shown(path: &Path) -> String {
    path.display().to_string()
}

struct Entry {
    name: String,
    path: PathBuf,
    is_folder: bool,
}

/// What is in a folder, by name, without junk; `prefix` is the folder as shown.
fn entries(folder: &Path, prefix: &str) -> Result<Vec<Entry>, Failure> {
    let unread = |error| Failure::World {
        what: format!(
            "reading the folder {}",
            if prefix.is_empty() { shown(folder) } else { prefix.to_owned() }
        ),
        help: "see that it is there and may be read".to_owned(),
        source: Box::new(error),
    };
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(unread)? {
        let entry = entry.map_err(unread)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !names::is_junk(&name) {
            let path = entry.path();
            let metadata =
                fs::metadata(&path).map_err(|error| super::csv::unread(&format!("{prefix}{name}"), error))?;
            let is_folder = metadata.is_dir();
            found.push(Entry { name, path, is_folder });
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// The tables of one folder; `prefix` is the folder as shown.
fn within(folder: &Path, prefix: &str) -> Result<Contents, Failure> {
    let mut contents = Contents::default();
    let mut claims = Vec::new();
    for entry in entries(folder, prefix)? {
        let shown = format!("{prefix}{}", entry.name);
        let (beginning, ending) = names::split(&entry.name);
        let table = names::table(&beginning);
        match (table, ending, entry.is_folder) {
            (Some((table, false)), Ending::Known(_) | Ending::Other, true) => {
                claims.extend(sharded(table, &entry.path, &format!("{shown}/"), &mut contents)?);
            }
            (Some((table, is_shard)), Ending::Known(format), false) => {
                let files = vec![(entry.path, shown.clone())];
                claims.push((Located { table, name: shown, format, files }, is_shard));
            }
            (Some(_), Ending::Packed, false) => contents.faults.push(packed(&shown)),
            (_, _, is_folder) => contents.not_read.push(if is_folder { shown + "/" } else { shown }),
        }
    }
    for &table in Table::ALL {
        let of_table = claims.extract_if(.., |(claim, _)| claim.table == table).collect();
        settle(table, of_table, prefix, &mut contents);
    }
    Ok(contents)
}

/// One table of what claims to be it.
fn settle(table: Table, claims: Vec<(Located, bool)>, prefix: &str, contents: &mut Contents) {
    let all_shards = claims.iter().all(|(_, is_shard)| *is_shard);
    let one_format = claims.windows(2).all(|pair| pair[0].0.format == pair[1].0.format);
    let is_one = claims.len() == 1 || (all_shards && one_format);
    let mut claims = claims.into_iter().map(|(claim, _)| claim);
    let Some(mut first) = claims.next() else { return };
    if is_one {
        if claims.len() > 0 {
            first.name = format!("{prefix}{}*", table.name());
        }
        first.files.extend(claims.flat_map(|claim| claim.files));
        contents.tables.push(first);
        return;
    }
    let names: Vec<String> = claims.map(|claim| claim.name).collect();
    let message = format!("the table {} is there more than once: also {}", table.name(), names.join(", "));
    let fault = Fault::new(FaultKind::DuplicateTable, first.name, message, "keep one of them in the folder");
    contents.faults.push(fault);
}

/// The files of a table in a folder of its own, also in folders within that.
fn sharded(
    table: Table,
    folder: &Path,
    prefix: &str,
    contents: &mut Contents,
) -> Result<Option<(Located, bool)>, Failure> {
    let mut files = Vec::new();
    let mut formats = Vec::new();
    let mut folders = vec![(folder.to_owned(), prefix.to_owned())];
    while let Some((folder, prefix)) = folders.pop() {
        for entry in entries(&folder, &prefix)? {
            let shown = format!("{prefix}{}", entry.name);
            if entry.is_folder {
                contents.faults.extend(partitioned(table, &entry.name, &shown));
                folders.push((entry.path, format!("{shown}/")));
                continue;
            }
            match names::split(&entry.name).1 {
                Ending::Known(format) => {
                    files.push((entry.path, shown));
                    formats.push(format);
                }
                Ending::Packed => contents.faults.push(packed(&shown)),
                Ending::Other => contents.not_read.push(shown),
            }
        }
    }
    files.sort_by(|a, b| a.1.cmp(&b.1));
    let Some(&format) = formats.first() else {
        contents.not_read.push(prefix.to_owned());
        return Ok(None);
    };
    if formats.iter().any(|other| *other != format) {
        let message = format!("the table {} is there as CSV and as Parquet", table.name());
        let fault = Fault::new(FaultKind::DuplicateTable, prefix, message, "keep one of them in the folder");
        contents.faults.push(fault);
    }
    Ok(Some((Located { table, name: prefix.to_owned(), format, files }, false)))
}

/// A column whose values stand in the names of folders alone would be lost.
fn partitioned(table: Table, name: &str, shown: &str) -> Option<Fault> {
    let column = table.column(name.split_once('=')?.0)?;
    let message = format!("the values of the column {} stand in the names of folders", column.name);
    let help = "write the table without partitions, or keep the column in the files as well";
    Some(Fault::new(FaultKind::MissingColumn, shown, message, help))
}

fn packed(shown: &str) -> Fault {
    let message = "this table is packed in a way that is not read here";
    Fault::new(FaultKind::UnknownCompression, shown, message, "unpack it, or pack it with gzip (.csv.gz)")
}
