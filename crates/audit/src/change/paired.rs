//! The paired t test, whose p depends on a correlation that papers seldom print.
//!
//! With SDs s and u and correlation r, the differences have the variance s² + u² - 2 r s u. So a printed p says
//! which r it needs, and whether that r can be.

use stats::distribution::student_t;

use super::{Question, interval_words, threshold};
use crate::figures::TestUsed;
use crate::finding::{Finding, Rule, Severity};
use crate::printed::PrintedP;
use crate::words::fixed;

/// The correlation that gives this two-sided p at n pairs; infinite when the distance is 0 and p is not 1.
fn correlation(distance: f64, sds: (f64, f64), n: u64, p: f64) -> f64 {
    let t = student_t::quantile_upper(p / 2.0, n as f64 - 1.0);
    let spread = distance * (n as f64).sqrt() / t;
    (sds.0 * sds.0 + sds.1 * sds.1 - spread * spread) / (2.0 * sds.0 * sds.1)
}

/// The SD of differences at this correlation.
fn spread(sds: (f64, f64), r: f64) -> f64 {
    (sds.0 * sds.0 + sds.1 * sds.1 - 2.0 * r * sds.0 * sds.1).max(0.0).sqrt()
}

/// Least and greatest correlation over everything that prints so: the ends of p and the corners of the rounding.
fn possible(question: &Question<'_>, n: u64, p: (f64, f64)) -> (f64, f64) {
    let (near, far) = question.summaries.distances();
    let [before, after] = question.summaries.sd_ranges();
    let mut range = (f64::INFINITY, f64::NEG_INFINITY);
    for sds in [(before.0, after.0), (before.0, after.1), (before.1, after.0), (before.1, after.1)] {
        if sds.0 <= 0.0 || sds.1 <= 0.0 {
            continue;
        }
        for r in [correlation(near, sds, n, p.0), correlation(far, sds, n, p.1)] {
            range = (range.0.min(r), range.1.max(r));
        }
    }
    range
}

/// Whether a paired t test of n pairs gives the printed p, and at which correlation.
pub(super) fn check(question: &Question<'_>, n: u64) -> Vec<Finding> {
    match &question.change.p {
        None => Vec::new(),
        Some(p) => match threshold(p) {
            Some(alpha) => not_significant(question, n, alpha),
            None => vec![significant(question, n, p)],
        },
    }
}

fn significant(question: &Question<'_>, n: u64, printed: &PrintedP) -> Finding {
    let (distance, sds) = (question.summaries.change().abs(), question.summaries.sds());
    let (low, high) = printed.interval();
    // A p of 0 or 1 has no t; nothing is printed closer than this.
    let (low, high) = (low.clamp(1e-15, 0.999_999), high.clamp(1e-15, 0.999_999));
    let of_p = (correlation(distance, sds, n, high), correlation(distance, sds, n, low));
    let (least, greatest) = possible(question, n, (low, high));
    let finding = |severity| question.finding(severity, Rule::PValue);
    let is_stated = question.change.test == TestUsed::PairedT && question.change.n_pairs.is_some();
    if least > 1.0 || greatest < -1.0 {
        let severity = if is_stated { Severity::Error } else { Severity::Doubt };
        let text = format!("No correlation gives {} with {n} pairs of these summaries.", printed.words());
        return finding(severity)
            .expects(format!("paired t, n = {n}: no r from \u{2212}1 to 1"))
            .explained(text);
    }
    let p = match printed {
        PrintedP::Is(p) => p.value.clamp(low, high),
        PrintedP::Below(_) | PrintedP::Above(_) => high,
    };
    let r = correlation(distance, sds, n, p).clamp(-1.0, 1.0);
    let at_least = if matches!(printed, PrintedP::Below(_)) { "at least " } else { "" };
    let expected = format!("paired t, n = {n}: r = {at_least}{} ({})", fixed(r, 3), range(of_p));
    let severity = if r < 0.0 { Severity::Doubt } else { Severity::Ok };
    finding(severity).expects(expected).explained(story(question, n, (p, r), (least, greatest)))
}

