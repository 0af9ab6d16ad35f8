//! The acceptance hospital as CDM tables. The counts were taken by a Python script from the files' own code
//! columns (`*_source_value`), without the vocabulary.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sieve::Engine;
use timeline::Meaning;

use super::memory::MemoryEngine;
use super::{Charted, study};
use crate::chart::Measurement;
use crate::facts::Known;
use crate::omop::{Wanted, chart};
use crate::options::Identity;

const COUNTS: [(&str, usize); 26] = [
    ("completion_thyroidectomy", 30),
    ("ct_neck", 37),
    ("distant_bone", 5),
    ("distant_lung", 8),
    ("distant_other", 11),
    ("ebrt", 7),
    ("histology", 922),
    ("lobectomy", 36),
    ("neck_dissection", 351),
    ("node_excision", 21),
    ("pet_ct", 6),
    ("radioiodine_activity", 1412),
    ("radioiodine_diagnostic", 104),
    ("radioiodine_treatment", 990),
    ("rhtsh", 152),
    ("tg", 3295),
    ("tgab", 2997),
    ("thyroid_cancer", 1810),
    ("tki", 3),
    ("total_thyroidectomy", 834),
    ("tsh", 3205),
    ("tumour_m", 729),
    ("tumour_n", 856),
    ("tumour_t", 829),
    ("us_neck", 813),
    ("wbs", 64),
];

fn tables() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/studies/acceptance_omop/cdm")
}

fn charted(engine: &dyn Engine) -> Charted {
    let known = Known::default();
    let wanted = Wanted { identity: Identity::PersonId, is_everybody: false, known: &known };
    chart(engine, &study(), &wanted).unwrap_or_else(|failure| panic!("{failure}"))
}

#[test]
fn every_row_with_a_code_of_the_study_is_in_the_chart() {
    let folder = tables();
    let Charted { chart, concepts, tables, n_unnamed } = charted(&MemoryEngine::of_folder(&folder));
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let coded = chart.conditions.iter().chain(&chart.procedures);
    let coded = coded.chain(chart.drugs.iter().map(|drug| &drug.coded));
    for row in coded.chain(chart.measurements.iter().map(|measurement| &measurement.coded)) {
        *counts.entry(row.meaning.word()).or_default() += 1;
    }
    assert_eq!(counts, BTreeMap::from(COUNTS));
    assert_eq!((chart.visits.len(), chart.notes.len(), chart.persons.len()), (2649, 296, 900));
    assert!(chart.uninvolved.is_empty() && n_unnamed == 0 && tables.iter().all(|table| table.n_orphans == 0));
    let n_persons = |sex| chart.persons.iter().filter(|person| person.sex == sex).count();
    assert_eq!((n_persons("F"), n_persons("M")), (620, 280));
    assert_eq!(chart.persons.iter().filter(|person| person.birth.len() == 4).count(), 5);
    let n_deaths = |cause| chart.persons.iter().filter(|person| person.death_cause == cause).count();
    assert_eq!((n_deaths("thyroid_cancer"), n_deaths("unknown"), n_deaths("other")), (5, 47, 0));
    let n_with = |sign| chart.measurements.iter().filter(|m| m.comparator == sign).count();
    assert_eq!((n_with("<"), n_with(">"), n_with("<="), n_with(">=")), (3756, 281, 3, 0));
    let n_rows = |table| tables.iter().find(|account| account.table == table).map(|account| account.n_rows);
    assert_eq!(n_rows("measurement"), Some(11_911));
    // Of the codes that these files hold, the table's own vocabulary has every one.
    let by_text =
        concepts.iter().flat_map(|used| &used.uses).filter(|used| used.by != crate::omop::FoundBy::Concept);
    assert_eq!(by_text.count(), 0);
}

/// Person, day, meaning, code and number.
type Row = (u32, Box<str>, Meaning, Box<str>, i64);

/// Every coded row but those of one meaning.
fn rows(charted: &Charted, except: Option<Meaning>) -> Vec<Row> {
    let chart = &charted.chart;
    let coded = chart.conditions.iter().chain(&chart.procedures);
    let coded = coded.chain(chart.drugs.iter().map(|drug| &drug.coded));
    let coded = coded.chain(chart.measurements.iter().map(|measurement| &measurement.coded));
    let coded = coded.filter(|coded| Some(coded.meaning) != except);
    coded.map(|row| (row.person, row.day.clone(), row.meaning, row.code.clone(), row.at.row)).collect()
}

#[test]
fn without_its_vocabulary_the_stored_codes_give_the_same() {
    let with = charted(&MemoryEngine::of_folder(&tables()));
    let without = charted(&MemoryEngine::without_vocabulary(&tables()));
    // What is below thyroid cancer only the vocabulary knows; every histology stands beside a C73 here.
    let cancer = Some(Meaning::ThyroidCancer);
    assert!(rows(&with, cancer) == rows(&without, cancer));
    assert!(with.concepts.iter().any(|used| used.n_concepts > 0));
    assert!(without.concepts.iter().all(|used| used.n_concepts == 0));
}

#[test]
fn files_give_what_the_reference_engine_gives() {
    let files = sieve::folder(&tables()).unwrap_or_else(|failure| panic!("{failure}"));
    let (files, memory) = (charted(&*files), charted(&MemoryEngine::of_folder(&tables())));
    assert!(rows(&files, None) == rows(&memory, None));
    assert_eq!((&files.concepts, &files.tables), (&memory.concepts, &memory.tables));
    let values = |charted: &Charted| -> Vec<String> {
        let value = |row: &Measurement| {
            [&row.number, &row.text, &row.unit, &row.upper_reference].map(|text| text.to_string()).join("|")
        };
        charted.chart.measurements.iter().map(value).collect()
    };
    assert!(values(&files) == values(&memory));
}
