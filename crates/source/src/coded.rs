//! Sources of coded records (OMOP, FHIR): opened, understood, and written as study sheets in memory.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use sieve::Engine;
use timeline::{Concept, Modality, Names};

use crate::cell::date::day;
use crate::chart::Chart;
use crate::facts::{self, Known, KnownStudy, SheetText};
use crate::fhir;
use crate::load::{Load, Loaded};
use crate::omop::{self, ConceptUse, FoundBy, TableUse, Wanted};
use crate::options::Options;
use crate::quality::{self, Check, QualityRow};
use crate::reading::{InputFile, Remark};
use crate::refusal::{Error, Failure, Problem, ProblemKind, Refusal};
use crate::schema::Sheet;
use crate::text::encoding::Decoded;
use crate::text::rows::each_row;
use crate::text::{Lines, Origin, Text};

/// Where coded records are.
pub(crate) enum CodedPlace {
    /// A folder of CDM tables.
    CdmFolder(PathBuf),
    /// A database with CDM tables, by its address.
    CdmDatabase(String),
    /// A folder of FHIR resources.
    Fhir(PathBuf),
}

/// A coded source.
pub(crate) struct CodedInput {
    /// Position in the list of sources.
    pub source: u16,
    /// Shown in front of the names of its tables.
    pub prefix: String,
    pub place: CodedPlace,
}

/// Reads a coded source and writes what it says as sheets.
pub(crate) fn load(
    input: CodedInput,
    options: &Options,
    known: &Known,
    span_bytes: usize,
) -> Result<Load, Failure> {
    let mut read = read(&input, options, known)?;
    let chart = std::mem::take(&mut read.chart);
    let sheets = facts::sheets(&chart, known);
    let sheets = sheets.into_iter().map(|sheet| loaded(sheet, &chart, &input, span_bytes)).collect();
    let Some(uninvolved) = Names::new(chart.uninvolved.iter().map(|id| &**id)) else {
        let message = "the identifiers of its persons are more than 4 GiB of text";
        let problem = Problem::new(ProblemKind::TooLarge, &*input.prefix, message, "read it in parts");
        return Err(Failure::Refused(Refusal { problems: vec![problem] }));
    };
    for row in read.tables.iter_mut().filter(|row| !row.place.is_empty()) {
        row.place.insert_str(0, &input.prefix);
    }
    for remark in &mut read.remarks {
        remark.place.insert_str(0, &input.prefix);
    }
    let not_read = read.not_read.iter().map(|name| format!("{}{name}", input.prefix)).collect();
    let inputs = inputs(&chart, &input.prefix);
    let (tables, concepts, remarks) = (read.tables, read.concepts, read.remarks);
    Ok(Load { sheets, uninvolved, tables, concepts, remarks, inputs, not_read, ..Load::default() })
}

/// The persons of a coded source who have a record of the disease, or are known already.
pub(crate) fn persons(
    input: &CodedInput,
    options: &Options,
    known: &Known,
) -> Result<Vec<Box<str>>, Failure> {
    let read = read(input, options, known)?;
    Ok(read.chart.persons.into_iter().map(|person| person.id).collect())
}

fn read(input: &CodedInput, options: &Options, known: &Known) -> Result<Read, Failure> {
    let read = match &input.place {
        CodedPlace::CdmFolder(folder) => {
            let engine = match &options.engine {
                Some(other) => other.open(folder),
                None => sieve::folder(folder),
            };
            engine.and_then(|engine| cdm(&*engine, options, known))
        }
        CodedPlace::CdmDatabase(address) => {
            sieve::postgres::connect(address).and_then(|engine| cdm(&*engine, options, known))
        }
        CodedPlace::Fhir(folder) => resources(folder, options, known),
    };
    read.map_err(|failed| failure(failed, &input.prefix))
}

/// Every file of a chart; one that holds several kinds of records counts once.
fn inputs(chart: &Chart, prefix: &str) -> Vec<InputFile> {
    let mut inputs: Vec<InputFile> = Vec::new();
    for file in &chart.files {
        let name = format!("{prefix}{}", file.name);
        match inputs.iter_mut().find(|known| known.name == name) {
            Some(known) => known.n_rows += file.n_rows,
            None => inputs.push(InputFile {
                name,
                sha256: file.sha256.clone(),
                bytes: file.bytes,
                n_rows: file.n_rows,
            }),
        }
    }
    inputs
}

/// A coded source, understood.
struct Read {
    chart: Chart,
    tables: Vec<QualityRow>,
    concepts: Vec<ConceptUse>,
    remarks: Vec<Remark>,
    not_read: Vec<String>,
}

fn cdm(engine: &dyn Engine, options: &Options, known: &Known) -> Result<Read, sieve::Failure> {
    let wanted = Wanted { identity: options.identity, is_everybody: options.is_everybody_wanted, known };
    let charted = omop::chart(engine, &options.concepts, &wanted)?;
    let mut tables = quality::cdm::run(engine, &charted.tables)?;
    if charted.n_unnamed > 0 {
        tables.push(QualityRow::new("", Check::Unnamed, options.identity.word(), charted.n_unnamed, None));
    }
    if options.is_profile {
        tables.extend(quality::cdm::profile(engine)?);
    }
    let not_read = engine.catalog().not_read.clone();
    Ok(Read { chart: charted.chart, tables, concepts: charted.concepts, remarks: Vec::new(), not_read })
}