/// `0.674 to 0.698`, within what a correlation can be.
fn range((low, high): (f64, f64)) -> String {
    format!("{} to {}", fixed(low.clamp(-1.0, 1.0), 3), fixed(high.clamp(-1.0, 1.0), 3))
}

fn story(question: &Question<'_>, n: u64, (p, r): (f64, f64), all: (f64, f64)) -> String {
    let change = question.summaries.change();
    let sd = spread(question.summaries.sds(), r);
    let t = student_t::quantile_upper(p / 2.0, n as f64 - 1.0);
    let half = student_t::quantile_upper(0.025, n as f64 - 1.0) * sd / (n as f64).sqrt();
    let sign =
        if r < 0.0 { " A negative correlation of two values of one person would be strange." } else { "" };
    format!(
        "The p needs t = {t:.2} and an SD of the differences of {sd:.1}: that correlation of before and after ({} \
         with all roundings), and a 95 % CI of the change of {}. A signed-rank test is equally possible.{sign}",
        range(all),
        interval_words(change - half, change + half)
    )
}

fn not_significant(question: &Question<'_>, n: u64, alpha: f64) -> Vec<Finding> {
    let (distance, sds) = (question.summaries.change().abs(), question.summaries.sds());
    let limit = correlation(distance, sds, n, alpha);
    let (_, greatest) = possible(question, n, (alpha, alpha));
    let consistent = if greatest < -1.0 {
        let is_stated = question.change.test == TestUsed::PairedT && question.change.n_pairs.is_some();
        question
            .finding(if is_stated { Severity::Error } else { Severity::Doubt }, Rule::PValue)
            .expects(format!("paired t, n = {n}: p < {alpha} at every r"))
            .explained("No correlation gives a p above the threshold with these summaries.")
    } else {
        let upto = if limit >= 1.0 { "every r".into() } else { format!("r up to {}", fixed(limit, 3)) };
        question
            .finding(Severity::Ok, Rule::PValue)
            .expects(format!("paired t, n = {n}: p > {alpha} for {upto}"))
            .explained("A p above the threshold is consistent with the summaries.")
    };
    let wide = question.change.correlation.map(|r| width(question, n, r));
    std::iter::once(consistent).chain(wide).collect()
}

/// How much change a p above the threshold leaves open.
fn width(question: &Question<'_>, n: u64, r: f64) -> Finding {
    let change = question.summaries.change();
    let error = spread(question.summaries.sds(), r) / (n as f64).sqrt();
    let half = student_t::quantile_upper(0.025, n as f64 - 1.0) * error;
    question
        .finding(Severity::Doubt, Rule::NoChange)
        .expects(format!(
            "n = {n}, r = {r}: SE {error:.1}, 95 % CI {}",
            interval_words(change - half, change + half)
        ))
        .explained("\u{201c}No change\u{201d} is not shown: the interval holds changes that would matter.")
}

#[cfg(test)]
mod tests {
    use super::*;

    const A2: (f64, f64) = (56.0, 54.0);

    /// clinical-rules section 8: r = .685 (.674 to .698), n = 50 .747, n = 40 .803; SD of differences 43.7.
    #[test]
    fn the_correlation_behind_a_p() {
        let r = |n, p| correlation(17.3, A2, n, p);
        for (n, p, expected) in [
            (61, 0.003, 0.685),
            (61, 0.0035, 0.674),
            (61, 0.0025, 0.698),
            (50, 0.003, 0.747),
            (40, 0.003, 0.803),
        ] {
            assert!((r(n, p) - expected).abs() < 6e-4, "{n} {p}: {}", r(n, p));
        }
        assert!((spread(A2, 0.685) - 43.7).abs() < 0.05);
    }

    /// clinical-rules section 8: p > .05 for r up to .97 at n = 53 or n = 41; SE 8.5 at r = .9, n = 41.
    #[test]
    fn how_far_a_p_above_the_threshold_holds() {
        for n in [53, 41] {
            let limit = correlation(8.5, (108.0, 124.0), n, 0.05);
            assert!((0.97..0.99).contains(&limit), "{limit}");
        }
        assert!((spread((108.0, 124.0), 0.9) / 41f64.sqrt() - 8.5).abs() < 0.05);
    }
}
