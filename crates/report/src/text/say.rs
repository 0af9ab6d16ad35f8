//! The only way by which an estimate's number comes into a sentence.
//!
//! Each function takes an estimate and gives a phrase: a share with numerator, denominator and interval, a
//! mean with its SD, a p with its digits. What an estimate does not have is said, with the reason.

use analysis::Estimate;

use crate::html::number;

/// Where the interval of a change lies, beside no change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// Below: lower after than before.
    Lower,
    /// Above: higher after than before.
    Higher,
    /// No change is inside.
    Includes,
    /// There is no interval.
    Unknown,
}

/// `21/50 (42.0 %; 95 % CI 29.4 % to 55.8 %)`.
pub(crate) fn share(estimate: &Estimate) -> String {
    let (Some(n), Some(of)) = (estimate.numerator, estimate.denominator) else {
        return undefined(estimate);
    };
    if of == 0 {
        return undefined(estimate);
    }
    let counts = format!("{}/{}", number::count(n), number::count(of));
    match share_interval(estimate) {
        Some(interval) => format!("{counts} ({}; {interval})", number::percent(n, of)),
        None => format!("{counts} ({})", number::percent(n, of)),
    }
}

/// The interval of a share: `95 % CI 29.4 % to 55.8 %`.
fn share_interval(estimate: &Estimate) -> Option<String> {
    let (low, high) = finite(estimate.ci?)?;
    let level = level(estimate)?;
    let end = |end: f64| format!("{} %", number::fixed(100.0 * end, 1));
    Some(format!("{level} CI {} to {}", end(low), end(high)))
}

/// A count with its per cent, where the numbers were counted and not estimated: `12/41 (29.3 %)`.
pub(crate) fn part(n: usize, of: usize) -> String {
    if of == 0 { "none of none".into() } else { number::share(n, of) }
}

/// `mean 93.7 ng/mL (SD 107.7)`.
pub(crate) fn mean_sd(estimate: &Estimate) -> String {
    let unit = unit(estimate);
    match (value(estimate), estimate.sd.filter(|sd| sd.is_finite())) {
        (None, _) => undefined(estimate),
        (Some(mean), None) => format!("mean {}{unit}", number::plain(mean)),
        (Some(mean), Some(sd)) => {
            let decimals = number::decimals(mean);
            format!("mean {}{unit} (SD {})", number::fixed(mean, decimals), number::fixed(sd, decimals))
        }
    }
}

/// `median 58.1 ng/mL (IQR 17.2 to 127.8)`.
pub(crate) fn median_iqr(estimate: &Estimate) -> String {
    median(estimate.median, estimate.q1.zip(estimate.q3), &unit(estimate))
        .unwrap_or_else(|| undefined(estimate))
}

/// A median with its quartiles and a unit that begins with a blank.
pub(crate) fn median(median: Option<f64>, quartiles: Option<(f64, f64)>, unit: &str) -> Option<String> {
    let median = median.filter(|median| median.is_finite())?;
    let decimals = number::decimals(median);
    let middle = number::fixed(median, decimals);
    Some(match quartiles.and_then(finite) {
        Some(quartiles) => format!("median {middle}{unit} (IQR {})", number::interval(quartiles, decimals)),
        None => format!("median {middle}{unit}"),
    })
}

/// `8.5 ng/mL (95 % CI −9.1 to 26.2; p = 0.34)`, as far as the estimate has them.
pub(crate) fn with_interval(estimate: &Estimate) -> String {
    let Some(value) = value(estimate) else { return undefined(estimate) };
    let interval = estimate.ci.and_then(finite);
    let is_ratio = estimate.unit == "ratio";
    let decimals = match interval {
        Some(interval) => number::decimals_with(value, interval, is_ratio),
        None => number::decimals(value),
    };
    let mut inside = Vec::new();
    if let (Some(interval), Some(level)) = (interval, level(estimate)) {
        inside.push(format!("{level} CI {}", number::interval(interval, decimals)));
    }
    inside.extend(p(estimate));
    let value = format!("{}{}", number::fixed(value, decimals), unit(estimate));
    if inside.is_empty() {
        format!("{value} (no interval: {})", reason(estimate))
    } else {
        format!("{value} ({})", inside.join("; "))
    }
}

/// `p = 0.003`, `p < 0.001`; `None` where there is none.
pub(crate) fn p(estimate: &Estimate) -> Option<String> {
    estimate.p_value.filter(|p| p.is_finite()).map(number::p)
}

/// Where the interval lies beside no change: 1 for a ratio, else 0.
pub(crate) fn direction(estimate: &Estimate) -> Direction {
    let none = if estimate.unit == "ratio" { 1.0 } else { 0.0 };
    match estimate.ci.and_then(finite) {
        None => Direction::Unknown,
        Some((_, high)) if high < none => Direction::Lower,
        Some((low, _)) if low > none => Direction::Higher,
        Some(_) => Direction::Includes,
    }
}

/// `could not be estimated: no values`.
fn undefined(estimate: &Estimate) -> String {
    format!("could not be estimated: {}", reason(estimate))
}

