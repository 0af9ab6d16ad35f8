//! Welch's and Student's t from summaries: what the p would be if the two sides were different persons.

use stats::distribution::student_t;

use super::Question;
use crate::figures::TestUsed;
use crate::finding::{Finding, Rule, Severity};
use crate::words::p_words;

/// One t test.
struct Tested {
    t: f64,
    df: f64,
    p: f64,
}

/// Welch's test of a distance of means.
fn welch(distance: f64, sds: (f64, f64), n: (f64, f64)) -> Tested {
    let (a, b) = (sds.0 * sds.0 / n.0, sds.1 * sds.1 / n.1);
    let df = (a + b) * (a + b) / (a * a / (n.0 - 1.0) + b * b / (n.1 - 1.0));
    tested(distance, a + b, df)
}

/// Student's test with a pooled variance.
fn pooled(distance: f64, sds: (f64, f64), n: (f64, f64)) -> Tested {
    let df = n.0 + n.1 - 2.0;
    let variance = ((n.0 - 1.0) * sds.0 * sds.0 + (n.1 - 1.0) * sds.1 * sds.1) / df;
    tested(distance, variance * (1.0 / n.0 + 1.0 / n.1), df)
}

fn tested(distance: f64, variance: f64, df: f64) -> Tested {
    if variance.is_nan() || variance <= 0.0 || df.is_nan() {
        // An SD that rounds to 0: any distance is beyond doubt, and none is none.
        return Tested { t: f64::INFINITY, df, p: if distance > 0.0 { 0.0 } else { 1.0 } };
    }
    let t = distance / variance.sqrt();
    Tested { t, df, p: student_t::two_sided(t, df) }
}

/// Whether an unpaired t test gives the printed p.
pub(super) fn check(question: &Question<'_>, n_before: u64, n_after: u64) -> Finding {
    let n = (n_before as f64, n_after as f64);
    let at = welch(question.summaries.change().abs(), question.summaries.sds(), n);
    let expected = format!("unpaired: t = {:.2}, df {:.0}, {}", at.t, at.df, p_words(at.p));
    let finding = |severity| question.finding(severity, Rule::PValue).expects(expected.clone());
    let Some(printed) = &question.change.p else {
        return finding(Severity::Note).explained("Welch's t from the summaries; no p is printed.");
    };
    let (low, high) = possible(question, n);
    let (first, last) = printed.interval();
    if first <= high && low <= last {
        let text = "Welch's t from the summaries agrees, as far as an unpaired test may be used here.";
        return finding(Severity::Ok).explained(text);
    }
    let text = format!(
        "The printed {} cannot be an unpaired t test of these summaries (whatever was rounded, {} to {:.3}); an \
         unpaired rank test cannot be excluded.",
        printed.words(),
        p_words(low),
        high
    );
    let is_stated = question.change.test == TestUsed::UnpairedT;
    finding(if is_stated { Severity::Error } else { Severity::Doubt }).explained(text)
}

/// Least and greatest p over everything that prints so, of both tests.
fn possible(question: &Question<'_>, n: (f64, f64)) -> (f64, f64) {
    let (near, far) = question.summaries.distances();
    let [before, after] = question.summaries.sd_ranges();
    let tests = [welch, pooled];
    let low = tests.iter().map(|test| test(far, (before.0, after.0), n).p).fold(1.0, f64::min);
    let high = tests.iter().map(|test| test(near, (before.1, after.1), n).p).fold(0.0, f64::max);
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// clinical-rules section 8: 41.9 (56) and 24.6 (54), n = 61: t = 1.74, df 120, p = .085.
    #[test]
    fn welch_from_summaries() {
        let found = welch(17.3, (56.0, 54.0), (61.0, 61.0));
        assert!((found.t - 1.74).abs() < 0.005 && (found.df - 120.0).abs() < 0.5, "{} {}", found.t, found.df);
        assert!((found.p - 0.085).abs() < 5e-4, "{}", found.p);
    }

    #[test]
    fn no_spread_is_no_defect() {
        assert_eq!(welch(1.0, (0.0, 0.0), (5.0, 5.0)).p, 0.0);
        assert_eq!(pooled(0.0, (0.0, 0.0), (2.0, 2.0)).p, 1.0);
    }
}
