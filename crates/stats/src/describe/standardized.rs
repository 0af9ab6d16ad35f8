//! Standardised mean differences: how far two groups lie apart, in units of their spread.

use super::noncentral;
use crate::answer::finite;
use crate::distribution::{gamma, normal};
use crate::numeric::{Moments, Unit, all_equal, largest_magnitude};
use crate::{Answer, Estimate, Interval, Level, Method, Proportion, Sample, Undefined};

const COHEN: Method = Method {
    name: "standardised mean difference, pooled SD (Cohen's d)",
    reference: "Cohen J, Statistical Power Analysis for the Behavioral Sciences, 1988, 2.5",
};

const HEDGES: Method = Method {
    name: "standardised mean difference, pooled SD, corrected for small samples (Hedges' g)",
    reference: "Hedges LV, J Educ Stat 1981;6:107",
};

const AVERAGE: Method = Method {
    name: "standardised mean difference, root mean variance of both groups",
    reference: "Austin PC, Stat Med 2009;28:3083; interval: Bonett DG, Psychol Methods 2008;13:99",
};

const NONCENTRAL: Method = Method {
    name: "noncentral t interval",
    reference: "Steiger JH, Fouladi RT, in: Harlow LL et al., What If There Were No Significance Tests, 1997",
};

const BINARY: Method = Method {
    name: "standardised difference of two proportions",
    reference: "Austin PC, Stat Med 2009;28:3083",
};

const CATEGORIES: Method = Method {
    name: "standardised difference of two distributions over categories",
    reference: "Yang D, Dalton JE, SAS Global Forum 2012, paper 335",
};

/// In what the difference of means is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum StandardUnit {
    /// √((s1² + s2²)/2), whatever the sizes of the groups: the measure of balance; the default.
    #[default]
    AverageVariance,
    /// The pooled SD, divisor n1 + n2 - 2: Cohen's d.
    Pooled,
    /// The pooled SD, and the estimate times Γ(m/2)/(√(m/2) Γ((m-1)/2)), m = n1 + n2 - 2: Hedges' g, unbiased.
    PooledCorrected,
}

/// Mean of the second group minus mean of the first, in standard deviations, without unit; no test.
///
/// Interval: noncentral t for the pooled SD (exact for normal data of equal variance), Bonett's large-sample
/// one for the average variance. `sd` is the standard deviation divided by, in the unit of the data. An empty
/// group: [`Undefined::NoValues`]. A group of one: [`Undefined::TooFew`]. No spread in either group:
/// [`Undefined::NoSpread`], also where the means are equal.
pub fn standardized_difference(
    first: Sample<'_>,
    second: Sample<'_>,
    unit: StandardUnit,
    level: Level,
) -> Estimate {
    let method = match unit {
        StandardUnit::AverageVariance => AVERAGE,
        StandardUnit::Pooled => COHEN,
        StandardUnit::PooledCorrected => HEDGES,
    };
    let blank = Estimate {
        n_missing: first.n_missing() + second.n_missing(),
        ..Estimate::blank(method, first.values().len() + second.values().len())
    };
    let groups = match Groups::of(first.values(), second.values()) {
        Ok(groups) => groups,
        Err(reason) => return Estimate { value: Err(reason), ci: Err(reason), sd: Err(reason), ..blank },
    };
    let (value, low, high, sd) = match unit {
        StandardUnit::AverageVariance => groups.average_variance(level),
        StandardUnit::Pooled => groups.pooled(level, 1.0),
        StandardUnit::PooledCorrected => groups.pooled(level, correction(groups.df())),
    };
    let method = if unit == StandardUnit::AverageVariance { AVERAGE } else { NONCENTRAL };
    Estimate {
        value: finite(value),
        ci: finite(low).and_then(|low| Ok(Interval { low, high: finite(high)?, level, method })),
        sd: finite(groups.unit.back(sd)),
        ..blank
    }
}

/// Sizes, means and variances of both groups, in a common unit.
struct Groups {
    unit: Unit,
    n: [f64; 2],
    difference: f64,
    variance: [f64; 2],
}

impl Groups {
    fn of(first: &[f64], second: &[f64]) -> Answer<Self> {
        if first.is_empty() || second.is_empty() {
            return Err(Undefined::NoValues);
        }
        let unit = Unit::for_largest(largest_magnitude(first).max(largest_magnitude(second)));
        let moments = |values: &[f64]| {
            let in_unit: Vec<f64> = values.iter().map(|&value| unit.of(value)).collect();
            let moments = Moments::of(&in_unit).ok_or(Undefined::NoValues)?;
            let sd = moments.sd().ok_or(Undefined::TooFew { needed: 2, found: 1 })?;
            Ok((moments.mean, if all_equal(values, 0.0) { 0.0 } else { sd * sd }))
        };
        let (first_moments, second_moments) = (moments(first)?, moments(second)?);
        if first_moments.1 == 0.0 && second_moments.1 == 0.0 {
            return Err(Undefined::NoSpread);
        }
        Ok(Self {
            unit,
            n: [first.len() as f64, second.len() as f64],
            difference: second_moments.0 - first_moments.0,
            variance: [first_moments.1, second_moments.1],
        })
    }

    fn df(&self) -> f64 {
        self.n[0] + self.n[1] - 2.0
    }

