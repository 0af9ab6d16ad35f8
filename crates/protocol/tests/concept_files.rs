//! Concept files: their own name and line in every mistake.

use protocol::{Code, Problem, Protocol};

use crate::{codes_and_lines, line_of};

/// Codes that are tested here.
pub const COVERED: [Code; 5] =
    [Code::ConceptColumns, Code::ConceptRow, Code::RepeatedConcept, Code::UnknownFlag, Code::EmptyConceptSet];

fn builtin_list() -> &'static str {
    Protocol::builtin_concept_files()[0].1
}

fn read(list: &str) -> Result<Protocol, Problem> {
    Protocol::parse(Protocol::builtin_text(), "study.toml", &|_| Ok(list.to_owned()))
}

fn mistakes(list: &str) -> Vec<protocol::Diagnostic> {
    match read(list) {
        Err(Problem::Mistakes(mistakes)) => mistakes,
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_change_gives_its_code_and_line() {
    for (from, to, code, marker) in [
        ("vocabulary,code", "vocabulary,cod", Code::ConceptColumns, "vocabulary,cod"),
        (",certainty", ",certainty,certainty", Code::ConceptColumns, "vocabulary,code"),
        ("ICD-O-3,8050,3,", "ICD-O-3,8O50,3,", Code::ConceptRow, "8O50"),
        ("ICD-O-3,8050,3,", "ICD-O-3,805,3,", Code::ConceptRow, ",805,"),
        ("ICD-O-3,8050,3,", "ICD-O-3,7999,3,", Code::ConceptRow, "7999"),
        ("ICD-O-3,8050,3,", "ICD-O-3,8050,1,", Code::ConceptRow, "8050"),
        ("ICD-O-3,8050,3,", "ICD-10,8050,3,", Code::ConceptRow, "8050"),
        ("Papillary carcinoma NOS,,B", ",,B", Code::ConceptRow, "8050"),
        ("Papillary carcinoma NOS,,B", "Papillary carcinoma, NOS,,B", Code::ConceptRow, "8050"),
        ("Papillary carcinoma NOS,,B", "Papillary carcinoma NOS,,D", Code::ConceptRow, "8050"),
        ("ICD-O-3,8260,3,", "ICD-O-3,8050,3,", Code::RepeatedConcept, "adenocarcinoma"),
        (",poorly_differentiated,", ",poorly,", Code::UnknownFlag, "8337"),
    ] {
        let list = builtin_list().replacen(from, to, 1);
        let found = mistakes(&list);
        let first = &found[0];
        assert_eq!((first.code, first.line), (code, line_of(&list, marker)), "{to}\n{found:#?}");
        assert!(first.in_concept_file && first.file == "concepts/histology.csv");
        assert!(first.render("study.toml", "").contains("--> concepts/histology.csv:"), "{first}");
    }
}

#[test]
fn a_file_without_a_code_is_empty() {
    let header = builtin_list().lines().next().unwrap_or("");
    assert_eq!(codes_and_lines(&mistakes(header)), [(Code::EmptyConceptSet, 1)]);
    assert_eq!(codes_and_lines(&mistakes("")), [(Code::ConceptColumns, 1)]);
}

#[test]
fn every_wrong_row_is_told_after_those_of_the_protocol() {
    let list = builtin_list().replace("8050,3", "8050,2").replace("8350,3", "x,3");
    let text = Protocol::builtin_text().replace("[report]", "[raport]");
    let Err(Problem::Mistakes(found)) = Protocol::parse(&text, "study.toml", &|_| Ok(list.clone())) else {
        panic!("accepted");
    };
    let codes: Vec<Code> = found.iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::UnknownSection, Code::ConceptRow, Code::ConceptRow], "{found:#?}");
}

#[test]
fn columns_in_any_order_quotes_and_line_ends_are_read() {
    let list = "\u{feff}code,name,vocabulary,flag,behaviour,certainty\r\n\r\n\
                8337,\"Insular, \"\"poor\"\"\",ICD-O-3,poorly_differentiated,3,B\r\n\
                8260, Papillary ,ICD-O-3,,3,A\r\n";
    let protocol = read(list).unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(protocol.histology.included, [8260, 8337]);
    assert_eq!(protocol.histology.poorly_differentiated, [8337]);
}
