//! The abstract of the study: every defect of clinical-rules section 8, with the numbers given there.

use audit::{Finding, Rule, Severity};

use super::{errors, findings, of};

fn abstract_findings() -> Vec<Finding> {
    findings(include_str!("../../../studies/second-radioiodine/abstract.toml"))
}

/// The findings of a check whose claim, expectation or explanation holds this text.
fn with<'a>(list: &'a [Finding], rule: Rule, text: &str) -> &'a Finding {
    let holds = |found: &&&Finding| {
        [&found.claim, &found.expected, &found.explanation].iter().any(|part| part.contains(text))
    };
    of(list, rule).iter().find(holds).copied().unwrap_or_else(|| panic!("{rule:?} does not say {text:?}"))
}

#[test]
fn sums_and_per_cents_hold() {
    let list = abstract_findings();
    assert_eq!(of(&list, Rule::Sum).len(), 4);
    assert!(of(&list, Rule::Sum).iter().all(|found| found.severity == Severity::Ok));
    assert!(of(&list, Rule::Percent).iter().all(|found| found.severity == Severity::Ok));
    with(&list, Rule::Denominator, "12/53 (22.6 %)");
    with(&list, Rule::Percent, "With 21 counted, only N = 50 gives it.");
    with(&list, Rule::Denominator, "the whole group");
    with(&list, Rule::Wilson, "62.8 %");
}

#[test]
fn only_numbers_and_words_that_are_none_are_errors() {
    let list = abstract_findings();
    let claims: Vec<&str> = errors(&list).iter().map(|found| found.claim.as_str()).collect();
    assert_eq!(claims.len(), 4, "{claims:?}");
    with(&list, Rule::Number, "93.7 or 93.1 or 97.1");
    with(&list, Rule::Wording, "RIA retreatment");
    with(&list, Rule::Wording, "Loforegional");
    with(&list, Rule::Wording, "Zriffin");
}

#[test]
fn age_says_nothing_and_its_sd_is_too_short() {
    let list = abstract_findings();
    assert_eq!(with(&list, Rule::Grim, "granularity 0.006").severity, Severity::Note);
    with(&list, Rule::Decimals, "46.6 (SD 17)");
}

#[test]
fn thyroglobulin_is_skewed() {
    let list = abstract_findings();
    for (cv, median) in [("1.15", "61.4"), ("1.21", "65.0"), ("1.34", "25.1"), ("2.20", "10.2")] {
        let found = with(&list, Rule::Skew, &format!("CV {cv}"));
        assert_eq!(found.severity, Severity::Doubt);
        assert!(found.expected.contains(median), "{}", found.expected);
    }
    with(&list, Rule::Skew, "18 % of it would lie below 10");
}

#[test]
fn the_p_of_the_biochemical_is_paired_or_of_ranks() {
    let list = abstract_findings();
    with(&list, Rule::PValue, "change \u{2212}17.3 (\u{2212}41.3 %)");
    let unpaired = with(&list, Rule::PValue, "t = 1.74, df 120, p = 0.085");
    assert_eq!(unpaired.severity, Severity::Doubt);
    assert!(unpaired.explanation.contains("unpaired rank test cannot be excluded"));
    let paired = with(&list, Rule::PValue, "n = 61: r = 0.685 (0.674 to 0.698)");
    for part in ["t = 3.09", "43.7", "\u{2212}28.5 to \u{2212}6.1"] {
        assert!(paired.explanation.contains(part), "{}", paired.explanation);
    }
    with(&list, Rule::PValue, "n = 50: r = 0.747");
    with(&list, Rule::PValue, "n = 40: r = 0.803");
}

#[test]
fn the_change_of_the_structural_is_open() {
    let list = abstract_findings();
    with(&list, Rule::PValue, "change +8.5 (+9.1 %)");
    // Up to r = .97 by the rules; .974 and .982 to three decimals.
    with(&list, Rule::PValue, "n = 53: p > 0.05 for r up to 0.97");
    with(&list, Rule::PValue, "n = 41: p > 0.05 for r up to 0.98");
    let wide = with(&list, Rule::NoChange, "n = 41, r = 0.9: SE 8.5, 95 % CI \u{2212}8.6 to 25.6");
    assert!(wide.explanation.contains("is not shown"));
}

#[test]
fn tests_and_pairs_are_not_stated() {
    let list = abstract_findings();
    let stated = of(&list, Rule::Stated);
    assert_eq!(stated.len(), 4);
    assert!(stated.iter().all(|found| found.severity == Severity::Doubt));
}

#[test]
fn ten_against_five_and_the_denominators() {
    let list = abstract_findings();
    with(&list, Rule::Sign, "p = 0.302");
    for (share, interval) in [
        ("24.4 %", "13.8 to 39.3"),
        ("12.2 %", "5.3 to 25.5"),
        ("63.4 %", "48.1 to 76.4"),
        ("42.0 %", "29.4 to 55.8"),
        ("38.4 %", "31.3 to 46.0"),
        ("34.1 %", "27.3 to 41.7"),
    ] {
        assert!(with(&list, Rule::Wilson, share).expected.contains(interval), "{share}");
    }
    with(&list, Rule::Denominator, "10/53 (18.9 %)");
}
