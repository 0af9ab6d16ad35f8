//! Whatever bytes come, reading answers; and the answer depends neither on how the text is cut into
//! spans nor on the number of threads.

use std::fmt::Write;
use std::path::Path;

use proptest::prelude::*;
use timeline::Population;

use crate::read::read_in_spans;
use crate::{DateOrder, Failure, Options, Reading, Sheet, SourceSpec};

fn tolerant() -> Options {
    Options { max_rows_not_used: 1.0, date_order: DateOrder::DayMonthYear, ..Options::default() }
}

fn read(folder: &Path, span_bytes: usize, n_threads: usize) -> Result<Reading, Failure> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().expect("threads");
    pool.install(|| read_in_spans(&[SourceSpec::new(folder)], &tolerant(), &(), span_bytes))
}

/// All that a reading, or a refusal, says.
fn answer(result: &Result<Reading, Failure>) -> String {
    let mut said = String::new();
    match result {
        Err(failure) => {
            let _ = write!(said, "{failure}");
        }
        Ok(reading) => {
            population(&reading.population, &mut said);
            let _ =
                writeln!(said, "{:?} {:?} {:?}", reading.population.assays, reading.files, reading.not_read);
            for found in &reading.findings {
                let place = (found.kind, found.record, found.column);
                let _ = writeln!(said, "{place:?} {} {} {}", found.person_id, found.text, found.message);
                let _ = writeln!(said, "{:?}", reading.recorded(found.record));
            }
        }
    }
    said
}

fn population(population: &Population, said: &mut String) {
    for person in 0..population.len() {
        let timeline = population.timeline(person);
        let patient = timeline.patient;
        let _ = writeln!(said, "{} {:?} {:?}", patient.id, patient.record, patient.birth);
        let _ = writeln!(said, "{:?} {:?} {:?}", timeline.surgeries, timeline.administrations, timeline.labs);
        let _ = writeln!(said, "{:?} {:?} {:?}", timeline.injections, timeline.studies, timeline.lesions);
        let _ = writeln!(said, "{:?} {:?}", timeline.treatments, timeline.visits);
        for lab in timeline.labs {
            let value = lab.value.map(|value| (value.number, value.comparator));
            let _ = writeln!(
                said,
                "{:?} {:?} {value:?} {:?} {:?}",
                lab.day, lab.analyte, lab.assay, lab.upper_reference
            );
        }
        for lesion in timeline.lesions {
            let _ = writeln!(said, "{:?} {} {} {:?}", lesion.day, lesion.study, lesion.id, lesion.features);
        }
    }
}

/// What a column may hold, and a little of what it may not.
fn cell(column: &str) -> impl Strategy<Value = String> + use<> {
    let words: &[&str] = match column {
        "person_id" => &["A", "A", "B", " A\u{a0}", "b", "C", "", "Z"],
        "imaging_id" => &["I1", "I2", "I3", "I4", "i1", ""],
        "lesion_id" => &["N1", "N2", "n1", ""],
        "date" => &["2001-01-01", "2001-01-02", "2001-01-01T08:00", "1/2/2001", "2001-02-30", ""],
        "birth_date" | "diagnosis_date" | "death_date" => &["1990", "2001-01-01", "1950-05-05", "x", ""],
        "analyte" => &["tg", "TSH", "tgab", "ft4", "ca", ""],
        "value" => &["12.5", "<0.2", "> 100", "undetectable", "1e1", "x", ""],
        "unit" => &["ng/mL", "ng/dl", "mIU/L", "IU/mL", "\u{b5}g/L", "MBq", "g bq", "x", ""],
        "activity" => &["150", "3700", "5", "x", ""],
        "modality" => &["us", "ct", "WBS", "x"],
        "region" => &["neck", "chest", "x", ""],
        "site" => &["node", "lung", "Bed", "x"],
        "type" => &["lobectomy", "tki", "Total_Thyroidectomy", "x", ""],
        "features" => &["cystic;round", "cystic", "odd;round", ""],
        "assay" => &["Roche", "roche", "Access", "Immulite", ""],
        "adequate" | "avid" => &["yes", "no", "NO", "x", ""],
        "histology" => &["8260/3", "PTC", "8260", ""],
        _ => &["F", "8.5", "malignant", "gross", "x", "", "", ""],
    };
    prop_oneof![
        600 => proptest::sample::select(words).prop_map(str::to_owned),
        60 => proptest::sample::select(words).prop_map(|word| format!("\"{word}\"")),
        20 => "[ -~]{0,6}".prop_map(|text| format!("\"{}\"", text.replace('"', "\"\""))),
        20 => Just("\"a\nb\"".to_owned()),
        1 => Just("\"".to_owned()),
    ]
}

