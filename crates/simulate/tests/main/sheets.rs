//! The sheets obey section 1 of the study contract.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::common::{Table, hospital};
use proptest::prelude::*;
use simulate::{Mess, Sheet};
use timeline::{
    Analyte, Cytology, Day, DeathCause, Extension, Impression, Margins, Modality, Preparation,
    RadioiodineIntent, Region, ScanFinding, Sex, Site, SurgeryIntent, SurgeryKind, TreatmentKind,
};

/// Columns of contract 1, required and optional.
const COLUMNS: [(&str, &str); 9] = [
    (
        "patient",
        "person_id sex birth_date diagnosis_date histology t n m tnm_edition t3_reason ete margins \
         vascular_foci positive_nodes largest_node_mm extranodal_extension braf tert death_date death_cause",
    ),
    ("surgery", "person_id date type side level intent"),
    ("radioiodine", "person_id date activity unit intent preparation post_therapy_scan place"),
    ("lab", "person_id date analyte value unit assay laboratory detection_limit upper_reference"),
    ("rhtsh", "person_id date"),
    ("imaging", "imaging_id person_id date modality region adequate impression report"),
    (
        "lesion",
        "imaging_id lesion_id site level side long_mm short_mm features cytology washout_ng_ml avid suv",
    ),
    ("treatment", "person_id date type"),
    ("visit", "person_id date type"),
];

#[test]
fn headers_are_complete() {
    let hospital = hospital(3, 1, Mess::Realistic);
    for (sheet, columns) in COLUMNS {
        let header: BTreeSet<String> = hospital.sheet(sheet).header.into_iter().collect();
        let expected: BTreeSet<String> = columns.split_whitespace().map(str::to_owned).collect();
        assert_eq!(header, expected, "{sheet}");
    }
}

#[test]
fn every_word_of_every_list_appears() {
    let hospital = hospital(5_000, 1, Mess::None);
    let yes_no: &[&str] = &["yes", "no"];
    let features: &[&str] =
        &["microcalcification", "cystic", "peripheral_vascularity", "hyperechoic", "no_hilum", "round"];
    for (sheet, column, words) in [
        ("patient", "sex", Sex::WORDS),
        ("patient", "ete", Extension::WORDS),
        ("patient", "margins", Margins::WORDS),
        ("patient", "death_cause", DeathCause::WORDS),
        ("surgery", "type", SurgeryKind::WORDS),
        ("surgery", "intent", SurgeryIntent::WORDS),
        ("radioiodine", "intent", RadioiodineIntent::WORDS),
        ("radioiodine", "preparation", Preparation::WORDS),
        ("radioiodine", "post_therapy_scan", ScanFinding::WORDS),
        ("lab", "analyte", Analyte::WORDS),
        ("imaging", "modality", Modality::WORDS),
        ("imaging", "region", Region::WORDS),
        ("imaging", "adequate", yes_no),
        ("imaging", "impression", Impression::WORDS),
        ("lesion", "site", Site::WORDS),
        ("lesion", "features", features),
        ("lesion", "cytology", Cytology::WORDS),
        ("lesion", "avid", yes_no),
        ("treatment", "type", TreatmentKind::WORDS),
    ] {
        let table = hospital.sheet(sheet);
        let lower = table.column(column).map(str::to_lowercase);
        let seen: HashSet<String> = lower
            .flat_map(|cell| cell.split(';').map(|word| word.trim().to_owned()).collect::<Vec<_>>())
            .collect();
        for word in words {
            assert!(seen.contains(&word.to_lowercase()), "{sheet}.{column} never says {word}");
        }
        // A clean sheet says nothing else, except for the analyte that contract 1 ignores.
        for word in seen.iter().filter(|word| !word.is_empty() && *word != "calcitonin") {
            assert!(
                words.iter().any(|known| known.eq_ignore_ascii_case(word)),
                "{sheet}.{column} says {word}"
            );
        }
    }
}

#[test]
fn clean_sheets_read_without_a_finding() {
    let hospital = hospital(700, 8, Mess::None);
    assert_eq!(hospital.summary.n_blemishes, 0);
    let persons: HashSet<String> = hospital.sheet("patient").column("person_id").map(str::to_owned).collect();
    assert_eq!(persons.len(), 700);
    let studies: HashSet<String> =
        hospital.sheet("imaging").column("imaging_id").map(str::to_owned).collect();
    assert_eq!(studies.len(), hospital.sheet("imaging").rows.len());
    for sheet in Sheet::ALL {
        let table = hospital.sheet(sheet.word());
        assert_eq!(table.rows.len() as u64, hospital.summary.rows(*sheet));
        clean(&table, &persons, &studies);
    }
}

/// Every cell of a clean sheet reads, and rows stand by person and day.
fn clean(table: &Table, persons: &HashSet<String>, studies: &HashSet<String>) {
    let mut before = (String::new(), String::new());
    for row in &table.rows {
        assert_eq!(row.len(), table.header.len());
        for (column, cell) in table.header.iter().zip(row) {
            match column.as_str() {
                "person_id" => assert!(persons.contains(cell), "{cell}"),
                "imaging_id" => assert!(studies.contains(cell), "{cell}"),
                "birth_date" if cell.len() == 4 => assert!(cell.parse::<i32>().is_ok()),
                "date" | "birth_date" | "diagnosis_date" | "death_date" => {
                    assert!(
                        cell.is_empty() && column != "date" || Day::parse_iso(cell.as_bytes()).is_some(),
                        "{cell}"
                    );
                }
                "activity" | "detection_limit" | "upper_reference" | "long_mm" | "short_mm"
                | "washout_ng_ml" | "suv" => assert!(cell.is_empty() || is_number(cell), "{column} {cell}"),
                "value" => assert!(is_value(cell), "{cell}"),
                _ => assert!(!cell.contains("NaN") && !cell.contains("inf"), "{column} {cell}"),
            }
        }
        if table.header.iter().any(|column| column == "date") {
            let now = (row[table.at("person_id")].clone(), row[table.at("date")].clone());
            assert!(before <= now, "{before:?} before {now:?}");
            before = now;
        }
    }
}

