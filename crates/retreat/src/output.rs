//! The folder of results: written aside, then renamed, so that it is whole or not there.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use report::{ConceptLine, Document, PatientPage, QualityLine, SourceRow};
use serde_json::json;
use source::{ConceptUse, TableUse};

use crate::documents;
use crate::evidence;
use crate::failure::Failure;
use crate::place::{Place, named};
use crate::study::Study;
use crate::track::tracks;

/// Version of the program, as printed in the manifest.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Names of what a run writes; concepts.csv only where a source is coded, evidence.csv only for cohorts of up
/// to `report.patient_pages`.
pub const FILES: &[&str] = &[
    "patients.csv",
    "excluded.csv",
    "attrition.csv",
    "review.csv",
    "quality.csv",
    "concepts.csv",
    "evidence.csv",
    "results.json",
    "manifest.json",
    "report.html",
    "report.pdf",
    "manuscript.docx",
    "tables.xlsx",
    "figures/*.svg",
    "figures/*.pdf",
    "figures/*.png",
];

/// The place of a run's results.
pub fn place(folder: &Path) -> Place {
    let names = FILES.iter().map(|name| name.to_string()).collect();
    Place { folder: folder.to_owned(), what: "results", names, mark: "manifest.json" }
}

/// How much is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All files.
    Everything,
    /// Without report.pdf, manuscript.docx, tables.xlsx and the figures.
    WithoutDocuments,
}

/// Writes the outputs of a study to `folder`, and gives the documents that could not be made; the rest is
/// written all the same.
///
/// The files are first written to a folder beside it and flushed; then that folder takes the place of
/// `folder`. An earlier run's folder is replaced; a folder that holds anything else is refused.
///
/// # Errors
/// [`Failure::Usage`] when the folder holds other files; [`Failure::World`] when writing fails (a full
/// disk, no permission): nothing is then left behind, and an earlier run stays as it was.
pub fn write(
    study: &Study,
    folder: &Path,
    extent: Extent,
    synthetic: bool,
) -> Result<Vec<press::Failure>, Failure> {
    // Everything is put into words first, so that the time in which a half-written folder exists is short.
    let (files, failures) = files(study, extent, synthetic);
    place(folder).write(|aside| files.iter().try_for_each(|(name, bytes)| save(aside, name, bytes)))?;
    Ok(failures)
}

/// Every file with its bytes, and the documents that could not be made.
fn files(study: &Study, extent: Extent, synthetic: bool) -> (Vec<(String, Vec<u8>)>, Vec<press::Failure>) {
    let results = &study.results;
    let sources = source_rows(study);
    let pages = pages(study);
    let tracks = if has_pages(study) { tracks(study) } else { Vec::new() };
    let quality = quality_lines(&source::quality::account(&study.reading));
    let concepts = concept_lines(&study.reading.concepts);
    let document = Document {
        results,
        protocol: &study.protocol,
        review: &study.review,
        quality: &quality,
        concepts: &concepts,
        sources: &sources,
        pages: &pages,
        tracks: &tracks,
        version: VERSION,
        synthetic,
    };
    let (page, made) = rayon::join(
        || report::html::render(&document),
        || match extent {
            Extent::Everything => documents::documents(&document),
            Extent::WithoutDocuments => Vec::new(),
        },
    );
    let mut texts = vec![
        ("patients.csv", report::patients_csv(results)),
        ("excluded.csv", report::excluded_csv(results)),
        ("attrition.csv", report::attrition_csv(results)),
        ("review.csv", report::review_csv(&study.review)),
        ("quality.csv", report::quality_csv(&quality)),
        ("results.json", report::results_json(results)),
        ("manifest.json", manifest(study, &sources)),
        ("report.html", page),
    ];
    if study.outcomes.len() <= study.protocol.report.patient_pages {
        texts.push(("evidence.csv", evidence_csv(study)));
    }
    if !concepts.is_empty() {
        texts.push(("concepts.csv", report::concepts_csv(&concepts)));
    }
    let mut files: Vec<_> =
        texts.into_iter().map(|(name, text)| (name.to_owned(), text.into_bytes())).collect();
    let mut failures = Vec::new();
    for document in made {
        match document {
            Ok(file) => files.push(file),
            Err(failure) => failures.push(failure),
        }
    }
    (files, failures)
}

/// The decisions about everybody who has records, by identifier.
fn evidence_csv(study: &Study) -> String {
    let members = study.outcomes.iter().map(|outcome| (&*outcome.description.id, Ok(outcome)));
    let others = study.selection.exclusions.iter().map(|gone| (&*gone.id, Err(gone)));
    let mut persons: Vec<_> = members.chain(others).collect();
    persons.sort_by_key(|(id, _)| id.as_bytes());
    report::evidence_csv(persons.into_iter().map(|(id, fate)| {
        let decisions = match fate {
            Ok(outcome) => evidence::member_decisions(study, outcome),
            Err(exclusion) => evidence::exclusion_decisions(study, exclusion),
        };
        (id, decisions)
    }))
}

