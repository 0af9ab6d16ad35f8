//! Each estimate against itself: per cent, interval, p, list of patients.

use analysis::{Estimate, Results};

use super::Check;
use crate::html::number;

pub(super) fn checks(results: &Results) -> Vec<Check> {
    let every = |keep: fn(&Estimate) -> bool| results.estimates.iter().chain(&results.further).all(keep);
    let listed = results.estimates.iter().all(is_listed);
    vec![
        Check::new("Every proportion recomputes from its numerator and denominator", every(recomputes)),
        Check::new(
            "Every per cent of an estimate, rounded from whole numbers, agrees with its value",
            every(rounds),
        ),
        Check::new("Every interval holds its value", every(holds_value)),
        Check::new("Every Wilson interval recomputes from its whole numbers", every(wilson_recomputes)),
        Check::new("Every p lies between 0 and 1", every(|found| found.p_value.is_none_or(is_share))),
        Check::new(
            "Every p of a paired t test recomputes from its value, interval and pairs",
            every(p_recomputes),
        ),
        Check::new("Every list of patients is as long as its number", listed),
    ]
}

fn is_share(p: f64) -> bool {
    (0.0..=1.0).contains(&p)
}

fn recomputes(found: &Estimate) -> bool {
    match (found.numerator, found.denominator, found.value) {
        (Some(numerator), Some(denominator), Some(value)) => {
            (value - numerator as f64 / denominator as f64).abs() < 1e-12
        }
        _ => true,
    }
}

fn rounds(found: &Estimate) -> bool {
    let shown = found.numerator.zip(found.denominator).and_then(|(n, of)| number::tenths_of_percent(n, of));
    match (shown, found.value) {
        (Some(tenths), Some(value)) => (tenths as f64 - value * 1000.0).abs() <= 0.5 + 1e-9,
        _ => true,
    }
}

fn holds_value(found: &Estimate) -> bool {
    found.ci.zip(found.value).is_none_or(|((low, high), value)| low <= value && value <= high)
}

fn wilson_recomputes(found: &Estimate) -> bool {
    let Some(((n, of), (low, high))) = found.numerator.zip(found.denominator).zip(found.ci) else {
        return true;
    };
    let is_wilson = found.method == Some("wilson");
    let expected = audit::wilson_at(n as u64, of as u64, found.ci_level.unwrap_or(0.95));
    !is_wilson || expected.is_some_and(|(a, b)| (a - low).abs() < 1e-9 && (b - high).abs() < 1e-9)
}

/// The t of an interval of n pairs, on logarithms for a ratio.
fn p_recomputes(found: &Estimate) -> bool {
    let recompute = match found.method {
        Some("paired_t") => audit::two_sided_p_of_interval,
        Some("paired_t_log") => audit::two_sided_p_of_ratio,
        _ => return true,
    };
    let Some(((value, ci), p)) = found.value.zip(found.ci).zip(found.p_value) else { return true };
    let expected = recompute(value, ci, found.n, found.ci_level.unwrap_or(0.95));
    expected
        .is_none_or(|expected| (expected - p).abs() <= 1e-6 * p.max(1e-3) || (expected < 1e-12 && p < 1e-12))
}

fn is_listed(found: &Estimate) -> bool {
    let counted = found.numerator.unwrap_or(found.n);
    found.behind.counted.len() == counted && found.behind.missing.len() == found.missing
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(p: f64) -> Estimate {
        // Mean 2, standard error 1, n = 4: t = 2, t(0.975, 3) = 3.182446, p = 0.139326 (tables of t).
        Estimate {
            n: 4,
            value: Some(2.0),
            ci: Some((2.0 - 3.182_446_305, 2.0 + 3.182_446_305)),
            ci_level: Some(0.95),
            p_value: Some(p),
            method: Some("paired_t"),
            ..Estimate::default()
        }
    }

    #[test]
    fn a_p_of_another_test_is_found() {
        assert!(p_recomputes(&change(0.139_325_97)));
        assert!(!p_recomputes(&change(0.14)));
    }

    /// clinical-rules section 8: 10/41, Wilson 13.8 to 39.3.
    #[test]
    fn an_interval_of_other_counts_is_found() {
        let share = |ci| Estimate {
            numerator: Some(10),
            denominator: Some(41),
            ci: Some(ci),
            ci_level: Some(0.95),
            method: Some("wilson"),
            ..Estimate::default()
        };
        let (low, high) = audit::wilson(10, 41).expect("an interval");
        assert!((low - 0.138).abs() < 5e-4 && (high - 0.393).abs() < 5e-4);
        assert!(wilson_recomputes(&share((low, high))) && !wilson_recomputes(&share((low, high + 0.01))));
    }
}