fn resources(folder: &Path, options: &Options, known: &Known) -> Result<Read, sieve::Failure> {
    let mut read = fhir::chart(folder, &options.concepts, &known.persons)?;
    if options.is_everybody_wanted && !read.chart.uninvolved.is_empty() {
        let everybody = known.persons.iter().chain(&read.chart.uninvolved).cloned().collect();
        read = fhir::chart(folder, &options.concepts, &everybody)?;
    }
    let tables = quality::fhir::account(&read.account, &read.chart.files);
    let concepts = uses(&options.concepts, &read.uses);
    let remark = |place: &fhir::Place| Remark {
        place: read.chart.files[usize::from(place.at.file)].name.clone(),
        line: place.at.row,
        says: place.item,
    };
    let remarks = read.account.places.iter().map(remark).collect();
    Ok(Read { chart: read.chart, tables, concepts, remarks, not_read: Vec::new() })
}

/// The lines of the concept sets as FHIR files use them; a code is what the file says it is.
fn uses(concepts: &[Concept], found: &[fhir::ConceptUse]) -> Vec<ConceptUse> {
    let of = |number: usize| -> Vec<TableUse> {
        let ours = found.iter().filter(|found| found.concept as usize == number);
        let by = FoundBy::SourceValue;
        ours.map(|found| TableUse { table: found.table, by, n_rows: found.n_rows, n_persons: None }).collect()
    };
    let lines = concepts.iter().enumerate();
    lines
        .map(|(number, concept)| ConceptUse { concept: concept.clone(), n_concepts: 0, uses: of(number) })
        .collect()
}

fn loaded(sheet: SheetText, chart: &Chart, input: &CodedInput, span_bytes: usize) -> Loaded {
    let file = &chart.files[usize::from(sheet.file)];
    let name = format!("{}{}", input.prefix, file.name);
    let origin = Origin { name, sheet: sheet.sheet, source: input.source };
    // A row never holds NUL bytes as text; a database can.
    let csv = if sheet.csv.contains('\0') { sheet.csv.replace('\0', "\u{fffd}") } else { sheet.csv };
    let text = Text::open(origin.clone(), Decoded::of(csv), Lines::Rows, span_bytes);
    let text = text.map(|text| Text { numbers: sheet.rows, ..text });
    Loaded { text, origin, bytes: file.bytes, sha256: Some(file.sha256.clone()) }
}

/// What the sheets of the other sources say that coded sources must know.
pub(crate) fn known(loaded: &[Loaded], options: &Options) -> Known {
    let mut known = Known::default();
    for text in loaded.iter().filter_map(|sheet| sheet.text.as_ref().ok()) {
        // A lesion names its study, and with it the person.
        if text.origin.sheet != Sheet::Lesion {
            named(text, &mut known.persons);
        }
        match text.origin.sheet {
            Sheet::Imaging => studies(text, options, &mut known),
            Sheet::Radioiodine => each_cells(text, ["person_id", "date"], |[person, date]| {
                let day = day(date.as_bytes(), options.date_order);
                known.radioiodine_days.extend(day.map(|day| (person.into(), day.iso().into())));
            }),
            _ => {}
        }
    }
    known
}

fn named(text: &Text, persons: &mut BTreeSet<Box<str>>) {
    each_cells(text, ["person_id"], |[id]| {
        persons.insert(id.into());
    });
}

fn studies(text: &Text, options: &Options, known: &mut Known) {
    let columns = ["imaging_id", "person_id", "date", "modality", "region", "adequate", "report"];
    each_cells(text, columns, |[id, person, date, modality, region, adequate, report]| {
        // A row that cannot be used stands for no study.
        let Some(day) = day(date.as_bytes(), options.date_order) else { return };
        if id.is_empty() || Modality::from_word(&modality.to_ascii_lowercase()).is_none() {
            return;
        }
        let (person, day): (Box<str>, Box<str>) = (person.into(), day.iso().into());
        let modality: Box<str> = modality.to_ascii_lowercase().into();
        known.studies.insert((person.clone(), day.clone(), modality.clone()));
        let (region, adequate, has_report) = (region.into(), adequate.into(), !report.is_empty());
        let study = KnownStudy { person, day, modality, region, adequate, has_report };
        known.ids.entry(id.into()).or_insert(study);
    });
}

/// The trimmed cells of some columns, row by row.
fn each_cells<const N: usize>(text: &Text, columns: [&str; N], mut each: impl FnMut([&str; N])) {
    let all = text.origin.sheet.columns();
    let places = columns.map(|name| all.iter().position(|column| column.name == name).unwrap_or(0));
    for span in &text.spans {
        each_row(text, span.clone(), |_, cells| {
            let cell = |place: usize| crate::cell::word::trim(cells.cells[place]);
            each(places.map(|place| std::str::from_utf8(cell(place)).unwrap_or_default()));
        });
    }
}

/// What an engine could not do, as this crate says it; places are shown behind `prefix`.
fn failure(failure: sieve::Failure, prefix: &str) -> Failure {
    match failure {
        sieve::Failure::Data(faults) => Failure::Refused(Refusal {
            problems: faults.into_iter().map(|fault| problem(fault, prefix)).collect(),
        }),
        sieve::Failure::World { what, help, source } => Failure::World(Error::Engine { what, help, source }),
    }
}

fn problem(fault: sieve::Fault, prefix: &str) -> Problem {
    let kind = ProblemKind::from_word(fault.kind.word()).unwrap_or(ProblemKind::UnknownSource);
    Problem {
        line: fault.row,
        ..Problem::new(kind, format!("{prefix}{}", fault.place), fault.message, fault.help)
    }
}
