//! Data that cannot be read are told: every problem, with file and line, and without what the cells hold.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use sieve::cdm::Table;
use sieve::{Engine, Failure, Fault, Filter, Selected, folder};

use super::{PERSON, place};

const MEASUREMENT: &str =
    "measurement_id,person_id,measurement_concept_id,measurement_date,value_as_number\n";

fn told(failure: Failure) -> Vec<(&'static str, String, Option<u64>)> {
    match failure {
        Failure::Data(faults) => {
            faults.into_iter().map(|Fault { kind, place, row, .. }| (kind.word(), place, row)).collect()
        }
        world => panic!("{world}"),
    }
}

fn opened(files: &[(&str, &[u8])]) -> Result<Box<dyn Engine>, Failure> {
    folder(place(files).path())
}

/// What is wrong with these files, besides a sound `person.csv`, when the folder is opened.
fn at_opening(files: &[(&str, &[u8])]) -> Vec<(&'static str, String, Option<u64>)> {
    let mut all = vec![("person.csv", PERSON.as_bytes())];
    all.extend(files);
    told(opened(&all).err().expect("a failure"))
}

fn measured(rows: &[u8]) -> Result<Selected, Failure> {
    let mut bytes = MEASUREMENT.as_bytes().to_vec();
    bytes.extend_from_slice(rows);
    let place = place(&[("person.csv", PERSON.as_bytes()), ("measurement.csv", &bytes)]);
    let columns: Vec<&str> = Table::Measurement.columns().iter().map(|column| column.name).collect();
    folder(place.path())?.select(Table::Measurement, &columns, &Filter::Everything)
}

#[test]
fn what_is_wrong_with_headers_is_told_at_once() {
    let wrong: &[(&str, &[u8])] = &[
        ("death.csv", b""),
        ("measurement.csv", b"\nmeasurement_id,measurement_id,person_id,measurement_date\n"),
        ("note.csv", b"note_id,person_id,note_date,\xe9\n"),
        ("visit_occurrence.parquet", b"PAR1 and nothing more"),
        ("observation.csv.zst", b"?"),
    ];
    let file = |name: &str| name.to_owned();
    assert_eq!(
        at_opening(wrong),
        [
            ("unknown_compression", file("observation.csv.zst"), None),
            ("damaged_file", file("visit_occurrence.parquet"), None),
            ("wrong_type", file("measurement.csv"), Some(2)),
            ("missing_column", file("measurement.csv"), Some(2)),
            ("damaged_file", file("death.csv"), None),
            ("encoding", file("note.csv"), Some(1)),
        ]
    );
}

#[test]
fn a_folder_must_be_there_with_persons_in_it() {
    assert_eq!(told(opened(&[]).err().expect("a failure"))[0].0, "unknown_source");
    assert_eq!(told(opened(&[("readme.md", b"")]).err().expect("a failure"))[0].0, "unknown_source");
    let no_person = told(opened(&[("death.csv", b"person_id,death_date\n")]).err().expect("a failure"));
    assert_eq!(no_person[0].0, "missing_table");
    let file = place(&[("person.csv", PERSON.as_bytes())]);
    let failure = folder(&file.path().join("person.csv")).err().expect("a failure");
    assert_eq!(told(failure)[0].0, "unknown_source");
    assert_eq!(told(folder(&file.path().join("nowhere")).err().expect("a failure"))[0].0, "unknown_source");
}

#[cfg(unix)]
#[test]
fn what_the_system_does_not_give_is_no_problem_of_the_data() {
    let place = place(&[("person.csv", PERSON.as_bytes())]);
    let missing = place.path().join("gone.csv");
    std::os::unix::fs::symlink(&missing, place.path().join("death.csv")).expect("a link");
    let Err(Failure::World { what, .. }) = folder(place.path()) else { panic!("the link leads nowhere") };
    assert_eq!(what, "reading death.csv");
}

#[test]
fn utf16_is_told_to_be_another_encoding() {
    let utf16: Vec<u8> = "person_id,death_date\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let with_mark = [b"\xff\xfe".to_vec(), utf16.clone()].concat();
    for bytes in [utf16, with_mark] {
        assert_eq!(at_opening(&[("death.csv", &bytes)]), [("encoding", "death.csv".to_owned(), Some(1))]);
    }
}