fn save(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let path = folder.join(name);
    let named = named(&path);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(&named)?;
    }
    let mut file = fs::File::create(&path).map_err(&named)?;
    file.write_all(bytes).map_err(&named)?;
    file.sync_all().map_err(&named)
}

/// Whether the cohort is small enough for the evidence of every patient.
fn has_pages(study: &Study) -> bool {
    study.outcomes.len() <= study.protocol.report.patient_pages
}

fn pages(study: &Study) -> Vec<PatientPage> {
    if !has_pages(study) {
        return Vec::new();
    }
    study.outcomes.iter().map(|outcome| evidence::member_page(study, outcome)).collect()
}

/// The data-quality account, as the report prints it.
pub fn quality_lines(account: &[source::quality::QualityRow]) -> Vec<QualityLine> {
    let line = |row: &source::quality::QualityRow| QualityLine {
        place: row.place.clone(),
        check: row.check.word(),
        detail: row.detail.clone(),
        n: row.n,
        of: row.of,
    };
    account.iter().map(line).collect()
}

/// The use of the concept sets, one line for each table in which a code was found.
fn concept_lines(uses: &[ConceptUse]) -> Vec<ConceptLine> {
    let line = |found: &ConceptUse, table: Option<&TableUse>| ConceptLine {
        set: found.concept.meaning.word(),
        vocabulary: found.concept.vocabulary.to_string(),
        code: found.concept.code.to_string(),
        name: found.concept.name.to_string(),
        is_excluded: found.concept.is_excluded,
        n_concepts: found.n_concepts,
        table: table.map_or("", |table| table.table),
        by: table.map_or("", |table| table.by.word()),
        n_rows: table.map_or(0, |table| table.n_rows),
        n_persons: table.map_or(Some(0), |table| table.n_persons),
    };
    let lines = |found: &ConceptUse| -> Vec<ConceptLine> {
        match found.uses.as_slice() {
            [] => vec![line(found, None)],
            uses => uses.iter().map(|table| line(found, Some(table))).collect(),
        }
    };
    uses.iter().flat_map(lines).collect()
}

fn source_rows(study: &Study) -> Vec<SourceRow> {
    let files = study.reading.files.iter();
    files
        .map(|file| SourceRow {
            name: shown_as(study, file),
            sha256: file.sha256.clone(),
            rows_read: file.rows_read as usize,
            rows_used: file.rows_used as usize,
            rows_not_used: file.rows_not_used as usize,
            rows_ignored: file.rows_ignored as usize,
            duplicates: file.duplicates as usize,
        })
        .collect()
}

/// The name of a file; for a table that gave rows of several sheets, the sheet too.
fn shown_as(study: &Study, file: &source::SourceFile) -> String {
    let is_coded = study.reading.inputs.iter().any(|input| input.name == file.name);
    if is_coded { format!("{} as {}", file.name, file.sheet.word()) } else { file.name.clone() }
}

fn manifest(study: &Study, sources: &[SourceRow]) -> String {
    let files: Vec<_> = sources
        .iter()
        .map(|file| {
            json!({
                "name": file.name,
                "sha256": file.sha256,
                "rows_read": file.rows_read,
                "rows_used": file.rows_used,
                "rows_not_used": file.rows_not_used,
                "rows_of_other_analytes": file.rows_ignored,
                "rows_recorded_twice": file.duplicates,
            })
        })
        .collect();
    let inputs = study.reading.inputs.iter().map(
        |file| json!({ "name": file.name, "sha256": file.sha256, "bytes": file.bytes, "rows": file.n_rows }),
    );
    let inputs: Vec<_> = inputs.collect();
    let mut parameters = serde_json::Map::new();
    for (key, value) in &study.protocol.parameters {
        parameters.insert(key.clone(), serde_json::from_str(value).unwrap_or_default());
    }
    let concepts = study.protocol.concept_hashes.iter();
    let concepts: Vec<_> = concepts.map(|(key, sha256)| json!({ "key": key, "sha256": sha256 })).collect();
    let whole = json!({
        "program": "retreat",
        "version": VERSION,
        "study": study.protocol.study.id,
        "protocol_hash": study.protocol.hash,
        "seed": study.protocol.analysis.seed,
        "parameters": parameters,
        "concepts": concepts,
        "persons": study.reading.population.n_candidates(),
        "cohort": study.outcomes.len(),
        "review_rows": study.review.len(),
        "files": files,
        "inputs": inputs,
    });
    let mut text = serde_json::to_string_pretty(&whole).unwrap_or_default();
    text.push('\n');
    text
}
