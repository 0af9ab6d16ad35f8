//! The folder of results: written aside, then renamed, so that it is whole or not there.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use report::{Document, PatientPage, SourceRow};
use serde_json::json;

use crate::evidence;
use crate::failure::Failure;
use crate::study::Study;

/// Version of the program, as printed in the manifest.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Names of the files that a run writes.
pub const FILES: [&str; 7] = [
    "patients.csv",
    "excluded.csv",
    "attrition.csv",
    "review.csv",
    "results.json",
    "manifest.json",
    "report.html",
];

/// Writes all outputs of a study to `folder`.
///
/// The files are first written to a folder beside it and flushed; then that folder takes the place of
/// `folder`. An earlier run's folder is replaced; a folder that holds anything else is refused.
///
/// # Errors
/// [`Failure::Usage`] when the folder holds other files; [`Failure::World`] when writing fails (a full
/// disk, no permission): nothing is then left behind, and an earlier run stays as it was.
pub fn write(study: &Study, folder: &Path, synthetic: bool) -> Result<(), Failure> {
    refuse_foreign(folder)?;
    let aside = sibling(folder, "writing");
    let written = write_aside(study, &aside, synthetic).and_then(|()| replace(folder, &aside));
    if let Err(error) = written {
        let _ = fs::remove_dir_all(&aside);
        return Err(Failure::World(format!("writing the results to {}", folder.display()), error));
    }
    Ok(())
}

/// Refuses a place that is not free for a run: a file, or a folder with anything but a run's outputs.
///
/// # Errors
/// [`Failure::Usage`] with what is there and what to do.
pub fn refuse_foreign(folder: &Path) -> Result<(), Failure> {
    if folder.as_os_str().is_empty() || folder.file_name().is_none() {
        return Err(Failure::Usage(format!(
            "--out {}: name a folder of its own for the results, for example --out results",
            folder.display()
        )));
    }
    if folder.is_file() {
        return Err(Failure::Usage(format!("--out {}: this is a file; name a folder", folder.display())));
    }
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(());
    };
    let foreign = entries
        .flatten()
        .map(|entry| entry.file_name())
        .find(|name| !FILES.iter().any(|file| name.to_string_lossy() == *file));
    match foreign {
        Some(name) => Err(Failure::Usage(format!(
            "--out {}: the folder holds {:?}, which is not a result of this program; name an empty or a new folder",
            folder.display(),
            name.to_string_lossy()
        ))),
        None => Ok(()),
    }
}

fn write_aside(study: &Study, aside: &Path, synthetic: bool) -> io::Result<()> {
    if aside.exists() {
        fs::remove_dir_all(aside)?;
    }
    fs::create_dir_all(aside)?;
    let results = &study.results;
    let sources = source_rows(study);
    let pages = pages(study);
    let document = Document {
        results,
        protocol: &study.protocol,
        review: &study.review,
        sources: &sources,
        pages: &pages,
        version: VERSION,
        synthetic,
    };
    save(aside, "patients.csv", &report::patients_csv(results))?;
    save(aside, "excluded.csv", &report::excluded_csv(results))?;
    save(aside, "attrition.csv", &report::attrition_csv(results))?;
    save(aside, "review.csv", &report::review_csv(&study.review))?;
    save(aside, "results.json", &report::results_json(results))?;
    save(aside, "manifest.json", &manifest(study, &sources))?;
    save(aside, "report.html", &report::html::render(&document))
}

fn save(folder: &Path, name: &str, text: &str) -> io::Result<()> {
    let named = |error: io::Error| io::Error::new(error.kind(), format!("{name}: {error}"));
    let mut file = fs::File::create(folder.join(name)).map_err(named)?;
    file.write_all(text.as_bytes()).map_err(named)?;
    file.sync_all().map_err(named)
}

/// Puts `aside` in the place of `folder`; when that fails, the earlier folder stands again.
fn replace(folder: &Path, aside: &Path) -> io::Result<()> {
    if let Some(parent) = folder.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        fs::create_dir_all(parent)?;
    }
    if !folder.exists() {
        return fs::rename(aside, folder);
    }
    let old = sibling(folder, "replaced");
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    fs::rename(folder, &old)?;
    match fs::rename(aside, folder) {
        Ok(()) => fs::remove_dir_all(&old),
        Err(error) => {
            let _ = fs::rename(&old, folder);
            Err(error)
        }
    }
}

fn sibling(folder: &Path, word: &str) -> PathBuf {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    folder.with_file_name(format!(".{name}.{word}"))
}

fn pages(study: &Study) -> Vec<PatientPage> {
    if study.outcomes.len() > study.protocol.report.patient_pages {
        return Vec::new();
    }
    study.outcomes.iter().map(|outcome| evidence::member_page(study, outcome)).collect()
}

fn source_rows(study: &Study) -> Vec<SourceRow> {
    let files = study.reading.files.iter();
    files
        .map(|file| SourceRow {
            name: file.name.clone(),
            sha256: file.sha256.clone(),
            rows_read: file.rows_read as usize,
            rows_used: file.rows_used as usize,
            rows_not_used: file.rows_not_used as usize,
            rows_ignored: file.rows_ignored as usize,
            duplicates: file.duplicates as usize,
        })
        .collect()
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
    let whole = json!({
        "program": "retreat",
        "version": VERSION,
        "study": study.protocol.study.id,
        "protocol_hash": study.protocol.hash,
        "seed": study.protocol.analysis.seed,
        "persons": study.reading.population.len(),
        "cohort": study.outcomes.len(),
        "review_rows": study.review.len(),
        "files": files,
    });
    let mut text = serde_json::to_string_pretty(&whole).unwrap_or_default();
    text.push('\n');
    text
}
