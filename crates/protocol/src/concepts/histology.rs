//! Histologies: the ICD-O-3 codes that are differentiated thyroid carcinoma.

use thyroid::rules::HistologyRules;

use super::file::{CERTAINTIES, Cell, ConceptFile, Line};
use crate::read::quoted;
use crate::{Code, Diagnostic};

/// Columns of the file.
const COLUMNS: [&str; 6] = ["vocabulary", "code", "behaviour", "name", "flag", "certainty"];
const FLAGS: [&str; 1] = ["poorly_differentiated"];
const VOCABULARY: &str = "ICD-O-3";

/// What the file lists, and its mistakes.
pub(super) fn read(name: &str, text: &str) -> (HistologyRules, Vec<Diagnostic>) {
    let mut file = ConceptFile::new(name, text, COLUMNS);
    let mut rules = HistologyRules::default();
    for line in file.lines("nobody enters the study") {
        row(&mut file, &line, &mut rules);
    }
    rules.included.sort_unstable();
    rules.poorly_differentiated.sort_unstable();
    (rules, file.found)
}

fn row(file: &mut ConceptFile<6>, line: &Line<6>, rules: &mut HistologyRules) {
    let [vocabulary, code, behaviour, name, flag, certainty] = line;
    file.expect(vocabulary, "vocabulary", vocabulary.text == VOCABULARY, &format!("write {VOCABULARY}"));
    let help = "write 3: only malignant, primary tumours count";
    file.expect(behaviour, "behaviour", behaviour.text == "3", help);
    file.expect(name, "name", !name.text.is_empty(), "say what the code means");
    let help = format!("write one of {}", CERTAINTIES.join(", "));
    file.expect(certainty, "certainty", CERTAINTIES.contains(&certainty.text.as_str()), &help);
    check_flag(file, flag);
    let number = number(&code.text);
    file.expect(code, "code", number.is_some(), "write the four digits, 8000 to 9999, without behaviour");
    let Some(number) = number else { return };
    if rules.included.contains(&number) {
        let message = format!("the code {number} stands twice");
        file.report(Code::RepeatedConcept, code.span(), "code", &message, "keep one of the two");
        return;
    }
    rules.included.push(number);
    if !flag.text.is_empty() {
        rules.poorly_differentiated.push(number);
    }
}

fn check_flag(file: &mut ConceptFile<6>, flag: &Cell) {
    if !flag.text.is_empty() && !FLAGS.contains(&flag.text.as_str()) {
        let message = format!("`{}` is not a flag", flag.text);
        let help = format!("allowed: {}, or an empty cell", quoted(&FLAGS));
        file.report(Code::UnknownFlag, flag.span(), "flag", &message, &help);
    }
}

fn number(code: &str) -> Option<u16> {
    let digits = code.len() == 4 && code.bytes().all(|b| b.is_ascii_digit());
    code.parse().ok().filter(|number| digits && (8000..=9999).contains(number))
}
