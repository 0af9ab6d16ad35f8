//! Several readers of each unit: Fleiss' kappa and Gwet's AC1.

use super::coefficient;
use super::ratings::CategoryRatings;
use crate::distribution::student_t;
use crate::{Answer, Estimate, Interval, Level, Method, Undefined};

const FLEISS: Method = Method {
    name: "Fleiss' kappa",
    reference: "Fleiss JL, Psychol Bull 1971;76:378; Fleiss JL, Nee JCM, Landis JR, Psychol Bull 1979;86:974",
};

const AC1: Method = Method { name: "Gwet's AC1", reference: "Gwet KL, Br J Math Stat Psychol 2008;61:29" };

const LINEARISED: Method = Method {
    name: "t interval by the linearised variance over units",
    reference: "Gwet KL, Br J Math Stat Psychol 2008;61:29; Handbook of Inter-Rater Reliability, 4th ed. 2014",
};

/// Agreement of several readers on each unit beyond what chance would give by the pooled frequencies of the
/// categories; unit 1. With two readers it is Scott's pi, not Cohen's kappa.
///
/// The interval treats units as a sample (t with n - 1 degrees of freedom, cut at -1 and 1), the test uses
/// the standard error without agreement beyond chance of Fleiss, Nee & Landis. No unit: nothing
/// ([`Undefined::NoValues`]); all readings in one category: nothing ([`Undefined::AgreementCertain`]); one
/// unit, or units that all tell the same: no interval.
pub fn fleiss_kappa(ratings: &CategoryRatings, level: Level) -> Estimate {
    let blank = Estimate { n_missing: ratings.n_missing(), ..Estimate::blank(FLEISS, ratings.n()) };
    if ratings.n() == 0 {
        return blank.without(Undefined::NoValues);
    }
    let pooled = Pooled::of(ratings);
    let expected = pooled.heterogeneity();
    let value = coefficient::value(pooled.observed, expected);
    Estimate {
        value,
        ci: value.and_then(|value| pooled.interval(value, expected, -1.0, level)),
        test: value.and_then(|value| Ok(coefficient::test(value, pooled.null_standard_error(expected)?))),
        ..blank
    }
}

/// Agreement of several readers on each unit, less the chance agreement of readers who guess on hard units
/// only; unit 1. It stays near the agreement observed where one category prevails and kappa falls.
///
/// The interval is as in [`fleiss_kappa`], with two readers or more. There is no test. No unit: nothing
/// ([`Undefined::NoValues`]).
pub fn gwet_ac1(ratings: &CategoryRatings, level: Level) -> Estimate {
    let blank = Estimate { n_missing: ratings.n_missing(), ..Estimate::blank(AC1, ratings.n()) };
    if ratings.n() == 0 {
        let reason = Undefined::NoValues;
        return Estimate { value: Err(reason), ci: Err(reason), ..blank };
    }
    let pooled = Pooled::of(ratings);
    let others = (ratings.n_categories() - 1) as f64;
    let expected = 1.0 - pooled.heterogeneity() / others;
    let value = coefficient::value(pooled.observed, expected);
    Estimate {
        value,
        ci: value.and_then(|value| pooled.interval(value, expected, 1.0 / others, level)),
        ..blank
    }
}

/// Shares of the categories over all readings, and the share of pairs of readers who disagree.
struct Pooled<'a> {
    ratings: &'a CategoryRatings,
    shares: Vec<f64>,
    observed: f64,
}

impl<'a> Pooled<'a> {
    fn of(ratings: &'a CategoryRatings) -> Self {
        let mut totals = vec![0_u64; ratings.n_categories()];
        for unit in ratings.units() {
            unit.iter().zip(&mut totals).for_each(|(&count, total)| *total += count as u64);
        }
        let readings = ratings.n() as f64 * ratings.n_readers() as f64;
        let shares = totals.into_iter().map(|total| total as f64 / readings).collect();
        let observed = ratings.units().map(disagreement).sum::<f64>() / ratings.n() as f64;
        Self { ratings, shares, observed }
    }

    /// The probability that two readings drawn from all differ.
    fn heterogeneity(&self) -> f64 {
        self.shares.iter().map(|share| share * (1.0 - share)).sum()
    }

    /// The coefficient is 1 - D_o / D_e. `slope` is the derivative of D_e by the sum of squared shares: -1 for
    /// kappa, 1 / (k - 1) for AC1. A unit's influence is what its own D_o and shares move.
    fn interval(&self, value: f64, expected: f64, slope: f64, level: Level) -> Answer<Interval> {
        let n = self.ratings.n() as f64;
        if self.ratings.n() < 2 {
            return Err(Undefined::TooFew { needed: 2, found: 1 });
        }
        let squares: f64 = self.shares.iter().map(|share| share * share).sum();
        let influence = |unit: &[usize]| {
            let own: f64 = unit.iter().zip(&self.shares).map(|(&count, share)| count as f64 * share).sum();
            let moved = 2.0 * slope * (own / self.ratings.n_readers() as f64 - squares);
            (self.observed - disagreement(unit) + (1.0 - value) * moved) / expected
        };
        let variance = self.ratings.units().map(|unit| influence(unit).powi(2)).sum::<f64>() / (n - 1.0);
        let reach =
            student_t::quantile_upper(level.tail(), n - 1.0) * coefficient::standard_error(variance, n)?;
        let (low, high) = ((value - reach).max(-1.0), (value + reach).min(1.0));
        Ok(Interval { low: low.min(value), high, level, method: LINEARISED })
    }

    /// Variance of Fleiss, Nee & Landis: 2 (S² - Σ p q (q - p)) / (n m (m - 1) S²) with S = Σ p q.
    fn null_standard_error(&self, expected: f64) -> Answer {
        let skew: f64 = self.shares.iter().map(|share| share * (1.0 - share) * (1.0 - 2.0 * share)).sum();
        let readers = self.ratings.n_readers() as f64;
        let pairs = readers * (readers - 1.0);
        let variance = 2.0 * (1.0 - skew / (expected * expected)) / pairs;
        coefficient::standard_error(variance, self.ratings.n() as f64)
    }
}

/// The share of pairs of readers who disagree on a unit.
fn disagreement(unit: &[usize]) -> f64 {
    let readers: usize = unit.iter().sum();
    let agree: f64 = unit.iter().map(|&count| count as f64 * (count as f64 - 1.0)).sum();
    let pairs = readers as f64 * (readers as f64 - 1.0);
    (pairs - agree) / pairs
}