    /// Value, ends, and the SD they are measured in.
    fn pooled(&self, level: Level, correction: f64) -> (f64, f64, f64, f64) {
        let sum = (self.n[0] - 1.0) * self.variance[0] + (self.n[1] - 1.0) * self.variance[1];
        let sd = (sum / self.df()).sqrt();
        let per_shift = (1.0 / self.n[0] + 1.0 / self.n[1]).sqrt();
        let d = self.difference / sd;
        let (low, high) = noncentral::limits(d / per_shift, self.df(), level.tail());
        let scaled = |value: f64| correction * value;
        // The noncentral median lies off t in small samples; at a low level d itself may be the end.
        (scaled(d), scaled((low * per_shift).min(d)), scaled((high * per_shift).max(d)), sd)
    }

    /// Bonett 2008, equation 6: the variance of the difference over s plus that of s in d.
    fn average_variance(&self, level: Level) -> (f64, f64, f64, f64) {
        let sd = (0.5 * (self.variance[0] + self.variance[1])).sqrt();
        let d = self.difference / sd;
        let part = |group: usize| {
            let (ratio, df) = (self.variance[group] / (sd * sd), self.n[group] - 1.0);
            d * d * ratio * ratio / (8.0 * df) + ratio / df
        };
        let reach = normal::quantile_upper(level.tail()) * (part(0) + part(1)).sqrt();
        (d, d - reach, d + reach, sd)
    }
}

/// Hedges' exact factor for m at or above 2, from the gamma function; its series beyond 1e4, where the difference of two
/// logarithms would lose digits (error below 1e-16 there).
fn correction(m: f64) -> f64 {
    if m > 1e4 {
        return 1.0 - 3.0 / (4.0 * m) - 7.0 / (32.0 * m * m);
    }
    (gamma::ln_gamma(0.5 * m) - gamma::ln_gamma(0.5 * (m - 1.0))).exp() / (0.5 * m).sqrt()
}

/// (p2 - p1)/√((p1 q1 + p2 q2)/2), without unit; no interval, no test.
///
/// [`Undefined::ZeroDenominator`] for a proportion of nothing; [`Undefined::NoSpread`] where both proportions
/// are 0 or 1, be they equal (no difference to measure) or opposite (infinite).
pub fn standardized_difference_of_proportions(first: Proportion, second: Proportion) -> Estimate {
    let blank = Estimate {
        n_missing: first.n_missing() + second.n_missing(),
        ..Estimate::blank(BINARY, first.denominator() + second.denominator())
    };
    let share = |proportion: Proportion| match proportion.denominator() {
        0 => Err(Undefined::ZeroDenominator),
        denominator => Ok(proportion.numerator() as f64 / denominator as f64),
    };
    let value = share(first).and_then(|p1| {
        let p2 = share(second)?;
        let variance = 0.5 * (p1 * (1.0 - p1) + p2 * (1.0 - p2));
        if variance == 0.0 { Err(Undefined::NoSpread) } else { finite((p2 - p1) / variance.sqrt()) }
    });
    Estimate { value, ..blank }
}

/// Mahalanobis distance between the shares of both groups over the same categories, at or above 0, without unit;
/// no interval, no test.
///
/// The metric is the mean of the two multinomial covariance matrices; which category is left out as the
/// reference does not matter, and with two categories it is the size of
/// [`standardized_difference_of_proportions`]. Categories empty in both groups are passed over. Slices of
/// different length: the shorter ends in zeros. A group without members: [`Undefined::ZeroDenominator`].
/// Groups that share no category, or all in one: [`Undefined::NoSpread`]. O(k³) for k categories.
pub fn standardized_difference_of_categories(first: &[usize], second: &[usize]) -> Estimate {
    let total = |counts: &[usize]| counts.iter().map(|&count| count as f64).sum::<f64>();
    let (n1, n2) = (total(first), total(second));
    let blank = Estimate::blank(CATEGORIES, (n1 + n2) as usize);
    if n1 == 0.0 || n2 == 0.0 {
        return Estimate { value: Err(Undefined::ZeroDenominator), ..blank };
    }
    let at = |counts: &[usize], place: usize| counts.get(place).map_or(0.0, |&count| count as f64);
    let shares: Vec<(f64, f64)> = (0..first.len().max(second.len()))
        .map(|place| (at(first, place) / n1, at(second, place) / n2))
        .filter(|&(p1, p2)| p1 > 0.0 || p2 > 0.0)
        .collect();
    // v'Sv = 0 needs a v constant on either group's categories: with one in common v is constant throughout.
    let joined = shares.iter().any(|&(p1, p2)| p1 > 0.0 && p2 > 0.0);
    let value = if joined && shares.len() > 1 { finite(distance(&shares)) } else { Err(Undefined::NoSpread) };
    Estimate { value, ..blank }
}

/// √(δ' S⁻¹ δ) by Cholesky's factor L of S: the length of L⁻¹ δ. The largest shared category is left out.
fn distance(shares: &[(f64, f64)]) -> f64 {
    let mut shares = shares.to_vec();
    shares.sort_by(|left, right| left.0.min(left.1).total_cmp(&right.0.min(right.1)));
    shares.pop();
    let k = shares.len();
    let mut factor = vec![vec![0.0; k]; k];
    let mut solved = vec![0.0; k];
    for row in 0..k {
        for column in 0..=row {
            let (p, q) = (shares[row], shares[column]);
            let mut entry = -0.5 * (p.0 * q.0 + p.1 * q.1);
            if row == column {
                entry += 0.5 * (p.0 + p.1);
            }
            let known: f64 = (0..column).map(|place| factor[row][place] * factor[column][place]).sum();
            entry -= known;
            factor[row][column] = if row == column { entry.sqrt() } else { entry / factor[column][column] };
        }
        let known: f64 = (0..row).map(|place| factor[row][place] * solved[place]).sum();
        solved[row] = (shares[row].1 - shares[row].0 - known) / factor[row][row];
    }
    solved.iter().map(|value| value * value).sum::<f64>().sqrt()
}
