//! Concept files: their own name and line in every mistake.

use protocol::{Code, Problem, Protocol};

use crate::{builtin_concepts, codes_and_lines, line_of};

/// Codes that are tested here.
pub const COVERED: [Code; 6] = [
    Code::ConceptColumns,
    Code::ConceptRow,
    Code::RepeatedConcept,
    Code::UnknownFlag,
    Code::EmptyConceptSet,
    Code::UnknownSet,
];

fn builtin_list() -> &'static str {
    Protocol::builtin_concept_files()[0].1
}

/// The built-in study with another text of one concept file.
fn with(path: &str, list: &str) -> Result<Protocol, Problem> {
    let reader = |named: &str| if named == path { Ok(list.to_owned()) } else { builtin_concepts(named) };
    Protocol::parse(Protocol::builtin_text(), "study.toml", &reader)
}

fn read(list: &str) -> Result<Protocol, Problem> {
    with("concepts/histology.csv", list)
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
    let reader = |path: &str| match path {
        "concepts/histology.csv" => Ok(list.clone()),
        other => builtin_concepts(other),
    };
    let Err(Problem::Mistakes(found)) = Protocol::parse(&text, "study.toml", &reader) else {
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

fn mistakes_of_drugs(list: &str) -> Vec<protocol::Diagnostic> {
    match with("concepts/drugs.csv", list) {
        Err(Problem::Mistakes(mistakes)) => mistakes,
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_change_of_a_concept_set_gives_its_code_and_line() {
    for (from, to, code, marker, help) in [
        ("rhtsh,ATC", "rhtsch,ATC", Code::UnknownSet, "rhtsch", "did you mean `rhtsh`?"),
        ("rhtsh,ATC", ",ATC", Code::UnknownSet, "H01AB01", "known are: thyroid_cancer"),
        ("rhtsh,ATC", "rhtsh,atc", Code::ConceptRow, "atc", "write ATC, as the CDM names it"),
        ("rhtsh,ATC", "rhtsh,", Code::ConceptRow, "H01AB01", "name the vocabulary"),
        (",H01AB01,", ",,", Code::ConceptRow, "thyrotropin alfa", "write the code"),
        (",H01AB01,", ",*,", Code::ConceptRow, "thyrotropin alfa", "write the code"),
        (",H01AB01,", ",H0*01,", Code::ConceptRow, "H0*01", "at one of its ends"),
        (",sorafenib,yes", ",sorafenib,true", Code::ConceptRow, "sorafenib", "write yes or no"),
        (",sorafenib,yes,no", ",sorafenib,yes,", Code::ConceptRow, "sorafenib", "write yes or no"),
        ("sorafenib,yes,no,B", "sorafenib,yes,no,E", Code::ConceptRow, "sorafenib", "A, B, C"),
        ("L01EX08", "L01EX02", Code::RepeatedConcept, "lenvatinib", "keep one"),
        (",exclude", "", Code::ConceptColumns, "set,vocabulary", "the first line names"),
        ("set,", "sets,", Code::ConceptColumns, "sets,", "did you mean `set`?"),
    ] {
        let (_, builtin) = Protocol::builtin_concept_files()[3];
        let list = builtin.replacen(from, to, 1);
        let found = mistakes_of_drugs(&list);
        let first = &found[0];
        assert_eq!((first.code, first.line), (code, line_of(&list, marker)), "{to}\n{found:#?}");
        assert!(first.help.contains(help), "{first}");
        assert_eq!(first.file, "concepts/drugs.csv");
    }
}

#[test]
fn a_set_of_exclusions_alone_is_empty() {
    let list = "set,vocabulary,code,name,include_descendants,exclude,certainty\n\
                tki,ATC,L01EX02,sorafenib,yes,no,B\n\
                rhtsh,HCPCS,J3240,thyrotropin,no,yes,B\n";
    let found = mistakes_of_drugs(list);
    assert_eq!(codes_and_lines(&found), [(Code::EmptyConceptSet, 3)], "{found:#?}");
    let header = list.lines().next().unwrap_or("");
    assert_eq!(codes_and_lines(&mistakes_of_drugs(header)), [(Code::EmptyConceptSet, 1)]);
}

#[test]
fn a_hospital_may_have_a_vocabulary_of_its_own() {
    let (_, builtin) = Protocol::builtin_concept_files()[3];
    let list = format!("{builtin}tki,Local drugs,*-SORA,Sorafenib of the pharmacy,no,no,B\n");
    let protocol = with("concepts/drugs.csv", &list).unwrap_or_else(|problem| panic!("{problem}"));
    let own = protocol.concepts.iter().find(|concept| concept.vocabulary.as_ref() == "Local drugs");
    assert_eq!(own.map(|concept| concept.code.as_ref()), Some("*-SORA"));
    let sections = protocol::prose_sections(&protocol);
    let mut told = sections.iter().flat_map(|section| &section.paragraphs);
    assert!(told.any(|text| text.contains("Local drugs *-SORA")));
}

#[test]
fn a_protocol_that_names_no_sets_has_the_builtin_ones() {
    let named = Protocol::builtin_text();
    let sets = ["conditions", "procedures", "drugs", "measurements"];
    let is_set = |line: &&str| sets.iter().any(|set| line.starts_with(&format!("{set} = ")));
    let text: String = named.lines().filter(|line| !is_set(line)).map(|line| format!("{line}\n")).collect();
    assert_eq!(named.lines().count() - text.lines().count(), 4);
    let protocol = crate::parse(&text).unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(protocol.concepts, Protocol::builtin().concepts);
    assert_ne!(protocol.hash, Protocol::builtin().hash, "the hash is of what the protocol names");
}

#[test]
fn every_meaning_has_codes_and_each_code_of_a_vocabulary_one_place() {
    let concepts = Protocol::builtin().concepts;
    for &meaning in timeline::Meaning::ALL {
        assert!(concepts.iter().any(|c| c.meaning == meaning && !c.is_excluded), "{}", meaning.word());
    }
    let included: Vec<_> = concepts.iter().filter(|c| !c.is_excluded).collect();
    for (at, concept) in included.iter().enumerate() {
        let is_same = |other: &&&timeline::Concept| {
            (&other.vocabulary, &other.code) == (&concept.vocabulary, &concept.code)
        };
        assert_eq!(included[..at].iter().find(is_same), None, "{concept:?}");
    }
}
