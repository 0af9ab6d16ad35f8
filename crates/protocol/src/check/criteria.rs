//! The criteria and their order.

use std::ops::Range;

use crate::read::{Reader, quoted};
use crate::{Code, Criterion};

const KEY: &str = "require.criteria";

/// Criteria that look from the index date, which the second course gives.
const AFTER_TWO_COURSES: [Criterion; 3] =
    [Criterion::IndexInPeriod, Criterion::NoDistantMetastasis, Criterion::IncompleteResponse];

/// All six criteria, each once, those that need the index date after `two_courses`.
pub(super) fn criteria(read: &mut Reader) -> Option<Vec<Criterion>> {
    let (given, item) = read.given::<()>(KEY);
    let item = item?;
    let Some(list) = item.as_array() else {
        read.wrong_type(KEY, item, "a list of criteria");
        return None;
    };
    let mut found: Vec<(Criterion, Range<usize>)> = Vec::new();
    let mut all_read = true;
    for value in list {
        let span = value.span().unwrap_or(given.span.clone());
        let Some(word) = value.as_str() else {
            let message = format!("a criterion in double quotes expected, {} found", kind_of(value));
            let help = format!("criteria are: {}", quoted(Criterion::WORDS));
            read.findings.report(Code::WrongType, span, KEY, message, help);
            all_read = false;
            continue;
        };
        match Criterion::from_word(word) {
            None => {
                read.unknown_word(KEY, word, Criterion::WORDS, span);
                all_read = false;
            }
            Some(criterion) if found.iter().any(|(other, _)| *other == criterion) => {
                let message = format!("the criterion `{word}` stands twice");
                read.findings.report(Code::RepeatedCriterion, span, KEY, message, "keep one of the two");
            }
            Some(criterion) => found.push((criterion, span)),
        }
    }
    order(read, &found);
    // A word that was not understood may be the missing one.
    if all_read {
        missing(read, &found, given.span);
    }
    Some(found.into_iter().map(|(criterion, _)| criterion).collect())
}

fn order(read: &mut Reader, found: &[(Criterion, Range<usize>)]) {
    let Some(courses) = found.iter().position(|(criterion, _)| *criterion == Criterion::TwoCourses) else {
        return;
    };
    for (criterion, span) in &found[..courses] {
        if AFTER_TWO_COURSES.contains(criterion) {
            let word = criterion.word();
            let message = format!("`{word}` stands before `two_courses`, which gives the index date");
            let help = format!("put \"{word}\" after \"two_courses\"");
            read.findings.report(Code::CriterionOrder, span.clone(), KEY, message, help);
        }
    }
}

fn missing(read: &mut Reader, found: &[(Criterion, Range<usize>)], span: Range<usize>) {
    let absent: Vec<&str> = Criterion::ALL
        .iter()
        .filter(|criterion| !found.iter().any(|(other, _)| other == *criterion))
        .map(|criterion| criterion.word())
        .collect();
    if !absent.is_empty() {
        let message = format!("missing: {}", quoted(&absent));
        let help = "name all six criteria; their order may change";
        read.findings.report(Code::MissingCriterion, span, KEY, message, help);
    }
}

fn kind_of(value: &toml_edit::Value) -> &'static str {
    crate::read::kind(value.type_name())
}
