//! From the sources named to the files that hold their sheets.

use std::collections::HashSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::coded::{CodedInput, CodedPlace};
use crate::refusal::{Error, Problem, ProblemKind};
use crate::schema::Sheet;
use crate::spec::{SourceKind, SourceSpec};
use crate::text::Origin;

/// A file to read.
pub(crate) enum Input {
    /// One sheet.
    Csv { origin: Origin, path: PathBuf },
    /// Any number of sheets; `name` is shown in front of theirs.
    Workbook { source: u16, name: String, path: PathBuf },
    /// Coded records.
    Coded(CodedInput),
}

/// What the sources hold.
#[derive(Default)]
pub(crate) struct Located {
    pub inputs: Vec<Input>,
    pub problems: Vec<Problem>,
    /// Files of the folders that are no study sheet, as shown.
    pub not_read: Vec<String>,
}

/// So many that every sheet of every source can be numbered in sixteen bits.
const MAX_SOURCES: usize = 1000;

/// Looks at every source. Fails only when the world does.
pub(crate) fn locate(specs: &[SourceSpec]) -> Result<Located, Error> {
    let mut located = Located::default();
    if specs.is_empty() {
        let message = "no source is named";
        let help = "name a folder of study sheets or an .xlsx workbook";
        located.problems.push(Problem::new(ProblemKind::UnknownSource, "", message, help));
    }
    if specs.len() > MAX_SOURCES {
        let message =
            format!("{} sources are named; at most {MAX_SOURCES} can be read together", specs.len());
        located.problems.push(Problem::new(
            ProblemKind::TooLarge,
            "",
            message,
            "read the hospitals in parts",
        ));
        return Ok(located);
    }
    for (spec, source) in specs.iter().zip(0u16..) {
        let shown = Shown { spec, prefix: prefix(specs, source) };
        located.source(&shown, source)?;
    }
    Ok(located)
}

struct Shown<'a> {
    spec: &'a SourceSpec,
    prefix: String,
}

impl Shown<'_> {
    fn path(&self) -> String {
        shown_path(&self.spec.path)
    }
}

/// What is shown in front of file names: nothing for a single source, else the source's own name, with
/// its number where names are equal.
fn prefix(specs: &[SourceSpec], source: u16) -> String {
    let name = |spec: &SourceSpec| match is_address(&spec.path) {
        true => shown_path(&spec.path),
        false => file_name(&spec.path),
    };
    let names: HashSet<String> = specs.iter().map(name).collect();
    let own = name(&specs[usize::from(source)]);
    match specs.len() {
        1 => String::new(),
        n if names.len() == n => format!("{own}/"),
        _ => format!("{}:{own}/", source + 1),
    }
}

/// Whether a source looks like the address of a database, well written or not.
fn is_address(path: &Path) -> bool {
    let text = path.to_string_lossy().to_ascii_lowercase();
    ["postgres:", "postgresql:"].iter().any(|scheme| text.starts_with(scheme))
        || ["password=", "host=", "dbname="].iter().any(|setting| text.contains(setting))
}

/// A source as it is shown. Of the address of a database, which may hold a password, only the name of the
/// database, and only where it is plainly one.
fn shown_path(path: &Path) -> String {
    let text = path.to_string_lossy();
    if !is_address(path) {
        return text.into_owned();
    }
    let after_host = text.split_once("://").and_then(|(_, rest)| rest.rsplit('@').next()?.split_once('/'));
    let name = after_host.and_then(|(_, rest)| rest.split('?').next()).unwrap_or_default();
    let is_plain = !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    if is_plain { name.to_owned() } else { "database".to_owned() }
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
}

/// The address of a database, when the source is one.
fn database(path: &Path) -> Option<String> {
    let (scheme, rest) = path.to_str()?.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    matches!(scheme.as_str(), "postgres" | "postgresql").then(|| format!("{scheme}://{rest}"))
}

fn sheet_named(name: &str) -> Option<Sheet> {
    Sheet::from_word(&name.trim().to_lowercase()).filter(|sheet| *sheet != Sheet::Metastasis)
}

/// The sheet a workbook's sheet name stands for.
pub(crate) fn workbook_sheet(name: &str) -> Option<Sheet> {
    sheet_named(name)
}

