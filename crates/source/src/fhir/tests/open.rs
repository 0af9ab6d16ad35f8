//! Two open sets of FHIR resources, against counts by another program:
//!
//! ```text
//! python3 -c "
//! import collections, glob, gzip, json, os, sys
//! rows = []
//! for f in sorted(glob.glob(sys.argv[1] + '/*.ndjson*')):
//!     o = gzip.open if f.endswith('.gz') else open
//!     rows += [json.loads(l) for l in o(f, 'rt', encoding='utf-8') if l.strip()]
//! print(len(rows), collections.Counter(r.get('resourceType') for r in rows))
//! ids = {(r.get('resourceType'), r.get('id')) for r in rows}
//! subjects = [r['subject']['reference'] for r in rows if 'subject' in r]
//! print(collections.Counter(tuple(s.split('/')) in ids for s in subjects))
//! results = [x['reference'] for r in rows for x in r.get('result', [])]
//! print(collections.Counter(tuple(x.split('/')) in ids for x in results))
//! " ../shared/data/fhir_r4_synthea_ndjson
//! ```
//!
//! They lie beside the repository, not in it; where they are missing, there is nothing to check.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use timeline::Meaning;

use super::{adds_up, concept, remarks};
use crate::fhir::{FhirChart, chart};

fn folder(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(name);
    folder.is_dir().then_some(folder)
}

/// Everybody is of the study, so that every line is looked at.
fn of_everybody(folder: &Path) -> FhirChart {
    // Body height stands in for a laboratory value: these sets hold none of the study's codes.
    let concepts = [concept(Meaning::Tg, "LOINC", "8302-2", "", false)];
    let nobody = chart(folder, &concepts, &BTreeSet::new()).unwrap_or_else(|failure| panic!("{failure}"));
    let everybody: BTreeSet<Box<str>> = nobody.chart.uninvolved.iter().cloned().collect();
    chart(folder, &concepts, &everybody).unwrap_or_else(|failure| panic!("{failure}"))
}

fn rows(read: &FhirChart) -> BTreeMap<&'static str, u64> {
    let mut rows = BTreeMap::new();
    for file in &read.chart.files {
        *rows.entry(file.table).or_default() += file.n_rows;
    }
    rows
}

fn count(read: &FhirChart, item: &str) -> u64 {
    read.account.lines.iter().filter(|count| count.item == item).map(|count| count.n).sum()
}

#[test]
fn the_synthea_set_is_read_without_loss() {
    let Some(folder) = folder("fhir_r4_synthea_ndjson") else { return };
    let read = of_everybody(&folder);
    let expected = [
        ("AllergyIntolerance", 10),
        ("CarePlan", 26),
        ("Condition", 96),
        ("DiagnosticReport", 117),
        ("Encounter", 385),
        ("Goal", 10),
        ("Immunization", 209),
        ("MedicationRequest", 76),
        ("Observation", 1929),
        ("Organization", 16),
        ("Patient", 15),
        ("Practitioner", 16),
        ("Procedure", 252),
    ];
    assert_eq!(rows(&read), BTreeMap::from(expected));
    adds_up(&read);
    assert_eq!((read.chart.persons.len(), read.chart.visits.len()), (15, 385));
    // Every subject and all 933 results resolve; nothing is contained.
    assert_eq!(count(&read, "subject not among the patients"), 0);
    assert_eq!(remarks(&read), Vec::<String>::new());
    // 151 Observations of code 8302-2: sum('8302-2' in [c['code'] for c in r['code']['coding']] for r in rows
    // if r['resourceType'] == 'Observation').
    assert_eq!(read.chart.measurements.len(), 151);
    assert_eq!(count(&read, "other code"), 96 + 76 + 1929 + 252 - 151);
    assert_eq!(read.uses.iter().map(|used| used.n_rows).sum::<u64>(), 151);
}

#[test]
fn the_smart_set_is_read_without_loss() {
    let Some(folder) = folder("fhir_r4_bulk_smart10") else { return };
    let read = of_everybody(&folder);
    let expected = [
        ("AllergyIntolerance", 11),
        ("Condition", 555),
        ("Device", 16),
        ("DocumentReference", 1215),
        ("Encounter", 1215),
        ("Immunization", 161),
        ("Location", 44),
        ("MedicationRequest", 1745),
        ("Organization", 43),
        ("Patient", 13),
        ("Practitioner", 43),
        ("PractitionerRole", 43),
        ("Procedure", 2056),
        // The log of the export.
        ("line without resourceType", 4),
    ];
    assert_eq!(rows(&read), BTreeMap::from(expected));
    adds_up(&read);
    assert_eq!((read.chart.persons.len(), read.chart.visits.len()), (13, 1215));
    assert_eq!(count(&read, "subject not among the patients"), 0);
    assert_eq!(count(&read, "no resource type"), 4);
    assert_eq!(count(&read, "kind of resource not read"), 11 + 16 + 1215 + 161 + 44 + 43 + 43 + 43);
    assert_eq!(remarks(&read), Vec::<String>::new());
}