fn is_number(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit()) && text.parse::<f64>().is_ok_and(f64::is_finite)
}

fn is_value(text: &str) -> bool {
    let words = ["undetectable", "not detected", "not detectable", "negative", "neg"];
    words.contains(&text) || is_number(text.trim_start_matches(['<', '>']))
}

#[test]
fn few_rows_are_lost_at_any_size() {
    for (n_persons, seed) in [(100, 1), (100, 2), (320, 3), (620, 4), (1_100, 5), (6_100, 6)] {
        let hospital = hospital(n_persons, seed, Mess::Realistic);
        let table = hospital.sheet("patient");
        let persons: HashSet<&str> = table.column("person_id").map(trim).collect();
        let studies = usable_studies(&hospital.sheet("imaging"), &persons);
        for sheet in Sheet::ALL {
            let table = hospital.sheet(sheet.word());
            let lost =
                table.rows.iter().filter(|row| is_lost(*sheet, &table, row, &persons, &studies)).count();
            let share = lost as f64 / table.rows.len().max(1) as f64;
            assert!(share < 0.03, "{n_persons} {sheet:?}: {lost} of {}", table.rows.len());
            // Only lesions of lost studies are lost without being counted.
            if *sheet != Sheet::Lesion {
                assert_eq!(
                    lost as u64, hospital.summary.n_lost_rows[*sheet as usize],
                    "{n_persons} {sheet:?}"
                );
            }
        }
    }
}

fn trim(text: &str) -> &str {
    text.trim_matches(|character: char| character.is_whitespace())
}

fn usable_studies(imaging: &Table, persons: &HashSet<&str>) -> HashSet<String> {
    let none = HashSet::new();
    let usable = imaging.rows.iter().filter(|row| !is_lost(Sheet::Imaging, imaging, row, persons, &none));
    usable.map(|row| trim(&row[0]).to_owned()).collect()
}

/// Contract 1, "What cannot be read", for the kinds of mess there are.
fn is_lost(
    sheet: Sheet,
    table: &Table,
    row: &[String],
    persons: &HashSet<&str>,
    studies: &HashSet<String>,
) -> bool {
    let cell =
        |name: &str| table.header.iter().position(|it| it == name).map(|at| trim(&row[at]).to_lowercase());
    let person = table.header.iter().position(|it| it == "person_id").map(|at| trim(&row[at]));
    let date =
        cell("date").is_some_and(|date| date.len() < 10 || Day::parse_iso(&date.as_bytes()[..10]).is_none());
    let kind = match sheet {
        Sheet::Surgery => SurgeryKind::from_word(&cell("type").expect("type")).is_none(),
        Sheet::Treatment => TreatmentKind::from_word(&cell("type").expect("type")).is_none(),
        Sheet::Imaging => Modality::from_word(&cell("modality").expect("modality")).is_none(),
        Sheet::Lesion => Site::from_word(&cell("site").expect("site")).is_none(),
        _ => false,
    };
    let id = matches!(sheet, Sheet::Imaging | Sheet::Lesion) && trim(&row[0]).is_empty();
    let lesion = sheet == Sheet::Lesion && (trim(&row[1]).is_empty() || !studies.contains(trim(&row[0])));
    person.is_some_and(|person| !persons.contains(person)) || date || kind || id || lesion
}

#[test]
fn every_kind_of_mess_appears() {
    let hospital = hospital(3_000, 2, Mess::Realistic);
    let mut counts: HashMap<String, usize> = HashMap::new();
    for mess in hospital.truth().column("mess") {
        mess.split(';').for_each(|word| *counts.entry(word.to_owned()).or_default() += 1);
    }
    for word in [
        "duplicate",
        "odd_case",
        "blanks",
        "time_in_date",
        "empty_cell",
        "decimal_comma",
        "unknown_word",
        "second_row",
        "unreadable_date",
        "unknown_person",
        "empty_key",
        "unknown_kind",
    ] {
        assert!(counts.contains_key(word), "{word}");
    }
    let reports = String::from_utf8(hospital.bytes("imaging.csv")).expect("UTF-8");
    assert!(
        reports.contains("\"\"") && reports.contains(",\n") && reports.contains('\u{5e6}'),
        "reports are messy"
    );
    assert!(reports.contains('\u{a0}') || hospital.summary.n_blemishes > 0);
}

#[test]
fn there_are_about_thirty_laboratory_rows_per_person() {
    let hospital = hospital(2_000, 5, Mess::None);
    let per_person = hospital.summary.rows(Sheet::Lab) as f64 / 2_000.0;
    assert!((27.0..37.0).contains(&per_person), "{per_person}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_seed_gives_a_clean_hospital(seed in any::<u64>(), n_persons in 1usize..40) {
        let hospital = hospital(n_persons, seed, Mess::None);
        let persons: HashSet<String> = hospital.sheet("patient").column("person_id").map(str::to_owned).collect();
        let studies: HashSet<String> = hospital.sheet("imaging").column("imaging_id").map(str::to_owned).collect();
        for sheet in Sheet::ALL {
            clean(&hospital.sheet(sheet.word()), &persons, &studies);
        }
    }
}
