//! The written bulk files are valid, and say what the tables of the CDM say.

use std::collections::{BTreeMap, HashSet};
use std::io::Read;
use std::path::Path;

use serde_json::Value;
use simulate::{Cdm, FhirSummary, Packing, Plan, Resource, TableFiles, write_fhir, write_omop};
use tempfile::TempDir;

use crate::common::read;

struct Written {
    folder: TempDir,
    summary: FhirSummary,
}

fn written(n_persons: usize, packing: Packing) -> Written {
    let folder = TempDir::new().expect("a folder");
    let summary = write_fhir(&Plan::new(n_persons, 5), packing, folder.path(), &|_| {});
    Written { folder, summary: summary.expect("a hospital") }
}

impl Written {
    /// The files of a kind, in their order.
    fn texts(&self, resource: Resource) -> Vec<String> {
        let folder = self.folder.path().join("fhir");
        let names = std::fs::read_dir(&folder).expect("listed").map(|file| file.expect("a file").path());
        let is_kind = |path: &std::path::PathBuf| {
            path.file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with(&format!("{}.", resource.word())))
        };
        let mut paths: Vec<_> = names.filter(is_kind).collect();
        paths.sort();
        paths.iter().map(|path| text(path)).collect()
    }

    fn lines(&self, resource: Resource) -> Vec<Value> {
        let texts = self.texts(resource);
        let lines = texts.iter().flat_map(|text| text.lines());
        lines.map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }
}

fn text(path: &Path) -> String {
    let mut text = String::new();
    let file = std::fs::File::open(path).expect("opened");
    match path.extension().is_some_and(|end| end == "gz") {
        true => flate2::read::GzDecoder::new(file).read_to_string(&mut text),
        false => { file }.read_to_string(&mut text),
    }
    .expect("UTF-8");
    text
}

#[test]
fn resources_are_whole_and_refer_to_each_other() {
    let written = written(300, Packing::Plain);
    let mut ids = HashSet::new();
    for (resource, n) in Resource::ALL.iter().zip(written.summary.n_resources) {
        let lines = written.lines(*resource);
        assert_eq!(lines.len() as u64, n, "{resource:?}");
        assert!(!lines.is_empty(), "{resource:?}");
        for line in &lines {
            assert_eq!(line["resourceType"], resource.word());
            let id = line["id"].as_str().expect("an id");
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
            assert!((1..=64).contains(&id.len()) && id.bytes().all(plain), "{id}");
            assert!(ids.insert(format!("{}/{id}", resource.word())), "{id} stands twice");
        }
    }
    for resource in Resource::ALL.iter().filter(|resource| **resource != Resource::Patient) {
        for line in written.lines(*resource) {
            let subject = line["subject"]["reference"].as_str().expect("a subject");
            assert!(ids.contains(subject), "{subject}");
            for study in line["imagingStudy"].as_array().into_iter().flatten() {
                assert!(ids.contains(study["reference"].as_str().expect("a study")));
            }
        }
    }
}

#[test]
fn a_kind_has_several_files() {
    let written = written(2_010, Packing::Plain);
    let persons: Vec<usize> =
        written.texts(Resource::Patient).iter().map(|text| text.lines().count()).collect();
    assert_eq!(persons, [2_000, 10]);
}

#[test]
fn packed_files_hold_the_same_lines() {
    let (plain, packed) = (written(60, Packing::Plain), written(60, Packing::Gzip));
    for resource in Resource::ALL {
        assert_eq!(plain.texts(*resource), packed.texts(*resource), "{resource:?}");
    }
    assert!(packed.folder.path().join("fhir/Observation.000.ndjson.gz").is_file());
    assert!(packed.folder.path().join("fhir/Patient.000.ndjson").is_file());
}

/// Codes, days, values and signs: the same multiset in both formats.
#[test]
fn observations_are_the_measurements_of_the_cdm() {
    let fhir = written(150, Packing::Plain);
    let folder = TempDir::new().expect("a folder");
    let cdm = Cdm { files: TableFiles::Csv, share: 1.0 };
    write_omop(&Plan::new(150, 5), &cdm, folder.path(), &|_| {}).expect("a hospital");
    let table = read(&folder.path().join("cdm/measurement.csv"));
    let cell = |row: &[String], name: &str| row[table.at(name)].clone();
    let sign = |operator: &str| match operator {
        "4171756" => "<",
        "4172704" => ">",
        _ => "",
    };
    let mut counts: BTreeMap<String, i32> = BTreeMap::new();
    for row in &table.rows {
        let (code, day) = (cell(row, "measurement_source_value"), cell(row, "measurement_date"));
        let number = cell(row, "value_as_number");
        let value = if number.is_empty() { cell(row, "value_source_value") } else { number };
        let key = format!("{code} {day} {}{value}", sign(&cell(row, "operator_concept_id")));
        *counts.entry(key).or_default() += 1;
    }
    for line in fhir.lines(Resource::Observation) {
        let (code, day) = (&line["code"]["coding"][0]["code"], &line["effectiveDateTime"]);
        let quantity = &line["valueQuantity"];
        let value = match quantity["value"].as_f64() {
            Some(value) => format!("{}{value}", quantity["comparator"].as_str().unwrap_or_default()),
            None => line["valueString"].as_str().expect("a value").to_owned(),
        };
        let key = format!("{} {} {value}", code.as_str().expect("a code"), day.as_str().expect("a day"));
        *counts.entry(key).or_default() -= 1;
    }
    let odd: Vec<_> = counts.iter().filter(|(_, n)| **n != 0).take(5).collect();
    assert!(odd.is_empty(), "{odd:?}");
}

#[test]
fn sidecars_name_persons_as_the_format_does() {
    let written = written(300, Packing::Plain);
    let ids: HashSet<String> = written
        .lines(Resource::Patient)
        .iter()
        .map(|it| it["id"].as_str().expect("an id").to_owned())
        .collect();
    let imaging = read(&written.folder.path().join("sidecar/imaging.csv"));
    assert!(imaging.column("person_id").all(|id| ids.contains(id.trim())));
}
