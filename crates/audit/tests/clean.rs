//! Abstracts without a defect, and invented ones with one defect each.

use audit::{Rule, Severity};

use super::{errors, findings, of};

/// Invented: 40 persons, two strata; a score of whole numbers; p of a paired t test at r = 0.8:
/// SD of differences sqrt(100 + 100 - 160) = 6.325, t = 3 / (6.325 / sqrt 40) = 3.000, p = 0.0047 (t table, df 39).
const CLEAN: &str = r#"
[paper]
title = "An invented abstract"

[[sum]]
what = "Strata"
parts = [25, 15]
total = 40

[[proportion]]
what = "Responded"
count = 12
of = 40
percent = 30.0

[[mean]]
id = "before"
what = "Score"
mean = 30.10
sd = 10.00
n = 40
whole_numbers = true

[[mean]]
id = "after"
what = "Score"
mean = 27.10
sd = 10.00
n = 40
whole_numbers = true

[[change]]
what = "Score"
before = "before"
after = "after"
pairs = 40
p = 0.005
test = "paired t"

[[counts]]
what = "Better against worse"
first = 20
second = 5
p = 0.004

[[text]]
printed = "score"
expected = "score"
"#;

#[test]
fn a_clean_abstract_has_no_error_and_no_doubt() {
    let list = findings(CLEAN);
    let bad: Vec<_> = list.iter().filter(|found| found.severity > Severity::Note).collect();
    assert!(bad.is_empty(), "{bad:#?}");
    let paired =
        of(&list, Rule::PValue).into_iter().find(|found| found.expected.contains("n = 40")).expect("paired");
    assert_eq!(paired.severity, Severity::Ok);
}

#[test]
fn one_changed_figure_is_one_error() {
    for (from, to, rule) in [
        ("parts = [25, 15]", "parts = [25, 16]", Rule::Sum),
        ("percent = 30.0", "percent = 31.0", Rule::Percent),
        ("mean = 30.10", "mean = 30.11", Rule::Grim),
        ("p = 0.005\n", "p = 0.9\n", Rule::PValue),
        ("printed = \"score\"", "printed = \"scrore\"", Rule::Wording),
        (
            "sd = 10.00\nn = 40\nwhole_numbers = true\n\n[[change]]",
            "sd = -10.00\nn = 40\n\n[[change]]",
            Rule::Number,
        ),
    ] {
        assert!(CLEAN.contains(from), "{from}");
        let list = findings(&CLEAN.replacen(from, to, 1));
        let found = errors(&list);
        assert!(!found.is_empty() && found.iter().all(|found| found.rule == rule), "{to}: {found:#?}");
    }
}

/// The printed p 0.9 needs differences with an SD of 150, beyond r = -1.
#[test]
fn a_p_that_no_correlation_gives() {
    let list = findings(&CLEAN.replace("p = 0.005\n", "p = 0.9\n"));
    assert!(errors(&list)[0].explanation.starts_with("No correlation gives p = 0.9 with 40 pairs"));
    let unsaid = findings(&CLEAN.replace("p = 0.005\n", "p = 0.9\n").replace("test = \"paired t\"\n", ""));
    assert!(errors(&unsaid).is_empty(), "nothing is sure when the test is not stated");
}