#[test]
fn two_versions_are_not_mixed() {
    const VISIT: &str = "visit_occurrence_id,person_id,visit_start_date";
    let visit = |column: &str| format!("{VISIT},{column}\n").into_bytes();
    let (old, new) = (visit("admitting_source_concept_id"), visit("admitted_from_concept_id"));
    let note: &[u8] = b"note_id,person_id,note_date,note_event_id\n";
    let fault = |name: &str| vec![("mixed_versions", name.to_owned(), None)];
    assert_eq!(
        at_opening(&[("visit_occurrence.csv", &old), ("note.csv", note)]),
        fault("visit_occurrence.csv")
    );
    let both = [&old[..old.len() - 1], b",admitted_from_concept_id\n"].concat();
    assert_eq!(at_opening(&[("visit_occurrence.csv", &both)]), fault("visit_occurrence.csv"));
    let declared: &[u8] = b"cdm_version\nv5.3.1\n";
    assert_eq!(
        at_opening(&[("visit_occurrence.csv", &new), ("cdm_source.csv", declared)]),
        fault("cdm_source.csv")
    );
    let shards: &[(&str, &[u8])] = &[("visit_occurrence/0.csv", &old), ("visit_occurrence/1.csv", &new)];
    assert_eq!(at_opening(shards), fault("visit_occurrence/1.csv"));
    assert!(opened(&[("person.csv", PERSON.as_bytes()), ("visit_occurrence.csv", &old)]).is_ok());
}

#[test]
fn wrong_rows_are_told_with_their_line() {
    let rows = b"1,1,10,2008-01-01,5\n\
                 2,x,10,2008-01-01,5\n\
                 3,1,10,2008-02-30,5\n\
                 4,1,10,2008-01-01,\"<0.2\n and more\"\n\
                 5,1,10,2008-01-01\n\
                 6,1,10,2008-01-01,5,6\n\
                 7,1,10,2008-01-01,5,\n";
    let failure = measured(rows).expect_err("a failure");
    let shown = failure.to_string();
    let file = || "measurement.csv".to_owned();
    assert_eq!(
        told(failure),
        [
            ("unreadable_value", file(), Some(3)),
            ("unreadable_value", file(), Some(4)),
            ("unreadable_value", file(), Some(5)),
            ("damaged_file", file(), Some(7)),
            ("damaged_file", file(), Some(8)),
        ]
    );
    assert!(!shown.contains("0.2") && !shown.contains("02-30"), "{shown}");
}

#[test]
fn twenty_problems_are_told_and_the_others_counted() {
    let told = told(measured(&b"x,1,10,2008-01-01,5\n".repeat(50)).expect_err("a failure"));
    assert_eq!((told.len(), &told[19]), (21, &("unreadable_value", "measurement.csv".to_owned(), Some(21))));
    let Err(failure) = measured(&b"x,1,10,2008-01-01,5\n".repeat(50)) else { panic!("a failure") };
    assert!(failure.to_string().contains("30 more"), "{failure}");
}

#[test]
fn bytes_that_are_no_utf8_are_told_with_their_line() {
    let rows = b"1,1,10,2008-01-01,5\n2,1,10,2008-01-01,\xb5\n";
    assert_eq!(
        told(measured(rows).expect_err("a failure")),
        [("encoding", "measurement.csv".to_owned(), Some(3))]
    );
}

#[test]
fn a_quote_that_is_never_closed_is_told_with_its_line() {
    let mut rows = b"1,1,10,2008-01-01,5\n".repeat(100_000);
    rows.extend_from_slice(b"2,1,10,\"2008-01-01,5\n");
    rows.extend(b"1,1,10,2008-01-01,5\n".repeat(2_000_000));
    let told = told(measured(&rows).expect_err("a failure"));
    assert_eq!(told, [("damaged_file", "measurement.csv".to_owned(), Some(100_002))]);
}