/// Why a part of an estimate is absent, by how much entered it.
fn reason(estimate: &Estimate) -> &'static str {
    let entered = estimate.denominator.unwrap_or(estimate.n);
    match (entered, estimate.unit) {
        (0, "proportion") => "nobody is in the denominator",
        (0, _) => "no values",
        (1, _) => "only one value",
        _ => "the values do not differ enough from one another",
    }
}

fn value(estimate: &Estimate) -> Option<f64> {
    estimate.value.filter(|value| value.is_finite())
}

fn finite((low, high): (f64, f64)) -> Option<(f64, f64)> {
    (low.is_finite() && high.is_finite()).then_some((low, high))
}

fn level(estimate: &Estimate) -> Option<String> {
    estimate.ci_level.map(number::level)
}

/// A unit with a blank before it; none for a ratio and a proportion.
fn unit(estimate: &Estimate) -> String {
    match estimate.unit {
        "" | "ratio" | "proportion" => String::new(),
        unit => format!(" {unit}"),
    }
}

/// `no patient`, `1 patient`, `12 patients`.
pub(crate) fn patients(n: usize) -> String {
    counted(n, "patient")
}

/// `no pair`, `1 pair`, `12 pairs`.
pub(crate) fn counted(n: usize, what: &str) -> String {
    match n {
        0 => format!("no {what}"),
        1 => format!("1 {what}"),
        n => format!("{} {what}s", number::count(n)),
    }
}

/// `was` of one, `were` of any other number.
pub(crate) fn was(n: usize) -> &'static str {
    if n == 1 { "was" } else { "were" }
}

/// The sentence with a capital at its beginning.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// `a`, `a and b`, `a, b and c`; `none` of nothing.
pub(crate) fn list(items: &[String]) -> String {
    match items {
        [] => "none".into(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// `a`, `a and b`, `a; b; and c`: for parts that hold commas.
pub(crate) fn parts(items: &[String]) -> String {
    match items {
        [most @ .., last] if most.len() > 1 => format!("{}; and {last}", most.join("; ")),
        few => list(few),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proportion(n: usize, of: usize) -> Estimate {
        Estimate {
            n: of,
            numerator: Some(n),
            denominator: Some(of),
            unit: "proportion",
            value: (of > 0).then(|| n as f64 / of as f64),
            ci_level: Some(0.95),
            ..Estimate::default()
        }
    }

    #[test]
    fn a_share_has_its_numbers_and_interval() {
        let found = Estimate { ci: Some((0.2938, 0.5577)), ..proportion(21, 50) };
        assert_eq!(share(&found), "21/50 (42.0 %; 95 % CI 29.4 % to 55.8 %)");
        assert_eq!(share(&proportion(1, 3)), "1/3 (33.3 %)");
        assert_eq!(share(&proportion(0, 0)), "could not be estimated: nobody is in the denominator");
    }

    #[test]
    fn a_mean_has_its_spread_and_a_change_its_interval() {
        let found = Estimate {
            n: 41,
            value: Some(8.51),
            unit: "ng/mL",
            sd: Some(55.96),
            ci: Some((-9.15, 26.17)),
            ci_level: Some(0.95),
            p_value: Some(0.336),
            ..Estimate::default()
        };
        assert_eq!(mean_sd(&found), "mean 8.51 ng/mL (SD 55.96)");
        assert_eq!(with_interval(&found), "8.5 ng/mL (95 % CI −9.2 to 26.2; p = 0.34)");
        assert_eq!(direction(&found), Direction::Includes);
        let one = Estimate { n: 1, value: Some(-2.0), unit: "ng/mL", ..Estimate::default() };
        assert_eq!(with_interval(&one), "−2.00 ng/mL (no interval: only one value)");
        assert_eq!(mean_sd(&Estimate::default()), "could not be estimated: no values");
        let odd = Estimate { n: 3, value: Some(f64::NAN), ..Estimate::default() };
        assert!(with_interval(&odd).starts_with("could not be estimated"));
    }

    #[test]
    fn the_direction_follows_the_interval() {
        let ratio = |low, high| Estimate { unit: "ratio", ci: Some((low, high)), ..Estimate::default() };
        assert_eq!(direction(&ratio(0.4, 0.9)), Direction::Lower);
        assert_eq!(direction(&ratio(1.1, 1.9)), Direction::Higher);
        assert_eq!(direction(&ratio(0.4, 1.0)), Direction::Includes);
        assert_eq!(direction(&Estimate::default()), Direction::Unknown);
    }

    #[test]
    fn none_one_and_many() {
        assert_eq!([0, 1, 12_345].map(patients), ["no patient", "1 patient", "12,345 patients"]);
        let items = ["a".to_owned(), "b".to_owned(), "c".to_owned()];
        assert_eq!([list(&items), parts(&items)], ["a, b and c", "a; b; and c"]);
        assert_eq!([parts(&items[..1]), parts(&items[..2])], ["a", "a and b"]);
    }
}
