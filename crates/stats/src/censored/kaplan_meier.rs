//! The distribution of values some of which are only known to lie below a limit: Kaplan and Meier's curve,
//! turned round.
//!
//! Multiplied by -1, "below L" becomes "after -L": right-censored, and what is known of survival curves holds.
//! No value is ever multiplied here; the steps are taken from the greatest value downwards.

use super::{Censored, CensoredSample};
use crate::answer::finite;
use crate::distribution::normal;
use crate::numeric::{Unit, largest_magnitude};
use crate::{Answer, Caution, Estimate, Fraction, Interval, Level, Method, Undefined};

const CURVE: Method = Method {
    name: "Kaplan-Meier curve of left-censored values",
    reference: "Kaplan EL, Meier P, J Am Stat Assoc 1958;53:457; Helsel DR, Statistics for Censored Environmental Data, 2nd ed, Wiley 2012, ch 6",
};

const PLAIN: Method = Method {
    name: "curve's plain (Greenwood) limits read at the fraction",
    reference: "Greenwood M 1926; Brookmeyer R, Crowley J, Biometrics 1982;38:29",
};

const LOG_LOG: Method = Method {
    name: "curve's log(-log) limits read at the fraction",
    reference: "Kalbfleisch JD, Prentice RL 1980, 1.3; Brookmeyer R, Crowley J, Biometrics 1982;38:29",
};

const MEAN_CI: Method = Method {
    name: "mean of the curve, normal limits from Greenwood's variance",
    reference: "Kaplan EL, Meier P, J Am Stat Assoc 1958;53:457, section 6",
};

/// Probabilities this close count as equal, as in R's `quantile.survfit`.
const SAME: f64 = 1.490_116_119_384_765_6e-8;

/// One exact value at which the distribution function jumps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The value.
    pub value: f64,
    /// How often it occurs.
    pub n: usize,
    /// Values at or below it, limits up to it included: Kaplan and Meier's number at risk.
    pub n_at_or_below: usize,
    /// P(X < value).
    pub below: f64,
    /// P(X <= value).
    pub at_or_below: f64,
    /// Standard error of `below` by Greenwood's formula; undefined at 0.
    pub error: Answer,
}

/// How limits for the curve are drawn around P(X < value), on whose scale a quantile's limits are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Band {
    /// P ± z error, cut at 0 and 1.
    Plain,
    /// On log(-log P): stays within 0 to 1 and covers better in small samples. The default.
    #[default]
    LogLog,
}

/// A quantile and what the curve's limits say of its ends, each for itself.
#[derive(Clone, Debug, PartialEq)]
pub struct LimitedQuantile {
    /// Value and interval; the interval is undefined unless both ends are found.
    pub estimate: Estimate,
    /// Lower end; [`Undefined::BeyondLimits`] where it lies below what the limits show.
    pub low: Answer,
    /// Upper end.
    pub high: Answer,
}

/// The curve.
#[derive(Clone, Debug, PartialEq)]
pub struct KaplanMeier {
    /// From the least exact value to the greatest.
    pub steps: Vec<Step>,
    /// Number of values.
    pub n: usize,
    /// Of these, known only as below a limit.
    pub n_censored: usize,
    /// Declared missing.
    pub n_missing: usize,
    /// The share of the distribution below the least exact value, whose place is unknown, and the least limit, to
    /// which it is known to belong; `None` if an exact value is the least of all.
    pub hidden: Option<(f64, f64)>,
}

/// The distribution of a sample of exact values and values below limits.
///
/// Equal values are one step. A limit equal to a value lies above it: "<3" is less than an exact 3. No values:
/// [`Undefined::NoValues`]; nothing exact: [`Undefined::AllCensored`]; other kinds of censoring:
/// [`Undefined::OtherCensoring`] (see [`super::turnbull`]). O(n log n).
pub fn kaplan_meier(sample: CensoredSample<'_>) -> Answer<KaplanMeier> {
    let mut descending = keyed(sample)?;
    if descending.is_empty() {
        return Err(Undefined::NoValues);
    }
    if descending.iter().all(|&(_, exact)| !exact) {
        return Err(Undefined::AllCensored);
    }
    // At equal numbers the exact value comes first: it is greater than anything below its own size.
    descending.sort_by(|left, right| right.0.total_cmp(&left.0).then(right.1.cmp(&left.1)));
    Ok(curve(&descending, sample.n_missing()))
}

