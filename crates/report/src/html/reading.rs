//! What an interval of a ratio does and does not exclude, in words.
//!
//! The yardsticks are the fall and the rise that published studies of this question call a change: more
//! than half, and at least a quarter (clinical rules 3.5).

use analysis::Estimate;

use super::number;

/// Published yardstick of a fall: half.
const HALVED: f64 = 0.5;
/// Published yardstick of a rise: a quarter.
const QUARTER_UP: f64 = 1.25;

/// Sentences about a ratio of geometric means, after over before.
pub(super) fn of_ratio(found: &Estimate) -> String {
    let Some(value) = found.value else {
        return "Without a pair of values above 0 there is no ratio.".into();
    };
    let Some((low, high)) = found.ci else {
        return format!(
            "Measured {} in {} {}; without an interval it says nothing about other patients.",
            than_before(value),
            number::count(found.n),
            if found.n == 1 { "pair" } else { "pairs" }
        );
    };
    let place = match (high < 1.0, low > 1.0) {
        (true, _) => "lies below 1",
        (_, true) => "lies above 1",
        _ => "holds 1, which does not show that nothing changed",
    };
    let range = format!(
        "The interval {place}: values after from {} to {} are compatible with the data.",
        than_before(low),
        than_before(high)
    );
    format!("{range} {}", yardsticks(low, high))
}

fn yardsticks(low: f64, high: f64) -> String {
    let fall = match (low > HALVED, high < HALVED) {
        (true, _) => "It excludes a fall to half",
        (_, true) => "It lies wholly below half",
        _ => "It does not exclude a fall to half",
    };
    let rise = match (high < QUARTER_UP, low >= QUARTER_UP) {
        (true, _) => "excludes a rise by a quarter",
        (_, true) => "lies wholly above a rise by a quarter",
        _ => "does not exclude a rise by a quarter",
    };
    let join = if fall.contains("not") == rise.contains("not") { "and" } else { "but" };
    format!("{fall} {join} {rise}.")
}

/// `4 % lower`, `56 % higher`, `4.2 times as high`.
fn than_before(ratio: f64) -> String {
    let percent = |of_one: f64| {
        let of_hundred = of_one * 100.0;
        number::fixed(of_hundred, if of_hundred < 1.0 { 1 } else { 0 })
    };
    match ratio {
        ratio if ratio >= 3.0 => format!("{} times as high", number::fixed(ratio, 1)),
        ratio if ratio < 1.0 => format!("{}\u{a0}% lower", percent(1.0 - ratio)),
        ratio if ratio > 1.0 => format!("{}\u{a0}% higher", percent(ratio - 1.0)),
        _ => "equal".into(),
    }
}

/// A sentence when the ratio and the signed rank seem to disagree: they weigh different things.
pub(super) fn of_disagreement(ratio: &Estimate, rank: &Estimate) -> Option<&'static str> {
    let excludes_one = ratio.ci.map(|(low, high)| high < 1.0 || low > 1.0)?;
    let p = rank.p_value?;
    (excludes_one != (p < 1.0 - ratio.ci_level?)).then_some(
        "The ratio weighs each patient's relative change, the signed rank the differences in ng/mL: they \
         answer different questions, and here they lean differently.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(value: f64, ci: Option<(f64, f64)>) -> String {
        of_ratio(&Estimate { n: 2, value: Some(value), ci, ..Estimate::default() })
    }

    #[test]
    fn an_interval_is_told_by_what_it_excludes() {
        for (value, ci, says) in [
            (
                1.22,
                (0.961, 1.558),
                "The interval holds 1, which does not show that nothing changed: values after from \
                 4\u{a0}% lower to 56\u{a0}% higher are compatible with the data. It excludes a fall to \
                 half but does not exclude a rise by a quarter.",
            ),
            (
                0.24,
                (0.15, 0.39),
                "The interval lies below 1: values after from 85\u{a0}% lower to 61\u{a0}% lower are \
                 compatible with the data. It lies wholly below half and excludes a rise by a quarter.",
            ),
            (
                4.0,
                (1.5, 6.0),
                "The interval lies above 1: values after from 50\u{a0}% higher to 6.0 times as high are \
                 compatible with the data. It excludes a fall to half and lies wholly above a rise by a \
                 quarter.",
            ),
        ] {
            assert_eq!(ratio(value, Some(ci)), says);
        }
    }

    #[test]
    fn without_interval_or_value_little_is_said() {
        assert!(ratio(0.5, None).starts_with("Measured 50\u{a0}% lower in 2 pairs; without"));
        assert!(of_ratio(&Estimate::default()).starts_with("Without a pair"));
    }
}
