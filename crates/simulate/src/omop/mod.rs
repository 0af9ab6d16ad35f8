//! A hospital as a folder of OMOP CDM 5.4 tables, with the sheets that they have no place for.

mod background;
mod batch;
mod csv;
mod parquet;
mod person;
mod sink;
mod table;
mod vocabulary;

use std::fs;
use std::path::Path;

use rayon::prelude::*;
use timeline::words;

use crate::blocks::{Numbers, in_blocks};
use crate::coded::{CodedPerson, SIDECAR, keep_sidecar};
use crate::draw::{Draw, Stream};
use crate::format::cdm_person;
use crate::hospital::{Block, SheetFiles, TruthFile, check, failed};
use crate::recorded::Recorded;
use crate::{Error, Plan};
use background::Background;
use batch::{Batch, Rows, Value};
use sink::Sink;
pub use table::Table;

words! {
    /// What the tables are written as.
    pub enum TableFiles {
        /// One CSV file per table.
        Csv = "csv",
        /// One Parquet file per table: row groups of about a million rows, page index, Snappy.
        Parquet = "parquet",
    }
}

/// How a CDM is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cdm {
    /// Kind of the table files.
    pub files: TableFiles,
    /// Share of the persons who have thyroid cancer, above 0 and at most 1: evenly spread among persons of
    /// the background. Their records are those of a hospital of as many persons as they are.
    pub share: f64,
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CdmSummary {
    /// Persons of the hospital.
    pub n_persons: usize,
    /// Those with thyroid cancer, or what was taken for it.
    pub n_patients: usize,
    /// Rows of each table, in the order of [`Table::ALL`].
    pub n_rows: [u64; Table::ALL.len()],
}

/// Writes the planned hospital as tables into the subfolder `cdm` of `folder`, the sheets for which CDM 5.4
/// has no place into `sidecar`, and the truth into `truth`. A person's `person_id` is 10,000,000 plus the
/// number of the person. Rows of a table stand by person, those of a person by day, and are numbered from 1
/// on. `progress` hears the number of persons written so far.
///
/// # Errors
/// As [`crate::write`]; [`Error::Scenario`] for a share outside its bounds.
pub fn write_omop(
    plan: &Plan,
    cdm: &Cdm,
    folder: &Path,
    progress: &dyn Fn(usize),
) -> Result<CdmSummary, Error> {
    check(plan)?;
    if !(cdm.share > 0.0 && cdm.share <= 1.0) {
        return Err(Error::Scenario("the share of patients must be above 0, and at most 1".into()));
    }
    let mut truth = TruthFile::create(folder)?;
    let mut sidecar = SheetFiles::create(&folder.join("sidecar"), SIDECAR)?;
    let tables = folder.join("cdm");
    fs::create_dir_all(&tables).map_err(failed(&tables))?;
    let mut sinks = sinks(&tables, cdm.files)?;
    append(&mut sinks, &[whole_tables(plan, cdm)])?;
    let persons = Persons { plan, share: cdm.share, background: Background::new(plan.seed) };
    let mut summary = CdmSummary::default();
    let write = |blocks: &mut [Made]| {
        append(&mut sinks, blocks)?;
        blocks
            .iter()
            .try_for_each(|made| sidecar.append(&made.sheets).and_then(|()| truth.append(&made.sheets.truth)))
    };
    in_blocks(
        plan.n_persons,
        |numbers| persons.make(numbers),
        write,
        |blocks| {
            summary.n_persons += blocks.iter().map(|made| made.n_persons).sum::<usize>();
            summary.n_patients += blocks.iter().map(|made| made.n_patients).sum::<usize>();
            progress(summary.n_persons);
        },
    )?;
    for (at, sink) in sinks.into_iter().enumerate() {
        summary.n_rows[at] = sink.n_rows();
        sink.close()?;
    }
    Ok(summary)
}

/// Tables in the making.
pub(crate) struct Tables([Batch; Table::ALL.len()]);

impl Tables {
    fn new() -> Tables {
        Tables(std::array::from_fn(|at| Batch::new(Table::ALL[at])))
    }

    /// Adds a row: one value for each filled column but for the key.
    pub(crate) fn push(&mut self, table: Table, row: &[Value]) {
        self.0[table as usize].push(row);
    }

    fn finish(self) -> [Rows; Table::ALL.len()] {
        self.0.map(Batch::finish)
    }
}

/// Some persons, made.
struct Made {
    tables: [Rows; Table::ALL.len()],
    sheets: Block,
    n_persons: usize,
    n_patients: usize,
}

/// What every block needs.
struct Persons<'a> {
    plan: &'a Plan,
    share: f64,
    background: Background,
}

impl Persons<'_> {
    fn make(&self, numbers: Numbers) -> Made {
        let (mut tables, mut sheets) = (Tables::new(), Block::default());
        let (n_persons, before) = (numbers.clone().count(), self.patients_to(numbers.start() - 1));
        let n_patients = self.patients_to(*numbers.end()) - before;
        for number in numbers {
            let patient = self.patients_to(number);
            if patient > self.patients_to(number - 1) {
                self.patient(patient, cdm_person(number), &mut tables, &mut sheets);
            } else {
                self.background.add(&mut tables, number, cdm_person(number));
            }
        }
        Made { tables: tables.finish(), sheets, n_persons, n_patients }
    }

    /// Patients among the first persons: in millionths, so that no rounding moves one.
    fn patients_to(&self, number: usize) -> usize {
        const WHOLE: usize = 1_000_000;
        number * (self.share * WHOLE as f64).round() as usize / WHOLE
    }

    fn patient(&self, patient: usize, id: i64, tables: &mut Tables, sheets: &mut Block) {
        let mut recorded = Recorded::new(self.plan, patient);
        let mut draw = Draw::of_person(self.plan.seed, patient, Stream::Code);
        person::add(tables, id, &recorded.person, &CodedPerson::new(&recorded, &mut draw));
        recorded.rename(&id.to_string());
        keep_sidecar(&mut recorded);
        SIDECAR.iter().for_each(|sheet| sheets.add_sheet(&recorded, *sheet));
        sheets.add_truth(&recorded);
    }
}

/// The vocabulary, and where the data come from.
fn whole_tables(plan: &Plan, cdm: &Cdm) -> Made {
    let mut tables = Tables::new();
    vocabulary::add(&mut tables, cdm.share < 1.0);
    let (day, word) = (Value::Day(plan.scenario.data_end), Value::Text);
    let about = "Synthetic. No row describes a real person.";
    let row = [
        word("Synthetic hospital"),
        word("SYNTHETIC"),
        word("retreat simulate"),
        word(about),
        day,
        day,
        word("5.4"),
        word("own codes only"),
    ];
    tables.push(Table::Source, &row);
    Made { tables: tables.finish(), sheets: Block::default(), n_persons: 0, n_patients: 0 }
}

fn sinks(folder: &Path, files: TableFiles) -> Result<Vec<Sink>, Error> {
    Table::ALL.iter().map(|table| Sink::create(folder, *table, files)).collect()
}

fn append(sinks: &mut [Sink], blocks: &[Made]) -> Result<(), Error> {
    sinks.par_iter_mut().enumerate().try_for_each(|(at, sink)| {
        let rows: Vec<&Rows> =
            blocks.iter().map(|made| &made.tables[at]).filter(|rows| rows.n_rows > 0).collect();
        sink.append(&rows)
    })
}
