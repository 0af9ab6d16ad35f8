//! Folders written by hand, and what is read of them.

mod bad;
mod codes;
mod mutated;
mod open;
mod persons;
mod values;

use std::collections::BTreeSet;
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use sieve::{Failure, Fault};
use timeline::{Concept, Meaning};

use super::lines::{SIZES, Sizes};
use super::{FhirChart, chart_in_pieces};

/// Small pieces, all threads together.
const SMALL: Sizes = Sizes { piece: 7, line: 1 << 20, large: 0 };

fn concept(meaning: Meaning, vocabulary: &str, code: &str, name: &str, is_excluded: bool) -> Concept {
    let (vocabulary, code, name) = (vocabulary.into(), code.into(), name.into());
    Concept { meaning, vocabulary, code, name, with_descendants: false, is_excluded }
}

/// The sets that these tests ask for.
fn concepts() -> Vec<Concept> {
    use Meaning::*;
    let included = [
        (ThyroidCancer, "ICD10CM", "C73", ""),
        (ThyroidCancer, "ICD9CM", "193", ""),
        (Histology, "ICDO3", "*-C73.9", ""),
        (HistologyText, "LOINC", "59847-4", ""),
        (TumourT, "LOINC", "21899-0", ""),
        (TumourM, "LOINC", "21901-4", ""),
        (DistantLung, "ICD10CM", "C78.0*", ""),
        (DistantOther, "ICD10CM", "C78*", ""),
        (TotalThyroidectomy, "CPT4", "60240", ""),
        (TotalThyroidectomy, "ICD9Proc", "06.4", ""),
        (RadioiodineActivity, "HCPCS", "A9517", "iodine I-131 capsule"),
        (RadioiodineTreatment, "CPT4", "79005", ""),
        (Rhtsh, "ATC", "H01AB01", "thyrotropin alfa"),
        (Tki, "ATC", "L01EX08", "lenvatinib"),
        (Tg, "LOINC", "3013-0", ""),
        (Tgab, "LOINC", "8098-6", ""),
        (Tsh, "LOINC", "3016-3", ""),
        (UsNeck, "CPT4", "76536", ""),
    ];
    let excluded = [(DistantOther, "C78.0*"), (DistantOther, "C78.1")];
    let included =
        included.map(|(meaning, vocabulary, code, name)| concept(meaning, vocabulary, code, name, false));
    let excluded = excluded.map(|(meaning, code)| concept(meaning, "ICD10CM", code, "", true));
    included.into_iter().chain(excluded).collect()
}

/// The chart of these files; read in small pieces and in large ones, which have to be equal.
fn read(files: &[(&str, &str)]) -> Result<FhirChart, Failure> {
    let folder = tempfile::tempdir().expect("a folder for the test");
    for (name, text) in files {
        let path = folder.path().join(name);
        match name.ends_with(".gz") {
            true => std::fs::write(path, gzip(text.as_bytes())),
            false => std::fs::write(path, text),
        }
        .expect("the test may write its folder");
    }
    let (concepts, known) = (concepts(), BTreeSet::new());
    let whole = chart_in_pieces(folder.path(), &concepts, &known, SIZES);
    let small = chart_in_pieces(folder.path(), &concepts, &known, SMALL);
    match (&whole, &small) {
        (Ok(whole), Ok(small)) => assert_eq!(shown(whole), shown(small)),
        (Err(whole), Err(small)) => assert_eq!(whole.to_string(), small.to_string()),
        _ => panic!("the size of the pieces decides"),
    }
    whole
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(bytes).and_then(|()| gzip.finish()).expect("memory can be written")
}

/// The patient `p` with thyroid cancer, and these lines besides.
fn with(lines: &str) -> FhirChart {
    let patient = r#"{"resourceType":"Patient","id":"p","gender":"female","birthDate":"1960-02-03"}"#;
    let disease = condition("2001-05-06", "http://hl7.org/fhir/sid/icd-10-cm", "C73");
    let files = [("Patient.ndjson", patient), ("Condition.ndjson", &disease), ("Rest.ndjson", lines)];
    read(&files).unwrap_or_else(|failure| panic!("{failure}"))
}

fn condition(day: &str, system: &str, code: &str) -> String {
    format!(
        r#"{{"resourceType":"Condition","id":"c-{code}","code":{{"coding":[{{"system":"{system}","code":"{code}"}}]}},"subject":{{"reference":"Patient/p"}},"onsetDateTime":"{day}"}}"#
    )
}

/// Everything of a chart as text.
fn shown(read: &FhirChart) -> String {
    let chart = &read.chart;
    let mut lines = Vec::new();
    for file in &chart.files {
        lines.push(format!("file {} {} {} {}", file.name, file.table, file.n_rows, file.sha256));
    }
    for person in &chart.persons {
        lines.push(format!("person {} {} {} {}", person.id, person.sex, person.birth, person.death));
    }
    lines.push(format!("uninvolved {:?}", chart.uninvolved));
    lines.extend(chart.conditions.iter().map(coded));
    lines.extend(chart.procedures.iter().map(coded));
    for drug in &chart.drugs {
        lines.push(format!("{} [{} {}]", coded(&drug.coded), drug.quantity, drug.unit));
    }
    lines.extend(chart.measurements.iter().map(measured));
    lines.extend(chart.visits.iter().map(|visit| format!("visit {} {}", visit.day, visit.kind)));
    for note in &chart.notes {
        lines.push(format!("note {} {} {} {}", note.day, note.title, note.study, note.text));
    }
    lines.extend(counts(read));
    lines.extend(remarks(read));
    lines.extend(read.uses.iter().map(|used| format!("{used:?}")));
    lines.join("\n")
}

fn coded(coded: &crate::chart::Coded) -> String {
    format!("{} {} {} line {}", coded.meaning.word(), coded.day, coded.code, coded.at.row)
}

fn measured(row: &crate::chart::Measurement) -> String {
    let (meaning, day) = (row.coded.meaning.word(), &row.coded.day);
    let value = format!("{}{}{}", row.comparator, row.number, row.text);
    format!("{meaning} {day} {value} [{}] <{}>", row.unit, row.upper_reference)
}

/// `file table: item n`.
fn counts(read: &FhirChart) -> Vec<String> {
    shown_counts(read, &read.account.lines)
}

fn remarks(read: &FhirChart) -> Vec<String> {
    shown_counts(read, &read.account.remarks)
}

fn shown_counts(read: &FhirChart, counts: &[super::Count]) -> Vec<String> {
    let shown = counts.iter().map(|count| {
        let file = &read.chart.files[usize::from(count.file)];
        format!("{} {}: {} {}", file.name, file.table, count.item, count.n)
    });
    shown.collect()
}

/// What became of the lines of the last file.
fn became(read: &FhirChart) -> Vec<String> {
    let counts = counts(read).into_iter().filter(|line| line.starts_with("Rest.ndjson"));
    counts.map(|line| line.trim_start_matches("Rest.ndjson ").to_owned()).collect()
}

fn faults(files: &[(&str, &str)]) -> Vec<Fault> {
    match read(files) {
        Err(Failure::Data(faults)) => faults,
        Err(failure) => panic!("{failure}"),
        Ok(_) => panic!("it was read"),
    }
}

/// Each line is counted once.
fn adds_up(read: &FhirChart) {
    for (number, file) in read.chart.files.iter().enumerate() {
        let counts = read.account.lines.iter().filter(|count| usize::from(count.file) == number);
        assert_eq!(counts.map(|count| count.n).sum::<u64>(), file.n_rows, "{} {}", file.name, file.table);
    }
}
