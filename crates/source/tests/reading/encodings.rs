//! Encodings, byte order marks and declared date orders.

use source::{DateOrder, Encoding, FindingKind, ProblemKind};

use crate::fixture::{Folder, LAB, findings, problems, timeline};

const ROW: &str = "A,2005-01-01,tg,1.5,\u{b5}g/L\n";

fn utf16(text: &str, mark: bool) -> Vec<u8> {
    let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

#[test]
fn a_byte_order_mark_is_understood() {
    let text = format!("{LAB}{ROW}");
    let utf16be: Vec<u8> =
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    for bytes in [[b"\xef\xbb\xbf", text.as_bytes()].concat(), utf16(&text, true), utf16be] {
        let reading = Folder::new().with_bytes("lab.csv", &bytes).read();
        assert_eq!(timeline(&reading, "A").labs[0].value.map(|value| value.number), Some(1.5));
        assert!(reading.findings.is_empty());
    }
}

#[test]
fn utf_16_without_a_mark_must_be_declared() {
    let mut folder = Folder::new();
    for sheet in ["patient", "surgery", "radioiodine"] {
        let text = std::fs::read_to_string(folder.path().join(format!("{sheet}.csv"))).expect("a sheet");
        folder = folder.with_bytes(&format!("{sheet}.csv"), &utf16(&text, false));
    }
    let mut folder = folder.with_bytes("lab.csv", &utf16(&format!("{LAB}{ROW}"), false));
    assert!(
        folder
            .refusal()
            .problems
            .iter()
            .all(|problem| { matches!(problem.kind, ProblemKind::BinaryFile | ProblemKind::Encoding) })
    );
    folder.options.encoding = Some(Encoding::Utf16);
    assert_eq!(timeline(&folder.read(), "A").labs.len(), 1);
}

#[test]
fn hebrew_in_windows_1255_must_be_declared() {
    // The person is named by the letters alef and bet.
    let patients = b"person_id,sex,birth_date,diagnosis_date,histology\nA,F,1960,2000-01-01,8260/3\n\xe0\xe1,F,1960,2000-01-01,8260/3\n";
    let mut folder = Folder::new().with_bytes("patient.csv", patients);
    let refusal = folder.refusal();
    assert_eq!(problems(&refusal), [(ProblemKind::Encoding, "patient.csv", Some(3))]);
    assert!(refusal.problems[0].help.contains("windows-1255"));
    folder.options.encoding = Some(Encoding::Windows1255);
    assert_eq!(timeline(&folder.read(), "אב").patient.record.line, 3);
    folder.options.encoding = Some(Encoding::Windows1252);
    assert_eq!(timeline(&folder.read(), "àá").patient.record.line, 3);
}

#[test]
fn bytes_outside_the_declared_encoding_are_refused() {
    let mut folder = Folder::new().with_bytes("visit.csv", b"person_id,date,type\nA,2001-01-01,\xd9\n");
    folder.options.encoding = Some(Encoding::Windows1255);
    assert_eq!(problems(&folder.refusal()), [(ProblemKind::Encoding, "visit.csv", Some(2))]);
}

#[test]
fn a_mark_stands_above_what_is_declared() {
    let text = [b"\xef\xbb\xbf", format!("{LAB}{ROW}").as_bytes()].concat();
    let mut folder = Folder::new().with_bytes("lab.csv", &text);
    folder.options.encoding = Some(Encoding::Windows1255);
    assert!(timeline(&folder.read(), "A").labs[0].value.is_some());
}

#[test]
fn day_month_year_is_read_only_where_declared() {
    let rows = "A,2001-02-03,\nA,03/02/2001,x\nA,3/2/2001,\n";
    let mut folder = Folder::new().tolerant().with("visit", &format!("person_id,date,type\n{rows}"));
    let reading = folder.read();
    assert_eq!(timeline(&reading, "A").visits.len(), 1);
    assert_eq!(
        findings(&reading, "visit.csv"),
        [
            (FindingKind::UnreadableDate, 3, "date", "03/02/2001"),
            (FindingKind::UnreadableDate, 4, "date", "3/2/2001"),
        ]
    );
    folder.options.date_order = DateOrder::DayMonthYear;
    let reading = folder.read();
    let days: Vec<_> = timeline(&reading, "A").visits.iter().map(|visit| visit.day.iso()).collect();
    assert_eq!(days, ["2001-02-03"; 3]);
}
