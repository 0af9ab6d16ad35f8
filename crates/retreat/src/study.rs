//! One study, run in memory.

use analysis::SensitivityRun;
use protocol::{Criterion, DateStyle, Encoding, Protocol, Sensitivity};
use report::ReviewRow;
use response::{Outcome, assess_all};
use source::{Options, Progress, Reading, SourceSpec};

use crate::excerpt::excerpt;
use crate::failure::Failure;

/// Letters of a cell that a line of the review queue shows. No identifier is as long; a quote at the wrong
/// place can make one cell of many rows.
const LONGEST_TEXT: usize = 1000;

/// A study that was run: everything the outputs and `explain` need.
pub struct Study {
    /// The protocol.
    pub protocol: Protocol,
    /// What was read.
    pub reading: Reading,
    /// Who entered and who was lost where.
    pub selection: cohort::Selection,
    /// The members' outcomes, in the order of `selection.members`.
    pub outcomes: Vec<Outcome>,
    /// The estimates and rows.
    pub results: analysis::Results,
    /// Every value that was not used as recorded.
    pub review: Vec<ReviewRow>,
}

/// Reads the sources and runs the study. The options are those of [`options`], with what the command line
/// adds.
///
/// # Errors
/// [`Failure::Source`] when the data cannot be used (all problems at once) or read.
pub fn run(
    protocol: Protocol,
    sources: &[SourceSpec],
    options: &Options,
    progress: &dyn Progress,
) -> Result<Study, Failure> {
    let reading = source::read(sources, options, progress).map_err(Failure::Source)?;
    let mut selection = cohort::select(&reading.population, &protocol);
    let members = std::mem::take(&mut selection.members);
    let outcomes = assess_all(members, &reading.population, &protocol);
    let results = analysis::results(&outcomes, &selection, &protocol);
    let review = review(&reading, &protocol);
    Ok(Study { protocol, reading, selection, outcomes, results, review })
}

/// Adds the protocol's runs under other choices to the results. They see the records that were read, once.
///
/// One run after the other, each in parallel: so no more than two cohorts are in memory at a time.
pub fn run_sensitivity(study: &mut Study) {
    let population = &study.reading.population;
    let members = &study.results.members;
    let run = |declared: &Sensitivity| {
        let mut selection = cohort::select(population, &declared.protocol);
        let entered = std::mem::take(&mut selection.members);
        let outcomes = assess_all(entered, population, &declared.protocol);
        SensitivityRun::new(declared, &outcomes, members)
    };
    let runs: Vec<SensitivityRun> = study.protocol.sensitivity.iter().map(run).collect();
    study.results.sensitivity = runs;
}

/// What the protocol declares about the sources.
pub fn options(protocol: &Protocol) -> Options {
    Options {
        max_rows_not_used: protocol.source.max_rows_not_used_pct / 100.0,
        date_order: match protocol.source.dates {
            DateStyle::Iso => source::DateOrder::IsoOnly,
            DateStyle::DayMonthYear => source::DateOrder::DayMonthYear,
        },
        encoding: match protocol.source.encoding {
            Encoding::Auto => None,
            Encoding::Utf8 => Some(source::Encoding::Utf8),
            Encoding::Utf16 => Some(source::Encoding::Utf16),
            Encoding::Windows1252 => Some(source::Encoding::Windows1252),
            Encoding::Windows1255 => Some(source::Encoding::Windows1255),
        },
        concepts: protocol.concepts.clone(),
        // Whoever has no record of the disease has no histology: only as the first criterion does that
        // decide, whatever else is recorded.
        is_everybody_wanted: protocol.criteria.first() != Some(&Criterion::Dtc),
        ..Options::default()
    }
}

/// The reader's findings and the radioiodine rows without intent that are in doubt (contract 3.1), by
/// file and line.
fn review(reading: &Reading, protocol: &Protocol) -> Vec<ReviewRow> {
    let mut rows: Vec<(timeline::RecordRef, ReviewRow)> = reading
        .findings
        .iter()
        .map(|finding| {
            let row = ReviewRow {
                person_id: excerpt(&finding.person_id, LONGEST_TEXT).into_owned(),
                source: reading.file_name(finding.record).to_string(),
                line: finding.line,
                kind: finding.kind.word().to_string(),
                message: finding_message(finding),
            };
            (finding.record, row)
        })
        .collect();
    rows.extend(doubtful_administrations(reading, protocol));
    rows.sort_by_key(|(record, _)| *record);
    let rows = rows.into_iter().map(|(_, row)| row);
    rows.chain(reading.remarks.iter().map(remarkable)).collect()
}

/// Something about a coded record that names nobody.
fn remarkable(remark: &source::Remark) -> ReviewRow {
    ReviewRow {
        person_id: String::new(),
        source: remark.place.clone(),
        line: remark.line,
        kind: remark.says.replace(' ', "_"),
        message: remark.says.to_string(),
    }
}

fn finding_message(finding: &source::Finding) -> String {
    match finding.column {
        Some(column) => format!("{column} {:?}: {}", excerpt(&finding.text, LONGEST_TEXT), finding.message),
        None => finding.message.to_string(),
    }
}

fn doubtful_administrations(reading: &Reading, protocol: &Protocol) -> Vec<(timeline::RecordRef, ReviewRow)> {
    let population = &reading.population;
    let mut rows = Vec::new();
    for (person, patient) in population.patients.iter().enumerate() {
        let administrations = population.administrations.of(person);
        if administrations.iter().all(|row| row.intent.is_some()) {
            continue;
        }
        for doubt in thyroid::courses::courses(administrations, &protocol.index).doubtful {
            let (kind, message) = if doubt.unknown_activity {
                ("unknown_activity", "no intent and an unknown activity: counted as not therapeutic")
            } else {
                (
                    "low_activity",
                    "no intent and an activity below the therapeutic bound: counted as not therapeutic",
                )
            };
            let row = ReviewRow {
                person_id: patient.id.to_string(),
                source: reading.file_name(doubt.record).to_string(),
                line: reading.line(doubt.record),
                kind: kind.into(),
                message: message.into(),
            };
            rows.push((doubt.record, row));
        }
    }
    rows
}
