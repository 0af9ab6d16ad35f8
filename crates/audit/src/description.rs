//! A printed mean and SD on their own.

use stats::distribution::normal;

use crate::figures::Description;
use crate::finding::{Finding, Rule, Severity};
use crate::grim::{self, Grain};
use crate::printed::{Printed, readings};
use crate::words::fixed;

/// Everything that can be said of one mean and its SD.
pub(crate) fn check(described: &Description) -> Vec<Finding> {
    let mut found: Vec<Finding> = number(described).into_iter().collect();
    if let Some(mean) = &described.mean {
        found.extend(grain(described, mean));
        found.extend(signs(described, mean));
        if let Some(sd) = &described.sd {
            found.extend(decimals(described, mean, sd));
            found.extend(skew(described, mean, sd));
        }
    }
    found
}

fn finding(described: &Description, severity: Severity, rule: Rule) -> Finding {
    Finding::new(severity, rule, &described.place, claim(described))
}

/// `Age: 46.6 (SD 17), n = 164`.
pub(crate) fn claim(described: &Description) -> String {
    let sd = described.sd.as_ref().map(|sd| format!(" (SD {})", sd.text)).unwrap_or_default();
    let n = described.n.map(|n| format!(", n = {n}")).unwrap_or_default();
    format!("{}: {}{sd}{n}", described.what, described.mean_text)
}

/// A mean that is no number.
fn number(described: &Description) -> Option<Finding> {
    if Printed::parse(&described.mean_text).is_some() {
        return None;
    }
    let candidates = readings(&described.mean_text);
    let expected = if candidates.is_empty() { "a number".into() } else { candidates.join(" or ") };
    let taken = match &described.mean {
        Some(mean) => format!(" The checks below take {}.", mean.text),
        None => " Nothing that needs the mean could be checked.".into(),
    };
    let text = format!("This is no number, and the paper does not say which was meant.{taken}");
    Some(finding(described, Severity::Error, Rule::Number).expects(expected).explained(text))
}

fn grain(described: &Description, mean: &Printed) -> Vec<Finding> {
    let Some(n) = described.n.filter(|_| described.is_whole) else { return Vec::new() };
    let step = 1.0 / n.max(1) as f64;
    let of_mean = match grim::mean(mean, n) {
        Grain::Uninformative => finding(described, Severity::Note, Rule::Grim)
            .expects(format!("uninformative, granularity {step:.3}"))
            .explained("Means of so many whole numbers reach every printed value."),
        Grain::Possible => finding(described, Severity::Ok, Rule::Grim)
            .expects(format!("a multiple of 1/{n}"))
            .explained("Whole numbers give this mean."),
        Grain::Impossible => finding(described, Severity::Error, Rule::Grim)
            .expects(format!("a multiple of 1/{n}: {}", neighbours(mean, n)))
            .explained("No whole numbers have this mean with this n."),
    };
    let spread = described.sd.as_ref().map(|sd| grim::spread(mean, sd, n));
    let of_sd = match spread {
        Some(Grain::Impossible) => Some(
            finding(described, Severity::Error, Rule::Grimmer)
                .expects("an SD of whole numbers")
                .explained("No whole numbers have this mean and this SD, with the divisor n - 1 or n."),
        ),
        Some(Grain::Possible) => Some(
            finding(described, Severity::Ok, Rule::Grimmer).explained("Whole numbers give this mean and SD."),
        ),
        _ => None,
    };
    std::iter::once(of_mean).chain(of_sd).collect()
}

/// The two means of n whole numbers around a printed one, with one decimal more.
fn neighbours(mean: &Printed, n: u64) -> String {
    let sum = (mean.value * n as f64).floor();
    let at = |sum: f64| fixed(sum / n as f64, mean.decimals as usize + 1);
    format!("{} or {}", at(sum), at(sum + 1.0))
}

fn signs(described: &Description, mean: &Printed) -> Option<Finding> {
    let is_below = |number: &Printed| number.digits < 0;
    if described.sd.as_ref().is_some_and(is_below) {
        return Some(
            finding(described, Severity::Error, Rule::Number)
                .expects("at least 0")
                .explained("An SD is never negative."),
        );
    }
    (is_below(mean) && !described.can_be_negative).then(|| {
        finding(described, Severity::Error, Rule::Number)
            .expects("at least 0")
            .explained("The quantity cannot be negative, and its mean is.")
    })
}