/// A sheet with its right header and any rows, some of them too short or too long.
fn sheet(sheet: Sheet) -> impl Strategy<Value = String> + use<> {
    let names: Vec<&str> = sheet.columns().iter().map(|column| column.name).collect();
    let cells: Vec<_> = names.iter().chain(&["more"]).map(|name| cell(name)).collect();
    let n_columns = names.len();
    let length = prop_oneof![20 => Just(n_columns), 1 => 1..=n_columns + 1];
    let row = (cells, length).prop_map(|(cells, length)| cells[..length].join(","));
    let end = proptest::sample::select(&["\n", "\n", "\r\n", "\r", "\n\n"][..]);
    proptest::collection::vec((row, end), 0..25).prop_map(move |rows| {
        let body: String = rows.into_iter().map(|(row, end)| row + end).collect();
        format!("{}\n{body}", names.join(","))
    })
}

fn hospital() -> impl Strategy<Value = Vec<(Sheet, String)>> {
    let kinds = Sheet::ALL.iter();
    let any = |kind| prop_oneof![99 => sheet(kind), 1 => any::<String>()];
    kinds.map(|&kind| (Just(kind), any(kind))).collect::<Vec<_>>()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_hospital_is_answered_in_one_way(sheets in hospital()) {
        let folder = tempfile::tempdir().expect("a folder");
        for (sheet, text) in &sheets {
            std::fs::write(folder.path().join(format!("{}.csv", sheet.word())), text).expect("written");
        }
        let whole = read(folder.path(), 1 << 18, 1);
        let said = answer(&whole);
        prop_assert_eq!(&said, &answer(&read(folder.path(), 1, 4)));
        prop_assert_eq!(&said, &answer(&read(folder.path(), 40, 3)));
        if let Ok(reading) = whole {
            for file in &reading.files {
                let sum = file.rows_used + file.rows_not_used + file.rows_ignored + file.duplicates + file.conflicting;
                prop_assert_eq!(file.rows_read, sum);
            }
        }
    }

    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..300), start in 0usize..5) {
        let folder = tempfile::tempdir().expect("a folder");
        let header = "person_id,date,analyte,value,unit\n";
        for sheet in ["patient", "lab", "lesion"] {
            let text = [&header.as_bytes()[..header.len() * start / 4], &bytes].concat();
            std::fs::write(folder.path().join(format!("{sheet}.csv")), text).expect("written");
        }
        std::fs::write(folder.path().join("book.xlsx"), &bytes).expect("written");
        let _ = read(folder.path(), 7, 2);
        let _ = read(&folder.path().join("book.xlsx"), 7, 2);
    }
}

#[test]
fn long_sheets_are_cut_into_many_spans() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |sheet: &str, text: String| {
        std::fs::write(folder.path().join(format!("{sheet}.csv")), text).expect("written");
    };
    let patients: String = (0..500).map(|id| format!("P{id},F,1960,2000-01-01,8260/3\n")).collect();
    write("patient", format!("person_id,sex,birth_date,diagnosis_date,histology\n{patients}"));
    write("surgery", "person_id,date,type\n".to_owned());
    write("radioiodine", "person_id,date,activity,unit\n".to_owned());
    let lab = |row: u32| {
        let (person, day, assay) = (row * 7919 % 500, row % 28 + 1, row % 7);
        format!("P{person},2001-01-{day:02},tg,{},ng/mL,assay {assay}\n", row % 10)
    };
    let labs: String = (0..40_000).map(lab).collect();
    write("lab", format!("person_id,date,analyte,value,unit,assay\n{labs}"));
    let said = answer(&read(folder.path(), 1 << 18, 1));
    assert!(said.contains("DuplicateRow"));
    for (span_bytes, n_threads) in [(1, 1), (1000, 2), (1 << 16, 4)] {
        assert!(said == answer(&read(folder.path(), span_bytes, n_threads)), "{span_bytes} {n_threads}");
    }
}
