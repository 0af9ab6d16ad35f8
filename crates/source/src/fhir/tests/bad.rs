//! Bad data: what is wrong, in which file and line, and never a patient's value.

use std::collections::BTreeSet;

use sieve::{Failure, FaultKind};

use super::{SMALL, concepts, faults, gzip, read};
use crate::fhir::lines::{SIZES, Sizes};
use crate::fhir::{chart, chart_in_pieces};

const PATIENT: &str = r#"{"resourceType":"Patient","id":"p"}"#;

#[test]
fn every_broken_line_is_told_with_its_place_and_without_its_values() {
    let lines = format!(
        "{PATIENT}\n\n{{\"resourceType\":\"Patient\",\"id\":\"secret\"\n{PATIENT}}}\n{{\"resourceType\":\"Patient\",\"birthDate\":1950}}\n"
    );
    let other = r#"{"resourceType":"Goal","id":"#;
    let found = faults(&[("P.ndjson", &lines), ("Q.ndjson.gz", other)]);
    let places: Vec<(&str, Option<u64>, FaultKind)> =
        found.iter().map(|fault| (fault.place.as_str(), fault.row, fault.kind)).collect();
    let expected = [
        ("P.ndjson", Some(3), FaultKind::UnreadableValue),
        ("P.ndjson", Some(4), FaultKind::UnreadableValue),
        ("P.ndjson", Some(5), FaultKind::WrongType),
        ("Q.ndjson.gz", Some(1), FaultKind::UnreadableValue),
    ];
    assert_eq!(places, expected);
    let message = Failure::Data(found).to_string();
    assert!(!message.contains("secret") && !message.contains("1950"), "{message}");
}

#[test]
fn of_many_broken_lines_the_first_twenty_are_told_and_the_others_counted() {
    let found = faults(&[("P.ndjson", &"{\n".repeat(3).replace("{\n", "{\"a\":\n").repeat(10))]);
    assert_eq!(found.len(), 21);
    assert_eq!(found[19].row, Some(20));
    assert!(found[20].message.starts_with("10 more lines"), "{}", found[20].message);
}

#[test]
fn another_kind_of_json_is_named_as_what_it_is() {
    for (text, words) in [
        (r#"[{"resourceType":"Patient","id":"p"}]"#, "a JSON array"),
        (r#"{"resourceType":"Bundle","entry":[]}"#, "a Bundle"),
        ("{\n  \"resourceType\": \"Patient\"\n}\n", "a JSON document over several lines"),
    ] {
        let found = faults(&[("P.ndjson", text)]);
        assert_eq!(found.len(), 1);
        assert!(found[0].message.starts_with(words), "{}", found[0].message);
    }
}

#[test]
fn a_folder_without_resources_or_without_patients_is_refused() {
    assert_eq!(faults(&[("bundle.json", "{}")])[0].kind, FaultKind::UnknownSource);
    let goal = r#"{"resourceType":"Goal","id":"g"}"#;
    assert_eq!(faults(&[("Goal.ndjson", goal)])[0].kind, FaultKind::MissingTable);
}

#[test]
fn a_line_that_does_not_say_what_it_is_among_others_is_refused() {
    let found = faults(&[("P.ndjson", &format!("{PATIENT}\n{{\"id\":\"x\"}}\n"))]);
    assert_eq!((found.len(), found[0].kind), (1, FaultKind::WrongType));
}

#[test]
fn bytes_that_are_not_utf_8_are_refused_with_their_line() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let write = |name: &str, bytes: &[u8]| {
        std::fs::write(folder.path().join(name), bytes).expect("it can be written")
    };
    write(
        "P.ndjson",
        b"{\"resourceType\":\"Patient\",\"id\":\"p\"}\n{\"resourceType\":\"Goal\",\"id\":\"\xe9\"}\n",
    );
    write("Q.ndjson", b"\xff\xfe{\0}\0");
    write("R.ndjson", b"PK\x03\x04");
    let Err(Failure::Data(found)) = chart(folder.path(), &concepts(), &BTreeSet::new()) else {
        panic!("it was read");
    };
    let places: Vec<_> = found.iter().map(|fault| (fault.place.as_str(), fault.row, fault.kind)).collect();
    let expected = [
        ("P.ndjson", Some(2), FaultKind::Encoding),
        ("Q.ndjson", None, FaultKind::Encoding),
        ("R.ndjson", None, FaultKind::UnknownCompression),
    ];
    assert_eq!(places, expected);
}

#[test]
fn gzip_that_breaks_off_is_refused_at_any_byte() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let text = format!("{PATIENT}\n").repeat(50);
    let packed = gzip(text.as_bytes());
    for n_bytes in 2..packed.len() {
        std::fs::write(folder.path().join("P.ndjson.gz"), &packed[..n_bytes]).expect("it can be written");
        let read = chart_in_pieces(folder.path(), &concepts(), &BTreeSet::new(), SMALL);
        let Err(Failure::Data(found)) = read else { panic!("{n_bytes} bytes were read") };
        assert_eq!(found[0].kind, FaultKind::DamagedFile);
    }
}

#[test]
fn a_line_longer_than_can_be_held_is_refused_and_one_within_is_read() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let long = format!(r#"{{"resourceType":"Patient","id":"p","text":{{"div":"{}"}}}}"#, "x".repeat(3 << 20));
    std::fs::write(folder.path().join("P.ndjson"), long).expect("it can be written");
    let read = |sizes| chart_in_pieces(folder.path(), &concepts(), &BTreeSet::new(), sizes);
    let Err(Failure::Data(found)) = read(Sizes { line: 2 << 20, ..SIZES }) else { panic!("it was read") };
    assert_eq!((found[0].kind, found[0].row), (FaultKind::TooLarge, Some(1)));
    assert_eq!(read(SIZES).map(|read| read.chart.uninvolved.len()).unwrap_or_default(), 1);
}

#[test]
fn a_mark_of_the_byte_order_and_line_ends_of_windows_do_no_harm() {
    let read = read(&[("P.ndjson", &format!("\u{feff}{PATIENT}\r\n\r\n"))]).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!((read.chart.files[0].n_rows, read.chart.uninvolved.len()), (1, 1));
}
