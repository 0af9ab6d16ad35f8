//! Thyroglobulin doubling time (clinical rules 3.7).
//!
//! A straight line through ln(Tg) over time in years (days / 365.25) with slope b. The doubling time
//! is ln 2 / b where thyroglobulin rises, the halving time -ln 2 / b where it falls; the doubling
//! rate b / ln 2, in doublings a year, passes through 0 without a break. Without censored values the
//! line is by least squares; with them it is the maximum of the normal likelihood, in which `<x`
//! and `>x` say only where the value lies ([`crate::censored_line`]).
//!
//! Values count that are suppressed below the TSH bound, outside the blackout of a dose and not
//! antibody-positive; one per day, the highest. They must come from one assay. When they do not make
//! a line the answer is a [`Refusal`]. Whoever asks chooses the window; a treatment inside it breaks
//! the line, and that is not judged here.
//!
//! The bounds (4 values, TSH below 0.1 mIU/L, antibody-negative, classes at 1 and 3 years) are expert
//! knowledge after Miyauchi 2011, not re-read.

use std::f64::consts::LN_2;

use timeline::{Injection, Judged, Lab, Reason, RecordRef, Rule, RunnerUp, TOLERANCE, Window, below, words};

use crate::antibody::Antibody;
use crate::censored_line::{Fit, Method, Point, fit};
use crate::courses::Dose;
use crate::marker::{Reading, State, readings};
use crate::rules::{KineticsRules, MarkerRules};

words! {
    /// Class of the doubling time.
    pub enum GrowthClass {
        /// Doubles in less than the first cut (1 year).
        Fast = "fast",
        /// From the first to the second cut (1 to 3 years), both included.
        Medium = "medium",
        /// Doubles in more than the second cut (3 years).
        Slow = "slow",
        /// Does not rise.
        NotRising = "not_rising",
    }
}

/// A line was fitted.
pub static FITTED: Rule = Rule {
    id: "3.7.doubling",
    says: "Slope of ln(Tg) on time over suppressed, antibody-negative values of one assay.",
};
/// No line was fitted.
pub static REFUSED: Rule =
    Rule { id: "3.7.refused", says: "The values do not fulfil what a doubling time requires." };

/// Why there is no doubling time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Fewer days with a value than required.
    TooFew {
        /// Days with a value.
        n: usize,
    },
    /// The values come from this many known assays.
    SeveralAssays {
        /// Number of assays.
        n: usize,
    },
    /// A value is recorded as zero or less, which has no logarithm and no detection limit.
    NoLogarithm,
    /// Too large a share is censored, or fewer than three values are not.
    TooCensored {
        /// Censored values.
        n_censored: usize,
        /// All values.
        n: usize,
    },
    /// The likelihood has no finite maximum or was not climbed to its top.
    NoMaximum,
}

/// What should be said beside a doubling time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KineticsCaution {
    /// At least one value has no recorded assay; it was taken as the same.
    AssayUnknown,
    /// At least one value has no antibody value near; it was taken as not positive.
    AntibodyUnknown,
}

/// A fitted line.
#[derive(Clone, Debug, PartialEq)]
pub struct Growth {
    /// Slope of ln(Tg), per year.
    pub slope_per_year: f64,
    /// Doublings per year; negative when thyroglobulin falls.
    pub doubling_rate: f64,
    /// Doubling time in years; `None` when it does not rise.
    pub doubling_years: Option<f64>,
    /// Halving time in years; `None` when it does not fall.
    pub halving_years: Option<f64>,
    /// Class of the doubling time.
    pub class: GrowthClass,
    /// How the line was fitted.
    pub method: Method,
    /// Values, one per day.
    pub n: usize,
    /// Values among them that are `<x` or `>x`.
    pub n_censored: usize,
    /// What should be said beside it.
    pub cautions: Vec<KineticsCaution>,
}

/// What a doubling time is derived from.
#[derive(Clone, Copy)]
pub struct Series<'a> {
    /// Laboratory rows.
    pub labs: &'a [Lab],
    /// Injections of recombinant TSH.
    pub injections: &'a [Injection],
    /// Therapeutic administrations, for the blackout.
    pub doses: &'a [Dose],
    /// The window.
    pub window: Window,
}

