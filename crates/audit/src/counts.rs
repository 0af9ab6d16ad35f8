//! Whole numbers against each other.

use crate::figures::{Pair, Sum};
use crate::finding::{Finding, Rule, Severity};
use crate::printed::PrintedP;
use crate::recompute::sign_test;
use crate::words::{p_words, percent};

/// Whether the parts, and what is missing, are the total.
pub(crate) fn sum(sum: &Sum) -> Vec<Finding> {
    let all = sum.parts.iter().chain(&sum.missing);
    let text: Vec<String> = all.clone().map(u64::to_string).collect();
    let found: u128 = all.map(|part| u128::from(*part)).sum();
    let claim = format!("{}: {} = {}", sum.what, text.join(" + "), sum.total);
    let whole = u128::from(sum.total);
    let first = if found == whole {
        Finding::new(Severity::Ok, Rule::Sum, &sum.place, claim)
    } else {
        let apart = found.abs_diff(whole);
        let word = if found > whole { "too many: counted twice, or a wrong total" } else { "too few" };
        Finding::new(Severity::Error, Rule::Sum, &sum.place, claim)
            .expects(found.to_string())
            .explained(format!("The parts are {apart} {word}."))
    };
    std::iter::once(first).chain(missing(sum)).collect()
}

fn missing(sum: &Sum) -> Option<Finding> {
    let missing = sum.missing.filter(|missing| *missing > 0)?;
    let claim = format!("{}: {missing} of {} missing", sum.what, sum.total);
    Some(
        Finding::new(Severity::Note, Rule::Denominator, &sum.place, claim)
            .expects(format!("{missing}/{} ({})", sum.total, percent(missing, sum.total)))
            .explained("Shares among those with data hold for the whole only if the others are like them."),
    )
}

/// Two counts of opposite events, against chance.
pub(crate) fn pair(pair: &Pair) -> Vec<Finding> {
    let p = sign_test(pair.first, pair.second);
    let claim = format!("{}: {} against {}", pair.what, pair.first, pair.second);
    let expected = format!("exact sign test {}", p_words(p));
    let finding = |severity| Finding::new(severity, Rule::Sign, &pair.place, claim.clone());
    match &pair.p {
        Some(printed) if !agrees(printed, p) => {
            let text = format!(
                "Printed {}: another test than the exact sign test, or another pair of counts.",
                printed.words()
            );
            vec![finding(Severity::Doubt).expects(expected).explained(text)]
        }
        printed => {
            let severity = if printed.is_some() { Severity::Ok } else { Severity::Note };
            let text = if p > 0.05 { "Chance alone gives such a pair easily." } else { "" };
            vec![finding(severity).expects(expected).explained(text)]
        }
    }
}

fn agrees(printed: &PrintedP, p: f64) -> bool {
    let (low, high) = printed.interval();
    low - 1e-12 <= p && p <= high + 1e-12
}

#[cfg(test)]
mod tests {
    use super::*;

    fn severity(parts: &[u64], missing: Option<u64>, total: u64) -> Severity {
        sum(&Sum { parts: parts.to_vec(), missing, total, ..Sum::default() })[0].severity
    }

    #[test]
    fn parts_make_the_total() {
        assert_eq!(severity(&[114, 50], None, 164), Severity::Ok);
        assert_eq!(severity(&[41], Some(12), 53), Severity::Ok);
        assert_eq!(severity(&[114, 51], None, 164), Severity::Error);
        assert_eq!(severity(&[], None, 0), Severity::Ok);
        assert_eq!(severity(&[u64::MAX, u64::MAX], None, u64::MAX), Severity::Error);
    }

    /// clinical-rules section 8: 10 against 5, exact p = .302.
    #[test]
    fn ten_against_five_is_chance() {
        let found = pair(&Pair { first: 10, second: 5, ..Pair::default() });
        assert_eq!(found[0].expected, "exact sign test p = 0.302");
        assert_eq!(found[0].severity, Severity::Note);
    }
}
