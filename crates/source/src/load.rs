//! From files to texts.

use std::path::Path;

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use timeline::Names;

use crate::coded;
use crate::locate::Input;
use crate::omop::ConceptUse;
use crate::options::Options;
use crate::quality::QualityRow;
use crate::reading::{InputFile, Remark};
use crate::refusal::{Error, Failure, Problem, ProblemKind, Refusal};
use crate::text::encoding::{Decoded, decode, is_utf8};
use crate::text::glance::Glance;
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
#[derive(Default)]
pub(crate) struct Load {
    pub sheets: Vec<Loaded>,
    pub problems: Vec<Problem>,
    pub not_read: Vec<String>,
    /// Persons of whom a coded source has no record of the disease.
    pub uninvolved: Names,
    /// The account of the tables of coded sources.
    pub tables: Vec<QualityRow>,
    /// Which codes they hold.
    pub concepts: Vec<ConceptUse>,
    pub remarks: Vec<Remark>,
    /// Every file of the coded sources.
    pub inputs: Vec<InputFile>,
    /// Whether a source of persons could not be read, so that nobody can say who is unknown.
    pub is_person_missing: bool,
}

/// Reads the inputs into memory, decodes them and cuts them into spans of at least so many bytes: sheets
/// first, then coded records, which must know whom the sheets name.
pub(crate) fn load(inputs: Vec<Input>, options: &Options, span_bytes: usize) -> Result<Load, Failure> {
    let (mut coded, mut sheets) = (Vec::new(), Vec::new());
    for input in inputs {
        match input {
            Input::Coded(input) => coded.push(input),
            input => sheets.push(input),
        }
    }
    let sheets = sheets.into_par_iter().map(|input| match input {
        Input::Csv { origin, path } => csv(origin, &path, options, span_bytes),
        Input::Workbook { source, name, path } => book(source, &name, &path, span_bytes),
        Input::Coded(_) => Ok(Load::default()),
    });
    let mut all = Load::default();
    sheets.collect::<Result<Vec<_>, Error>>()?.into_iter().for_each(|load| all.add(load));
    if coded.is_empty() {
        return Ok(all);
    }
    let mut known = coded::known(&all.sheets, options);
    if coded.len() > 1 {
        // Whoever has the disease in one of them is a candidate in all.
        for input in &coded {
            known.persons.extend(coded::persons(input, options, &known).unwrap_or_default());
        }
    }
    for input in coded {
        match coded::load(input, options, &known, span_bytes) {
            Ok(load) => all.add(load),
            Err(Failure::Refused(refusal)) => {
                all.is_person_missing = true;
                all.problems.extend(refusal.problems);
            }
            Err(failure) => return Err(failure),
        }
    }
    if all.sheets.len() > MAX_SHEETS {
        let message = format!(
            "the sources are {} files and sheets; at most {MAX_SHEETS} can be told apart",
            all.sheets.len()
        );
        all.problems.push(Problem::new(ProblemKind::TooLarge, "", message, "join small files of one kind"));
        all.is_person_missing = true;
    }
    Ok(all)
}

/// So many that every sheet can be numbered in sixteen bits.
const MAX_SHEETS: usize = 60_000;

impl Load {
    fn add(&mut self, other: Load) {
        self.sheets.extend(other.sheets);
        self.problems.extend(other.problems);
        self.not_read.extend(other.not_read);
        self.tables.extend(other.tables);
        self.concepts.extend(other.concepts);
        self.remarks.extend(other.remarks);
        self.inputs.extend(other.inputs);
        if self.uninvolved.is_empty() {
            self.uninvolved = other.uninvolved;
        } else {
            let both = self.uninvolved.iter().chain(other.uninvolved.iter());
            self.uninvolved = Names::new(both).unwrap_or_default();
        }
    }
}

/// A file's bytes, and a glance over them. Large files are read in several places at once: half of
/// the work is the system's copying.
#[cfg(unix)]
fn whole(path: &Path) -> std::io::Result<(Vec<u8>, Glance)> {
    use std::os::unix::fs::FileExt;

    const PIECE: usize = 1 << 19;
    let file = std::fs::File::open(path)?;
    let n_bytes = usize::try_from(file.metadata()?.len()).unwrap_or(0);
    if n_bytes <= PIECE {
        let bytes = std::fs::read(path)?;
        let glance = Glance::of(&bytes);
        return Ok((bytes, glance));
    }
    let mut bytes = vec![0; n_bytes];
    let read = |(number, piece): (usize, &mut [u8])| -> std::io::Result<Glance> {
        file.read_exact_at(piece, (number * PIECE) as u64)?;
        Ok(Glance::of(piece))
    };
    let pieces = bytes.par_chunks_mut(PIECE).enumerate().map(read);
    let glance = pieces.try_reduce(Glance::default, |a, b| Ok(a.and(b)))?;
    Ok((bytes, glance))
}

#[cfg(not(unix))]
fn whole(path: &Path) -> std::io::Result<(Vec<u8>, Glance)> {
    let bytes = std::fs::read(path)?;
    let glance = Glance::of_all(&bytes);
    Ok((bytes, glance))
}

fn csv(origin: Origin, path: &Path, options: &Options, span_bytes: usize) -> Result<Load, Error> {
    let (raw, glance) = whole(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    let n_bytes = raw.len() as u64;
    // Bytes that are kept as they are can be hashed later, beside other work.
    let sha256 = (!is_utf8(&raw, options.encoding)).then(|| sha256(&raw));
    let text = match decode(raw, glance, options.encoding, &origin.name) {
        Ok(decoded) => Text::open(origin.clone(), decoded, Lines::Breaks, span_bytes),
        Err(problem) => Err(vec![problem]),
    };
    let sheet = Loaded { text, origin, bytes: n_bytes, sha256 };
    Ok(Load { sheets: vec![sheet], ..Load::default() })
}

fn book(source: u16, name: &str, path: &Path, span_bytes: usize) -> Result<Load, Error> {
    let raw = std::fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    let found = match workbook(&raw, name) {
        Ok(found) => found,
        Err(problems) => return Ok(Load { problems, ..Load::default() }),
    };
    let (n_bytes, hash) = (raw.len() as u64, sha256(&raw));
    let sheets = found.sheets.into_iter().map(|sheet| {
        let origin = Origin { name: format!("{name}#{}", sheet.name), sheet: sheet.sheet, source };
        let text = Text::open(origin.clone(), Decoded::of(sheet.text), Lines::Rows, span_bytes);
        Loaded { text, origin, bytes: n_bytes, sha256: Some(hash.clone()) }
    });
    let not_read = found.not_read.into_iter().map(|sheet| format!("{name}#{sheet}")).collect();
    Ok(Load { sheets: sheets.collect(), not_read, ..Load::default() })
}

/// SHA-256 in lower-case hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The failure of these problems.
pub(crate) fn refused(problems: Vec<Problem>) -> Failure {
    Failure::Refused(Refusal { problems })
}