/// The doubling time over the window, or why there is none (clinical rules 3.7). The TSH bound is
/// that of `rules`; pairing days, blackout and antibodies are those of `marker`.
pub fn doubling(
    series: &Series<'_>,
    marker: &MarkerRules,
    rules: &KineticsRules,
) -> Judged<Result<Growth, Refusal>> {
    let marker = MarkerRules { suppressed_tsh_below: rules.tsh_below, ..marker.clone() };
    let all = readings(series.labs, series.injections, series.doses, &marker);
    let (mut chosen, mut passed) = (Vec::<&Reading<'_>>::new(), Vec::new());
    for reading in all.iter().filter(|reading| series.window.contains(reading.day)) {
        match why_not(reading) {
            Some(why) => passed.push(RunnerUp { record: reading.lab.record, why }),
            None => add_highest(&mut chosen, reading, &mut passed),
        }
    }
    let growth = estimate(&chosen, rules);
    let rule = if growth.is_ok() { &FITTED } else { &REFUSED };
    let used: Vec<RecordRef> = chosen.iter().flat_map(|reading| reading.records()).collect();
    Judged::new(growth, Reason::new(rule, used).over(passed))
}

fn why_not(reading: &Reading<'_>) -> Option<&'static str> {
    if !reading.is_usable() {
        Some("in the blackout after a dose")
    } else if reading.state != State::Suppressed {
        Some("TSH not known to be below the bound")
    } else if reading.antibody == Antibody::Positive {
        Some("antibodies positive")
    } else {
        None
    }
}

fn add_highest<'a>(chosen: &mut Vec<&'a Reading<'a>>, reading: &'a Reading<'a>, passed: &mut Vec<RunnerUp>) {
    let runner_up =
        |reading: &Reading<'_>| RunnerUp { record: reading.lab.record, why: "not the highest of its day" };
    match chosen.last_mut() {
        Some(last) if last.day == reading.day => {
            if reading.value.rank(last.value).is_gt() {
                passed.push(runner_up(last));
                *last = reading;
            } else {
                passed.push(runner_up(reading));
            }
        }
        _ => chosen.push(reading),
    }
}

fn estimate(chosen: &[&Reading<'_>], rules: &KineticsRules) -> Result<Growth, Refusal> {
    let n = chosen.len();
    let (Some(first), true) = (chosen.first(), n >= rules.min_values) else {
        return Err(Refusal::TooFew { n });
    };
    let mut assays: Vec<_> = chosen.iter().filter_map(|reading| reading.lab.assay).collect();
    assays.sort_unstable();
    assays.dedup();
    if assays.len() > 1 {
        return Err(Refusal::SeveralAssays { n: assays.len() });
    }
    if chosen.iter().any(|reading| reading.value.number <= 0.0) {
        return Err(Refusal::NoLogarithm);
    }
    let points: Vec<Point> = chosen
        .iter()
        .map(|reading| Point {
            x: f64::from(reading.day - first.day) / 365.25,
            y: reading.value.number.ln(),
            comparator: reading.value.comparator,
        })
        .collect();
    let n_censored = points.iter().filter(|point| point.is_censored()).count();
    let too_many = n_censored as f64 * 100.0 > rules.max_censored_pct * n as f64 + TOLERANCE;
    if too_many || n_censored > 0 && n - n_censored < 3 {
        return Err(Refusal::TooCensored { n_censored, n });
    }
    let mut cautions = Vec::new();
    if chosen.iter().any(|reading| reading.lab.assay.is_none()) {
        cautions.push(KineticsCaution::AssayUnknown);
    }
    if chosen.iter().any(|reading| reading.antibody == Antibody::Unknown) {
        cautions.push(KineticsCaution::AntibodyUnknown);
    }
    let Fit { slope, method } = fit(&points).ok_or(Refusal::NoMaximum)?;
    Ok(growth(slope, method, rules, (n, n_censored), cautions))
}

fn growth(
    slope: f64,
    method: Method,
    rules: &KineticsRules,
    (n, n_censored): (usize, usize),
    cautions: Vec<KineticsCaution>,
) -> Growth {
    let doubling_years = (slope > TOLERANCE).then(|| LN_2 / slope);
    let class = match doubling_years {
        None => GrowthClass::NotRising,
        Some(years) if below(years, rules.cut_years.0) => GrowthClass::Fast,
        Some(years) if years <= rules.cut_years.1 + TOLERANCE => GrowthClass::Medium,
        Some(_) => GrowthClass::Slow,
    };
    Growth {
        slope_per_year: slope,
        doubling_rate: slope / LN_2,
        doubling_years,
        halving_years: (slope < -TOLERANCE).then(|| -LN_2 / slope),
        class,
        method,
        n,
        n_censored,
        cautions,
    }
}

#[cfg(test)]
mod tests;
