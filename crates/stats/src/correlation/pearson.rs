//! The product-moment correlation.

use super::require_spread;
use crate::distribution::{normal, student_t};
use crate::numeric::{Unit, largest_magnitude, sum_by};
use crate::{Answer, Estimate, Interval, Level, Method, Pairs, Statistic, Test, Undefined};

const PEARSON: Method = Method {
    name: "Pearson correlation",
    reference: "Altman DG, Practical Statistics for Medical Research, 11.2-11.3",
};

const FISHER: Method =
    Method { name: "Fisher's z transformation", reference: "Fisher RA, Metron 1921;1:3; Altman, 11.3" };

/// r from -1 to 1, with Fisher's interval and Student's t test of no correlation on n - 2 degrees of freedom. O(n).
///
/// Below three pairs nothing is defined; below four there is no interval. A side that is constant:
/// [`Undefined::NoSpread`]. All points on a line, up to the rounding of their inputs: r is exactly 1 or -1, and
/// interval and test are [`Undefined::PerfectFit`]. 1 - r² is computed from the distance of the standardised
/// sides, so that t keeps its digits for r near 1. Interval and test assume that x and y are jointly normal.
pub fn pearson(pairs: Pairs<'_>, level: Level) -> Estimate {
    let blank = Estimate { n_missing: pairs.n_missing(), ..Estimate::blank(PEARSON, pairs.n()) };
    if let Err(reason) = require_spread(pairs) {
        return blank.without(reason);
    }
    let product = ProductMoment::of(pairs.before(), pairs.after());
    Estimate {
        value: Ok(product.r),
        ci: product.fisher(pairs.n(), 4, 1.0, 3.0, level, FISHER),
        test: product.t_test(pairs.n()),
        ..blank
    }
}

/// r, and how far its magnitude lies from 1.
pub(super) struct ProductMoment {
    pub(super) r: f64,
    /// 1 - |r|, with digits of its own; 0 for a perfect fit.
    short: f64,
}

impl ProductMoment {
    /// Both sides have spread.
    pub(super) fn of(x: &[f64], y: &[f64]) -> Self {
        let (x, y) = (Standardized::of(x), Standardized::of(y));
        let products: Vec<f64> = x.values.iter().zip(&y.values).map(|(x, y)| x * y).collect();
        let r = sum_by(&products, |product| product).clamp(-1.0, 1.0);
        let sign = r.signum();
        let apart: Vec<f64> = x.values.iter().zip(&y.values).map(|(x, y)| x - sign * y).collect();
        let short = 0.5 * sum_by(&apart, |apart| apart * apart);
        // Rounding moves each point by up to the noise, in units of the norm.
        let noise = (x.noise + y.noise) * (apart.len() as f64).sqrt();
        let short = if short <= 0.5 * noise * noise { 0.0 } else { short };
        if r.abs() > 0.5 { Self { r: sign * (1.0 - short), short } } else { Self { r, short: 1.0 - r.abs() } }
    }

    fn perfect(&self) -> bool {
        self.short == 0.0
    }

    /// t = r √((n - 2)/(1 - r²)).
    pub(super) fn t_test(&self, n: usize) -> Answer<Test> {
        if self.perfect() {
            return Err(Undefined::PerfectFit);
        }
        let df = (n - 2) as f64;
        let t = self.r * (df / (self.short * (1.0 + self.r.abs()))).sqrt();
        Ok(Test { statistic: Statistic::StudentT { t, df }, p_value: student_t::two_sided(t, df) })
    }

    /// tanh(artanh r ± z √(factor/(n - less))), for `needed` pairs and more.
    pub(super) fn fisher(
        &self,
        n: usize,
        needed: usize,
        factor: f64,
        less: f64,
        level: Level,
        method: Method,
    ) -> Answer<Interval> {
        if n < needed {
            return Err(Undefined::TooFew { needed, found: n });
        }
        if self.perfect() {
            return Err(Undefined::PerfectFit);
        }
        let size = 0.5 * ((1.0 + self.r.abs()) / self.short).ln();
        let reach = normal::quantile_upper(level.tail()) * (factor / (n as f64 - less)).sqrt();
        Ok(around(self.r, size, reach, level, method))
    }
}

/// The interval from artanh `value` of this size and the reach on that scale; it holds the value.
pub(super) fn around(value: f64, size: f64, reach: f64, level: Level, method: Method) -> Interval {
    let (near, far) = ((size - reach).tanh(), (size + reach).tanh());
    let (low, high) = if value < 0.0 { (-far, -near) } else { (near, far) };
    Interval { low: low.min(value), high: high.max(value), level, method }
}

/// Deviations from the mean over the root of their sum of squares.
struct Standardized {
    values: Vec<f64>,
    /// Four units in the last place of the largest value, on that scale.
    noise: f64,
}

impl Standardized {
    fn of(raw: &[f64]) -> Self {
        let largest = largest_magnitude(raw);
        let unit = Unit::for_largest(largest);
        let n = raw.len() as f64;
        let near = sum_by(raw, |value| unit.of(value)) / n;
        let rest = sum_by(raw, |value| unit.of(value) - near) / n;
        let mut values: Vec<f64> = raw.iter().map(|&value| (unit.of(value) - near) - rest).collect();
        // Deviations may themselves be too small to square: 1e-200 beside a mean of 1.
        let deviation = largest_magnitude(&values);
        values.iter_mut().for_each(|value| *value /= deviation);
        let norm = sum_by(&values, |value| value * value).sqrt();
        values.iter_mut().for_each(|value| *value /= norm);
        Self { values, noise: 4.0 * f64::EPSILON * (unit.of(largest) / deviation) / norm }
    }
}