fn decimals(described: &Description, mean: &Printed, sd: &Printed) -> Option<Finding> {
    (sd.decimals < mean.decimals).then(|| {
        finding(described, Severity::Note, Rule::Decimals)
            .expects(format!("SD with {} decimal(s)", mean.decimals))
            .explained("The SD has fewer decimals than the mean, against SAMPL.")
    })
}

/// SD above the mean of what cannot be negative.
fn skew(described: &Description, mean: &Printed, sd: &Printed) -> Option<Finding> {
    let cv = sd.value / mean.value;
    if described.can_be_negative || mean.digits <= 0 || cv <= 1.0 {
        return None;
    }
    let log_variance = (cv * cv).ln_1p();
    let median = mean.value / (1.0 + cv * cv).sqrt();
    let below = described.threshold.as_ref().filter(|threshold| threshold.value > 0.0).map(|threshold| {
        let z = (threshold.value.ln() - median.ln()) / log_variance.sqrt();
        format!(" {:.0} % of it would lie below {}.", 100.0 * normal::lower(z), threshold.text)
    });
    Some(
        finding(described, Severity::Doubt, Rule::Skew)
            .expects(format!("CV {cv:.2}; a lognormal has the median {}", fixed(median, 1)))
            .explained(format!(
                "The SD exceeds the mean of a quantity that cannot be negative: mean and SD do not describe it, \
                 median and quartiles would.{}",
                below.unwrap_or_default()
            )),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(mean: &str, sd: &str, n: u64) -> Description {
        Description {
            what: "Tg".into(),
            mean_text: mean.into(),
            mean: Printed::parse(mean),
            sd: Printed::parse(sd),
            n: Some(n),
            ..Description::default()
        }
    }

    fn expected(found: &[Finding], rule: Rule) -> &str {
        &found.iter().find(|found| found.rule == rule).expect("a finding").expected
    }

    /// clinical-rules section 8: CV 1.15, 1.21, 1.34, 2.20; medians 61.4, 65.0, 25.1, 10.2; 18 % below 10.
    #[test]
    fn skewed_summaries_of_the_paper() {
        for (mean, sd, cv, median) in [
            ("93.7", "108", "1.15", "61.4"),
            ("102.2", "124", "1.21", "65.0"),
            ("41.9", "56", "1.34", "25.1"),
            ("24.6", "54", "2.20", "10.2"),
        ] {
            let text = format!("CV {cv}; a lognormal has the median {median}");
            assert_eq!(expected(&check(&described(mean, sd, 61)), Rule::Skew), text);
        }
        let threshold = Printed::parse("10");
        let found = check(&Description { threshold, ..described("41.9", "56", 61) });
        assert!(found.iter().any(|found| found.explanation.contains("18 % of it would lie below 10")));
    }

    #[test]
    fn a_number_that_is_none() {
        let found = check(&described("93.7.1", "108", 53));
        assert_eq!(
            (found[0].severity, found[0].expected.as_str()),
            (Severity::Error, "93.7 or 93.1 or 97.1")
        );
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn whole_numbers_have_their_grain() {
        let whole =
            |mean: &str, sd: &str, n| check(&Description { is_whole: true, ..described(mean, sd, n) });
        let age = whole("46.6", "17", 164);
        assert_eq!(expected(&age, Rule::Grim), "uninformative, granularity 0.006");
        assert_eq!(expected(&age, Rule::Decimals), "SD with 1 decimal(s)");
        assert_eq!(expected(&whole("5.19", "1.00", 28), Rule::Grim), "a multiple of 1/28: 5.179 or 5.214");
    }

    #[test]
    fn signs_are_looked_at() {
        assert_eq!(check(&described("-2", "1", 9))[0].severity, Severity::Error);
        assert_eq!(check(&described("2", "-1", 9))[0].severity, Severity::Error);
        assert!(check(&Description { can_be_negative: true, ..described("-2", "5", 9) }).is_empty());
    }
}