impl Located {
    fn source(&mut self, shown: &Shown<'_>, source: u16) -> Result<(), Error> {
        let path = &shown.spec.path;
        if let Some(address) =
            database(path).filter(|_| matches!(shown.spec.kind, None | Some(SourceKind::Omop)))
        {
            self.coded(shown, source, CodedPlace::CdmDatabase(address));
            return Ok(());
        }
        if is_address(path) {
            let message = "not the address of a database as omop:postgres://user@host/database?schema=cdm";
            let help = "docs/guide/postgres.md says how to name a database; a password is never part of it";
            self.problems.push(Problem::new(ProblemKind::UnknownSource, shown.path(), message, help));
            return Ok(());
        }
        let found = match std::fs::metadata(path) {
            Ok(found) => found,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                let help = "name a folder of study sheets, of CDM tables or of FHIR resources, or an .xlsx \
                            workbook, that exists";
                let message = "there is no such file or folder";
                self.problems.push(Problem::new(ProblemKind::UnknownSource, shown.path(), message, help));
                return Ok(());
            }
            Err(error) => return Err(Error::Read { path: path.clone(), source: error }),
        };
        if found.is_dir() {
            match shown.spec.kind {
                Some(SourceKind::Omop) => self.coded(shown, source, CodedPlace::CdmFolder(path.clone())),
                Some(SourceKind::Fhir) => self.coded(shown, source, CodedPlace::Fhir(path.clone())),
                _ => return self.folder(shown, source),
            }
            Ok(())
        } else {
            self.file(shown, source);
            Ok(())
        }
    }

    fn file(&mut self, shown: &Shown<'_>, source: u16) {
        let path = shown.spec.path.clone();
        if has_extension(&path, "xlsx") {
            let name = match shown.prefix.strip_suffix('/') {
                Some(own) => own.to_owned(),
                None => file_name(&path),
            };
            self.inputs.push(Input::Workbook { source, name, path });
        } else {
            let message = "not a source of a known kind";
            let help = "name a folder of study sheets (patient.csv, lab.csv, ...) or an .xlsx workbook";
            self.problems.push(Problem::new(ProblemKind::UnknownSource, shown.path(), message, help));
        }
    }

    fn folder(&mut self, shown: &Shown<'_>, source: u16) -> Result<(), Error> {
        let files = files_in(&shown.spec.path)?;
        let sheet = |path: &PathBuf| {
            let stem = path.file_stem()?.to_str()?;
            has_extension(path, "csv").then(|| sheet_named(stem)).flatten()
        };
        if !files.iter().any(|path| sheet(path).is_some()) {
            self.no_sheets(shown, source, &files);
            return Ok(());
        }
        let mut met: Vec<(Sheet, String)> = Vec::new();
        for path in files {
            let name = format!("{}{}", shown.prefix, file_name(&path));
            match sheet(&path) {
                None => self.not_read.push(name),
                Some(sheet) => {
                    if let Some((_, other)) = met.iter().find(|(known, _)| *known == sheet) {
                        let message = format!("{other} is the sheet {} already", sheet.word());
                        self.twice(&name, message);
                    }
                    met.push((sheet, name.clone()));
                    self.inputs.push(Input::Csv { origin: Origin { name, sheet, source }, path });
                }
            }
        }
        Ok(())
    }

    fn twice(&mut self, name: &str, message: String) {
        let help = "keep one of the two; sheets of two hospitals are two sources";
        self.problems.push(Problem::new(ProblemKind::DuplicateSheet, name, message, help));
    }

    fn no_sheets(&mut self, shown: &Shown<'_>, source: u16, files: &[PathBuf]) {
        if shown.spec.kind.is_none() {
            let folder = shown.spec.path.clone();
            if sieve::has_tables(&folder) {
                return self.coded(shown, source, CodedPlace::CdmFolder(folder));
            }
            let is_resource = |path: &PathBuf| {
                let name = file_name(path).to_lowercase();
                name.trim_end_matches(".gz").ends_with(".ndjson")
            };
            if files.iter().any(is_resource) {
                return self.coded(shown, source, CodedPlace::Fhir(folder));
            }
        }
        let message = "the folder holds no study sheet";
        let help = "study sheets are CSV files named patient.csv, surgery.csv, radioiodine.csv, lab.csv and so on; \
                    a workbook is named itself, not its folder";
        self.problems.push(Problem::new(ProblemKind::UnknownSource, shown.path(), message, help));
    }

    fn coded(&mut self, shown: &Shown<'_>, source: u16, place: CodedPlace) {
        let prefix = shown.prefix.clone();
        self.inputs.push(Input::Coded(CodedInput { source, prefix, place }));
    }
}

/// The files of a folder, sorted by name.
fn files_in(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let failed = |source| Error::Read { path: folder.to_owned(), source };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let is_hidden = file_name(&path).starts_with(['.', '~']);
        if path.is_file() && !is_hidden {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
