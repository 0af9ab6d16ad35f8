//! Encodings: understood when marked or declared, refused with advice when not, never garbled.

use crate::check::study;
use crate::scratch::Scratch;

const RUN: &str = "run --out results hospital";
const DECLARED: &str = "run --study protocol.toml --out results hospital";
/// Alef and bet in windows-1255, as a patient's id.
const HEBREW: &[u8] = b"\xe0\xe1,F,1950,2000-01-01,8260/3\n";

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn with_hebrew(scratch: Scratch) -> Scratch {
    let patients = [scratch.read("hospital/patient.csv").as_bytes(), HEBREW].concat();
    scratch.sheet("patient", patients)
}

#[test]
fn windows_1255_without_declaration_is_refused() {
    with_hebrew(Scratch::with_hospital()).run(RUN).stopped(11).is("encoding-windows");
}

#[test]
fn windows_1255_as_declared_is_read() {
    let scratch = with_hebrew(study(&[("encoding = \"auto\"", "encoding = \"windows-1255\"")]));
    scratch.run(DECLARED).done();
    assert!(scratch.read("results/excluded.csv").contains("אב"));
    scratch.run("explain --study protocol.toml אב hospital").done();
}

#[test]
fn utf_16_is_read_with_a_mark_or_as_declared() {
    let marked = Scratch::with_hospital();
    let text = marked.read("hospital/lab.csv");
    let marked = marked.sheet("lab", [b"\xff\xfe".as_slice(), &utf16(&text)].concat());
    marked.run(RUN).done();
    let mut declared = study(&[("encoding = \"auto\"", "encoding = \"utf-16\"")]);
    for sheet in ["patient", "surgery", "radioiodine", "lab", "imaging", "lesion"] {
        let text = declared.read(&format!("hospital/{sheet}.csv"));
        declared = declared.sheet(sheet, utf16(&text));
    }
    declared.run(DECLARED).done();
    declared.run(RUN).stopped(11).is("encoding-utf16");
    assert_eq!(marked.run("explain A1 hospital").done().code, Some(0));
}

#[test]
fn a_declared_encoding_that_is_not_the_file_s() {
    let scratch = study(&[("encoding = \"auto\"", "encoding = \"utf-8\"")]);
    with_hebrew(scratch).run(DECLARED).stopped(11);
    let scratch = study(&[("encoding = \"auto\"", "encoding = \"utf-16\"")]);
    scratch.run(DECLARED).stopped(11);
}

#[test]
fn a_half_character_at_the_end() {
    let scratch = Scratch::with_hospital();
    let cut = [scratch.read("hospital/patient.csv").as_bytes(), b"\xd7"].concat();
    scratch.sheet("patient", cut).run(RUN).stopped(11);
}
