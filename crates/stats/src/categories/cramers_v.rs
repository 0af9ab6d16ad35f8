//! How strong an association is, from 0 to 1.

use super::Table;
use super::chi_squared::{Continuity, pearson};
use crate::distribution::{chi_squared, gamma};
use crate::numeric::root;
use crate::{Estimate, Interval, Level, Method, Statistic};

const CRAMERS_V: Method = Method {
    name: "Cramer's V with the interval of the noncentral chi-squared distribution",
    reference: "Cramer H, Mathematical Methods of Statistics, 1946; Smithson M, Confidence Intervals, 2003, 4.3",
};

/// V = √(X² / (n (min(rows, columns) - 1))), with Pearson's test; for two by two tables V is |phi|.
///
/// The interval holds every √(λ / (n (k - 1))) whose noncentral chi-squared distribution (noncentrality λ) has X²
/// within its middle `level`; where X² lies below the middle even for λ = 0, its lower end is 0 and its upper
/// end no less than V. Undefined and cautioned as [`pearson`].
pub fn cramers_v(table: &Table, level: Level) -> Estimate {
    let tested = pearson(table, Continuity::Uncorrected);
    let (x2, df) = match tested.test {
        Err(reason) => return Estimate { method: CRAMERS_V, ..tested }.without(reason),
        Ok(test) => match test.statistic {
            Statistic::ChiSquared { x2, df } => (x2, df),
            _ => unreachable!("Pearson's statistic is chi-squared"),
        },
    };
    let used = table.without_empty();
    let largest = tested.n as f64 * (used.n_rows().min(used.n_columns()) - 1) as f64;
    let v = |x2: f64| (x2 / largest).sqrt().min(1.0);
    let low = noncentrality(x2, df, level.tail());
    let high = noncentrality(x2, df, 1.0 - level.tail());
    let ci = Interval { low: v(low).min(v(x2)), high: v(high).max(v(x2)), level, method: CRAMERS_V };
    Estimate { value: Ok(v(x2)), ci: Ok(ci), method: CRAMERS_V, ..tested }
}

/// The λ with P(X² >= `x2`) = `tail`; 0 if the tail is larger already without any.
fn noncentrality(x2: f64, df: f64, tail: f64) -> f64 {
    let excess = |lambda: f64| noncentral_upper(x2, df, lambda) - tail;
    if x2 <= 0.0 || excess(0.0) >= 0.0 {
        return 0.0;
    }
    let mut high = x2 + 1.0;
    while excess(high) < 0.0 {
        high *= 2.0;
    }
    root(0.0, high, excess)
}

/// P(X >= x) of the noncentral chi-squared distribution: Poisson(λ/2) times central tails on df + 2j. The tails
/// follow from each other, Q(a + 1, y) = Q(a, y) + y^a e^-y / gamma(a + 1); j runs over ten SDs on both sides.
fn noncentral_upper(x: f64, df: f64, lambda: f64) -> f64 {
    if lambda == 0.0 {
        return chi_squared::upper(x, df);
    }
    let (mean, y) = (0.5 * lambda, 0.5 * x);
    let reach = 10.0 * mean.sqrt() + 30.0;
    let first = (mean - reach).max(0.0).floor();
    let mut a = 0.5 * df + first;
    let mut tail = gamma::upper(y, a);
    let mut step = (a * y.ln() - y - gamma::ln_gamma(a + 1.0)).exp();
    let mut weight = (first * mean.ln() - mean - gamma::ln_gamma(first + 1.0)).exp();
    let (mut j, mut sum) = (first, 0.0);
    while j <= mean + reach {
        sum += weight * tail;
        tail += step;
        a += 1.0;
        step *= y / a;
        j += 1.0;
        weight *= mean / j;
    }
    sum
}