/// (value or limit, whether exact), with -0 as 0.
pub(super) fn keyed(sample: CensoredSample<'_>) -> Answer<Vec<(f64, bool)>> {
    let key = |value: &Censored| match *value {
        Censored::Exact(value) => Some((value + 0.0, true)),
        Censored::Below(limit) => Some((limit + 0.0, false)),
        _ => None,
    };
    let keys: Vec<(f64, bool)> = sample.values().iter().filter_map(key).collect();
    match sample.values().len() - keys.len() {
        0 => Ok(keys),
        found => Err(Undefined::OtherCensoring { found }),
    }
}

fn curve(descending: &[(f64, bool)], n_missing: usize) -> KaplanMeier {
    let n = descending.len();
    let mut steps: Vec<Step> = Vec::new();
    let (mut at, mut probability, mut relative) = (0, 1.0, 0.0);
    while at < n {
        let (value, exact) = descending[at];
        if !exact {
            at += 1;
            continue;
        }
        let ties = descending[at..].iter().take_while(|&&(other, exact)| exact && other == value).count();
        let risk = n - at;
        let at_or_below = probability;
        probability *= (risk - ties) as f64 / risk as f64;
        relative += ties as f64 / (risk as f64 * (risk - ties) as f64);
        let error =
            if risk == ties { Err(Undefined::BeyondLimits) } else { Ok(probability * relative.sqrt()) };
        steps.push(Step { value, n: ties, n_at_or_below: risk, below: probability, at_or_below, error });
        at += ties;
    }
    let (least, exact) = descending[n - 1];
    steps.reverse();
    KaplanMeier {
        hidden: (!exact).then_some((probability, least)),
        n,
        n_censored: descending.iter().filter(|&&(_, exact)| !exact).count(),
        n_missing,
        steps,
    }
}

impl KaplanMeier {
    /// P(X <= x), exact from the least exact value upwards. Below it only an upper bound is known, and this is
    /// [`Undefined::BeyondLimits`], unless an exact value is the least of all: then 0.
    pub fn at_or_below(&self, x: f64) -> Answer {
        match self.steps.iter().rev().find(|step| step.value <= x) {
            Some(step) => Ok(step.at_or_below),
            None if self.hidden.is_none() => Ok(0.0),
            None => Err(Undefined::BeyondLimits),
        }
    }

    /// The least value with P(X <= value) at or above the fraction; where P equals the fraction between two
    /// values, the mean of the two (as R does, within 1.5e-8).
    ///
    /// Undefined (`BeyondLimits`) where the fraction falls into the hidden share. The ends of the interval are
    /// the same reading of the curve's upper and lower limits.
    pub fn quantile(&self, fraction: Fraction, band: Band, level: Level) -> LimitedQuantile {
        let method = if band == Band::Plain { PLAIN } else { LOG_LOG };
        let z = normal::quantile_upper(level.tail());
        let limits: Vec<Option<(f64, f64)>> = self.steps.iter().map(|step| step.limits(band, z)).collect();
        let value = self.read(fraction.get(), |step| Some(self.steps[step].below));
        let low = self.read(fraction.get(), |step| limits[step].map(|(_, high)| high));
        let high = self.read(fraction.get(), |step| limits[step].map(|(low, _)| low));
        let ci = match (value, low, high) {
            (Ok(value), Ok(low), Ok(high)) => {
                Ok(Interval { low: low.min(value), high: high.max(value), level, method })
            }
            _ => Err(Undefined::BeyondLimits),
        };
        LimitedQuantile { estimate: Estimate { value, ci, ..self.blank() }, low, high }
    }