#[test]
fn a_gzip_file_that_is_cut_off_is_damaged() {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(MEASUREMENT.as_bytes()).expect("bytes");
    for number in 0..200_000 {
        writeln!(packed, "{number},1,{},2008-01-01,5", number * 7919 % 10_007).expect("bytes");
    }
    let packed = packed.finish().expect("bytes");
    let files: &[(&str, &[u8])] =
        &[("person.csv", PERSON.as_bytes()), ("measurement.csv.gz", &packed[..packed.len() - 1000])];
    let place = place(files);
    let engine = folder(place.path()).unwrap_or_else(|failure| panic!("{failure}"));
    let failure =
        engine.select(Table::Measurement, &["measurement_id"], &Filter::Everything).expect_err("a failure");
    assert_eq!(told(failure), [("damaged_file", "measurement.csv.gz".to_owned(), None)]);
}

#[test]
fn a_note_of_100_mb_is_one_cell() {
    let mut bytes = b"note_id,person_id,note_date,note_text\n1,1,2008-01-01,\"".to_vec();
    let line = b"a line with a \"\"quote\"\", and a comma\r\n";
    let n = (100 << 20) / line.len();
    bytes.extend(line.repeat(n));
    bytes.extend_from_slice(b"\"\n2,2,2008-01-02,short\n");
    let place = place(&[("person.csv", PERSON.as_bytes()), ("note.csv", &bytes)]);
    let engine = folder(place.path()).unwrap_or_else(|failure| panic!("{failure}"));
    let selected = engine.select(Table::Note, &["note_text"], &Filter::Everything);
    let rows = sieve::Rows::new(selected.unwrap_or_else(|failure| panic!("{failure}")).rows);
    // two of the line's bytes are the second halves of doubled quotes
    assert_eq!(rows.text("note_text", 0).map(str::len), Some(n * (line.len() - 2)));
    assert_eq!((rows.len(), rows.text("note_text", 1)), (2, Some("short")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_file_is_read_or_refused(
        file in proptest::sample::select(vec!["measurement.csv", "measurement.csv.gz", "measurement.parquet"]),
        has_header in any::<bool>(),
        bytes in proptest::collection::vec(
            prop_oneof![Just(b'"'), Just(b','), Just(b'\n'), Just(b'\r'), b'0'..=b'9', any::<u8>()], 0..300),
    ) {
        let header = if has_header { MEASUREMENT.as_bytes() } else { b"" };
        let place = place(&[("person.csv", PERSON.as_bytes()), (file, &[header, &bytes[..]].concat())]);
        if let Ok(engine) = folder(place.path()) {
            let _ = engine.select(Table::Measurement, &["measurement_date", "value_as_number"], &Filter::KnownPerson);
        }
    }

    #[test]
    fn no_row_is_lost(
        rows in proptest::collection::vec((1i64..4, "[a-z,\"\n\r ]{0,12}"), 0..40),
        crlf in any::<bool>(),
    ) {
        let terminator = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let mut writer = csv::WriterBuilder::new().terminator(terminator).from_writer(Vec::new());
        writer.write_record(["note_id", "person_id", "note_date", "note_text"]).expect("a row");
        for (number, (person, text)) in rows.iter().enumerate() {
            let cells = [&number.to_string(), &person.to_string(), "2008-02-29", text];
            writer.write_record(cells).expect("a row");
        }
        let notes = writer.into_inner().expect("bytes");
        let place = place(&[("person.csv", PERSON.as_bytes()), ("note.csv", &notes)]);
        let engine = folder(place.path()).unwrap_or_else(|failure| panic!("{failure}"));
        let filter = Filter::All(vec![Filter::KnownPerson]);
        let selected = engine.select(Table::Note, &["person_id", "note_text"], &filter);
        let selected = selected.unwrap_or_else(|failure| panic!("{failure}"));
        let known: Vec<_> = rows.iter().filter(|(person, _)| *person < 3).collect();
        prop_assert_eq!((selected.n_rows, &selected.passed), (rows.len() as u64, &vec![known.len() as u64]));
        let found = sieve::Rows::new(selected.rows);
        for (row, (person, text)) in known.into_iter().enumerate() {
            prop_assert_eq!(found.id("person_id", row), Some(*person));
            prop_assert_eq!(found.text("note_text", row), Some(text.as_str()).filter(|text| !text.is_empty()));
        }
    }
}
