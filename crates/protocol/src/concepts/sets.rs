//! Concept sets: which codes of which vocabularies mean what to the study.

use timeline::{Concept, Meaning};

use super::file::{CERTAINTIES, Cell, ConceptFile, Line};
use crate::nearest::did_you_mean;
use crate::{Code, Diagnostic};

/// Columns of the file.
const COLUMNS: [&str; 7] =
    ["set", "vocabulary", "code", "name", "include_descendants", "exclude", "certainty"];

/// Vocabularies as the CDM names them. Others are allowed: a hospital may have its own.
const VOCABULARIES: [&str; 11] = [
    "ATC", "CPT4", "HCPCS", "ICD10", "ICD10CM", "ICD10PCS", "ICD9CM", "ICD9Proc", "ICDO3", "LOINC", "SNOMED",
];

/// What the file lists, added to what others list, and its mistakes.
pub(super) fn read(name: &str, text: &str, concepts: &mut Vec<Concept>) -> Vec<Diagnostic> {
    let mut file = ConceptFile::new(name, text, COLUMNS);
    let before = concepts.len();
    let lines = file.lines("its sets mean nothing");
    for line in &lines {
        let Some(concept) = row(&mut file, line) else { continue };
        let is_same = |other: &Concept| {
            (other.meaning, &other.vocabulary, &other.code)
                == (concept.meaning, &concept.vocabulary, &concept.code)
        };
        if concepts.iter().any(is_same) {
            let message =
                format!("{} {} stands twice in {}", concept.vocabulary, concept.code, concept.meaning.word());
            file.report(Code::RepeatedConcept, line[2].span(), "code", &message, "keep one of the two");
        } else {
            concepts.push(concept);
        }
    }
    only_exclusions(&mut file, &lines, &concepts[before..]);
    file.found
}

fn row(file: &mut ConceptFile<7>, line: &Line<7>) -> Option<Concept> {
    let [set, vocabulary, code, name, descendants, exclude, certainty] = line;
    let meaning = meaning(file, set);
    let known = check_vocabulary(file, vocabulary);
    let usable = !code.text.trim_matches('*').is_empty() && !inside(&code.text).contains('*');
    file.expect(code, "code", usable, "write the code; `*` may stand for the rest at one of its ends");
    file.expect(name, "name", !name.text.is_empty(), "say what the code means");
    let with_descendants = yes_or_no(file, descendants, "include_descendants");
    let is_excluded = yes_or_no(file, exclude, "exclude");
    let help = format!("write one of {}", CERTAINTIES.join(", "));
    file.expect(certainty, "certainty", CERTAINTIES.contains(&certainty.text.as_str()), &help);
    let text = |cell: &Cell| cell.text.as_str().into();
    (known && usable).then_some(Concept {
        meaning: meaning?,
        vocabulary: text(vocabulary),
        code: text(code),
        name: text(name),
        with_descendants: with_descendants?,
        is_excluded: is_excluded?,
    })
}

fn meaning(file: &mut ConceptFile<7>, set: &Cell) -> Option<Meaning> {
    let meaning = Meaning::from_word(&set.text);
    if meaning.is_none() {
        let message = match set.text.as_str() {
            "" => "the cell is empty".to_owned(),
            word => format!("`{word}` is no set of a study"),
        };
        file.report(Code::UnknownSet, set.span(), "set", &message, &did_you_mean(&set.text, Meaning::WORDS));
    }
    meaning
}

/// A vocabulary that is a known one in another spelling would never be found.
fn check_vocabulary(file: &mut ConceptFile<7>, cell: &Cell) -> bool {
    let plain = |name: &str| -> String {
        name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
    };
    let meant = VOCABULARIES.iter().find(|known| plain(known) == plain(&cell.text) && **known != cell.text);
    let help = match meant {
        Some(known) => format!("write {known}, as the CDM names it"),
        None => {
            format!("name the vocabulary as the CDM does: {}, or the hospital's own", VOCABULARIES.join(", "))
        }
    };
    let holds = !cell.text.is_empty() && meant.is_none();
    file.expect(cell, "vocabulary", holds, &help);
    holds
}

fn yes_or_no(file: &mut ConceptFile<7>, cell: &Cell, column: &str) -> Option<bool> {
    let answer = match cell.text.as_str() {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    file.expect(cell, column, answer.is_some(), "write yes or no");
    answer
}

/// What stands between the star at one end, if any, and the other end.
fn inside(code: &str) -> &str {
    code.strip_suffix('*').or_else(|| code.strip_prefix('*')).unwrap_or(code)
}

/// Reports sets that take codes out and have none in, at their first line.
fn only_exclusions(file: &mut ConceptFile<7>, lines: &[Line<7>], concepts: &[Concept]) {
    for &meaning in Meaning::ALL {
        let mut own = concepts.iter().filter(|concept| concept.meaning == meaning).peekable();
        if own.peek().is_some() && own.all(|concept| concept.is_excluded) {
            let line = lines.iter().find(|line| line[0].text == meaning.word());
            let span = line.map_or(0..0, |line| line[0].span());
            let message = format!("every line of {} is excluded: the set has nothing", meaning.word());
            let help = "list a code with exclude = no in the same file, or remove these lines";
            file.report(Code::EmptyConceptSet, span, "set", &message, help);
        }
    }
}