    /// From the greatest value downwards, the first step whose curve falls to the fraction or below.
    fn read(&self, fraction: f64, below: impl Fn(usize) -> Option<f64>) -> Answer {
        if fraction > 1.0 - SAME {
            return Ok(self.steps[self.steps.len() - 1].value);
        }
        for step in (0..self.steps.len()).rev() {
            let Some(curve) = below(step) else { break };
            if (curve - fraction).abs() <= SAME {
                // The curve stays there until the next value downwards, or until the least limit.
                let value = self.steps[step].value;
                let next = match step {
                    0 => self.hidden.map(|(_, limit)| limit),
                    _ => below(step - 1).map(|_| self.steps[step - 1].value),
                };
                return Ok(next.map_or(value, |next| 0.5 * next + 0.5 * value));
            }
            if curve < fraction {
                return Ok(self.steps[step].value);
            }
        }
        Err(Undefined::BeyondLimits)
    }

    /// Mean of the curve, the hidden share counted at the least limit (Efron's rule, turned round), with normal
    /// limits from Greenwood's variance; `sd` is the SD of the curve.
    ///
    /// Where a share is hidden the mean is too high by at most that share times the distance from the limit to
    /// the least possible value; [`Caution::MassAtLimit`] gives both.
    pub fn mean(&self, level: Level) -> Estimate {
        let values: Vec<f64> = self.steps.iter().map(|step| step.value).collect();
        let unit =
            Unit::for_largest(largest_magnitude(&values).max(self.hidden.map_or(0.0, |(_, at)| at.abs())));
        let (mean, variance, spread) = self.moments(unit);
        let mut estimate =
            Estimate { value: finite(unit.back(mean)), sd: finite(unit.back(spread.sqrt())), ..self.blank() };
        estimate.ci = if self.n < 2 {
            Err(Undefined::TooFew { needed: 2, found: self.n })
        } else if variance == 0.0 {
            Err(Undefined::NoSpread)
        } else {
            let half = normal::quantile_upper(level.tail()) * variance.sqrt();
            finite(unit.back(mean - half)).and_then(|low| {
                Ok(Interval { low, high: finite(unit.back(mean + half))?, level, method: MEAN_CI })
            })
        };
        if let Some((share, limit)) = self.hidden {
            estimate.cautions.push(Caution::MassAtLimit { share, limit });
        }
        estimate
    }

    /// Mean, its variance sum A² d / (r (r - d)) with A the area of the curve below a step, and the spread.
    fn moments(&self, unit: Unit) -> (f64, f64, f64) {
        let (share, limit) = self.hidden.map_or((0.0, self.steps[0].value), |hidden| hidden);
        let (mut area, mut variance, mut last) = (0.0, 0.0, unit.of(limit));
        for step in &self.steps {
            let value = unit.of(step.value);
            area += step.below * (value - last);
            last = value;
            let (d, r) = (step.n as f64, step.n_at_or_below as f64);
            if d < r {
                variance += area * area * d / (r * (r - d));
            }
        }
        let mean = last - area;
        let deviation = |value: f64| (unit.of(value) - mean) * (unit.of(value) - mean);
        let spread: f64 =
            self.steps.iter().map(|step| (step.at_or_below - step.below) * deviation(step.value)).sum();
        (mean, variance, spread + share * deviation(limit))
    }

    fn blank(&self) -> Estimate {
        let n_ties = self.steps.iter().map(|step| step.n).filter(|&n| n > 1).sum();
        let mut estimate = Estimate { n_missing: self.n_missing, n_ties, ..Estimate::blank(CURVE, self.n) };
        let share = self.n_censored as f64 / self.n as f64;
        if share > 0.5 {
            estimate.cautions.push(Caution::MostlyCensored { share });
        }
        estimate
    }
}

impl Step {
    /// Limits of P(X < value); `None` at 0, where Greenwood's variance is undefined.
    pub fn limits(&self, band: Band, z: f64) -> Option<(f64, f64)> {
        let error = self.error.ok()?;
        let p = self.below;
        Some(match band {
            Band::Plain => ((p - z * error).max(0.0), (p + z * error).min(1.0)),
            Band::LogLog => {
                let (outer, half) = ((-p.ln()).ln(), z * error / (p * p.ln()));
                ((-(outer - half).exp()).exp(), (-(outer + half).exp()).exp())
            }
        })
    }
}
