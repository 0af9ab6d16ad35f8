//! A hospital as FHIR R4 bulk files (NDJSON), with the sheets that they have no place for.

mod files;
mod resource;
mod system;

use std::path::Path;

use timeline::words;

use crate::blocks::{Numbers, in_blocks};
use crate::coded::{CodedPerson, SIDECAR, keep_sidecar};
use crate::draw::{Draw, Stream};
use crate::hospital::{Block, SheetFiles, TruthFile, check, subfolder, was_simulated};
use crate::recorded::Recorded;
use crate::{Error, Plan};
use files::Bulk;

words! {
    /// A kind of resource that is written, by its name in FHIR.
    pub enum Resource {
        /// Persons.
        Patient = "Patient",
        /// Diagnoses.
        Condition = "Condition",
        /// Operations, therapies, imaging.
        Procedure = "Procedure",
        /// Drugs given.
        MedicationAdministration = "MedicationAdministration",
        /// Laboratory results and T, N, M.
        Observation = "Observation",
        /// Reports of imaging studies.
        DiagnosticReport = "DiagnosticReport",
        /// The studies that the reports are about.
        ImagingStudy = "ImagingStudy",
        /// Visits.
        Encounter = "Encounter",
    }
}

words! {
    /// Whether files are compressed.
    pub enum Packing {
        /// None.
        Plain = "ndjson",
        /// Those of observations and reports, the largest; one bulk export may well mix both.
        Gzip = "gzip",
    }
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FhirSummary {
    /// Number of persons.
    pub n_persons: usize,
    /// Resources of each kind, in the order of [`Resource::ALL`].
    pub n_resources: [u64; Resource::ALL.len()],
}

/// Writes the planned hospital as bulk files (`Observation.000.ndjson` and so on, 2,000 persons in each)
/// into the subfolder `fhir` of `folder`, the sheets for which FHIR has no agreed place into `sidecar`, and
/// the truth into `truth`. A Patient's id is the person's id in the sheets. `progress` hears the number of
/// persons written so far.
///
/// # Errors
/// As [`crate::write`].
pub fn write_fhir(
    plan: &Plan,
    packing: Packing,
    folder: &Path,
    progress: &dyn Fn(usize),
) -> Result<FhirSummary, Error> {
    check(plan)?;
    let simulated = was_simulated(folder);
    let mut bulk = Bulk::new(subfolder(folder, "fhir", simulated)?, packing);
    let mut sidecar = SheetFiles::create(&folder.join("sidecar"), SIDECAR, simulated)?;
    let mut truth = TruthFile::create(folder)?;
    let mut summary = FhirSummary::default();
    let append = |blocks: &mut [Made]| {
        blocks.iter().try_for_each(|made| {
            bulk.append(made.first, &made.lines)?;
            sidecar.append(&made.sheets)?;
            truth.append(&made.sheets.truth)
        })
    };
    in_blocks(
        plan.n_persons,
        |numbers| make(plan, numbers),
        append,
        |blocks| {
            blocks.iter().for_each(|made| made.count_into(&mut summary));
            progress(summary.n_persons);
        },
    )?;
    bulk.close()?;
    Ok(summary)
}

/// The lines of some persons, by kind of resource.
pub(crate) type Lines = [Vec<u8>; Resource::ALL.len()];

/// Some persons, made.
struct Made {
    /// Number of the first.
    first: usize,
    n_persons: usize,
    lines: Lines,
    sheets: Block,
}

impl Made {
    fn count_into(&self, summary: &mut FhirSummary) {
        summary.n_persons += self.n_persons;
        for (n, lines) in summary.n_resources.iter_mut().zip(&self.lines) {
            *n += lines.iter().filter(|byte| **byte == b'\n').count() as u64;
        }
    }
}

fn make(plan: &Plan, numbers: Numbers) -> Made {
    let (mut lines, mut sheets) = (Lines::default(), Block::default());
    let (first, n_persons) = (*numbers.start(), numbers.clone().count());
    for number in numbers {
        let mut recorded = Recorded::new(plan, number);
        let mut draw = Draw::of_person(plan.seed, number, Stream::Code);
        resource::add(&recorded.person, &CodedPerson::new(&recorded, &mut draw), &mut lines);
        keep_sidecar(&mut recorded);
        SIDECAR.iter().for_each(|sheet| sheets.add_sheet(&recorded, *sheet));
        sheets.add_truth(&recorded);
    }
    Made { first, n_persons, lines, sheets }
}
