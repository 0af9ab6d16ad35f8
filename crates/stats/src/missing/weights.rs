//! Inverse-probability-of-missingness weights: those measured stand for others like them.

use super::logistic::Logistic;
use super::rubin::{infer, quantile};
use crate::answer::finite;
use crate::design::Design;
use crate::numeric::{Unit, largest_magnitude, sum_by};
use crate::{
    Answer, Caution, Estimate, Fraction, Interval, Level, Method, QuantileType, Sample, Sorted, Undefined,
};

const WEIGHTED: Method = Method {
    name: "mean weighted by the inverse probability of being observed, robust variance",
    reference: "Seaman SR, White IR, Stat Methods Med Res 2013;22:278; Lunceford JK, Davidian M, Stat Med 2004;23:2937",
};

/// Choices about weights.
#[derive(Clone, Copy, Debug, Default)]
pub struct WeightRule {
    /// Weights below and above these quantiles (type 7, among the observed) are set to them.
    pub truncation: Option<(Fraction, Fraction)>,
    /// Whether the variance counts that the weights were estimated.
    pub variance: WeightVariance,
    /// Confidence level.
    pub level: Level,
}

/// What the variance takes the weights for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WeightVariance {
    /// Estimated by the model for being observed: stacked estimating equations, which is usually smaller.
    #[default]
    Estimated,
    /// Known numbers, as in a survey's design.
    Known,
}

/// A weighted mean with what is needed to judge its weights.
#[derive(Clone, Debug)]
pub struct Weighted {
    /// The mean, t interval (observed - 1 degrees of freedom) and test of 0; `sd` is the standard error.
    pub mean: Estimate,
    /// Stabilised: P(observed) over each row's probability, after truncation; their mean is near 1. 0 for missing rows.
    pub weights: Vec<f64>,
    /// Coefficients of the logistic model for being observed, in the order of the design's columns.
    pub coefficients: Vec<f64>,
    /// Kish's effective sample size, (sum of weights)² / sum of squares: so many equally weighted rows say as much
    /// about a mean of equal variance.
    pub n_effective: f64,
    /// Weights that truncation changed.
    pub n_truncated: usize,
    /// The largest weight.
    pub largest: f64,
    /// For each column of the design, how far the observed lie from all rows, in SDs of all rows: without weights and
    /// with them. Weights that do their work bring the second near 0. `None` for constant columns.
    pub balance: Vec<Option<(f64, f64)>>,
}

/// Mean (or, of zeros and ones, proportion) of all rows, from those with a value, each weighted by the inverse of its
/// probability to have one: a logistic regression on `design`, which holds the intercept and is known for every row.
///
/// The variance is that of the stacked estimating equations of model and mean, by n/(n - 1); truncated weights count
/// as fixed. [`Undefined::NoValues`] with nothing observed, [`Undefined::LengthsDiffer`] where rows do not fit,
/// [`Undefined::BeyondRange`] for values that are not finite, [`Undefined::NotConverged`] from the model. With nothing
/// missing all weights are 1. Rows with no counterpart among the observed are not represented by any weight:
/// [`Caution::InfiniteCoefficient`]. O(n p²) a step of Newton's method.
pub fn weighted_mean(values: &[Option<f64>], design: &Design, rule: &WeightRule) -> Answer<Weighted> {
    if values.len() != design.n() {
        return Err(Undefined::LengthsDiffer);
    }
    let observed: Vec<bool> = values.iter().map(Option::is_some).collect();
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    if known.is_empty() {
        return Err(Undefined::NoValues);
    }
    if known.iter().any(|value| !value.is_finite()) {
        return Err(Undefined::BeyondRange);
    }
    let model = if known.len() < values.len() { Some(Logistic::fit(design, &observed)?) } else { None };
    let share = known.len() as f64 / values.len() as f64;
    let raw: Vec<f64> = (0..values.len())
        .map(|row| match &model {
            _ if !observed[row] => 0.0,
            Some(model) => share / model.probability[row],
            None => 1.0,
        })
        .collect();
    let weights = truncate(&raw, rule.truncation)?;
    Ok(describe(values, design, rule, model.as_ref(), &raw, weights))
}

fn truncate(raw: &[f64], truncation: Option<(Fraction, Fraction)>) -> Answer<Vec<f64>> {
    let Some((low, high)) = truncation else { return Ok(raw.to_vec()) };
    let positive: Vec<f64> = raw.iter().copied().filter(|&weight| weight > 0.0).collect();
    let sorted = Sorted::new(Sample::new(&positive).map_err(|_| Undefined::BeyondRange)?);
    let (low, high) =
        (sorted.quantile(low, QuantileType::Seven)?, sorted.quantile(high, QuantileType::Seven)?);
    let held = |&weight: &f64| if weight > 0.0 { weight.max(low).min(high) } else { 0.0 };
    Ok(raw.iter().map(held).collect())
}

fn describe(
    values: &[Option<f64>],
    design: &Design,
    rule: &WeightRule,
    model: Option<&Logistic>,
    raw: &[f64],
    weights: Vec<f64>,
) -> Weighted {
    let n_observed = values.iter().flatten().count();
    let (sum, squares) = (sum_by(&weights, |w| w), sum_by(&weights, |w| w * w));
    let n_effective = sum * sum / squares;
    let largest = largest_magnitude(&weights);
    let mut cautions = Vec::new();
    if model.is_some_and(|model| model.infinite) {
        cautions.push(Caution::InfiniteCoefficient);
    }
    let (n_fewer, n_columns) = (n_observed.min(values.len() - n_observed), design.n_columns());
    if model.is_some() && n_fewer < 10 * n_columns.saturating_sub(1) {
        cautions.push(Caution::FewEvents { n_events: n_fewer, n_columns });
    }
    if largest > 10.0 * sum / n_observed as f64 || n_effective < 0.5 * n_observed as f64 {
        cautions.push(Caution::UnevenWeights { n_effective, n: n_observed });
    }
    Weighted {
        mean: Estimate { cautions, ..mean(values, rule, model, raw, &weights) },
        coefficients: model.map_or(vec![0.0; n_columns], |model| model.beta.clone()),
        n_effective,
        n_truncated: raw.iter().zip(&weights).filter(|(raw, held)| raw != held).count(),
        largest,
        balance: (0..n_columns).map(|column| balance(design.column(column), &weights)).collect(),
        weights,
    }
}

fn mean(
    values: &[Option<f64>],
    rule: &WeightRule,
    model: Option<&Logistic>,
    raw: &[f64],
    weights: &[f64],
) -> Estimate {
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    let unit = Unit::for_largest(largest_magnitude(&known));
    let total = sum_by(weights, |w| w);
    let products: Vec<f64> =
        values.iter().zip(weights).map(|(value, w)| value.map_or(0.0, |value| w * unit.of(value))).collect();
    let centre = sum_by(&products, |product| product) / total;
    let residuals: Vec<f64> = values
        .iter()
        .zip(weights)
        .map(|(value, w)| value.map_or(0.0, |value| w * (unit.of(value) - centre)))
        .collect();
    let estimated = model.filter(|_| rule.variance == WeightVariance::Estimated);
    let influence = match estimated {
        Some(model) => with_model(model, values, raw, weights, &residuals),
        None => residuals,
    };
    let n = known.len();
    let terms = if estimated.is_some() { values.len() } else { n } as f64;
    let variance = terms / (terms - 1.0) * sum_by(&influence, |value| value * value) / (total * total);
    let blank = Estimate { n_missing: values.len() - n, ..Estimate::blank(WEIGHTED, n) };
    let value = finite(unit.back(centre));
    if n < 2 {
        return Estimate { value, ..blank.without(Undefined::TooFew { needed: 2, found: n }) };
    }
    if crate::numeric::all_equal(&known, 0.0) {
        return Estimate { value: Ok(known[0]), sd: Ok(0.0), ..blank.without(Undefined::NoSpread) };
    }
    let (error, df) = (variance.sqrt(), n as f64 - 1.0);
    let reach = quantile(rule.level.tail(), df) * error;
    let ends =
        finite(unit.back(centre - reach)).and_then(|low| Ok((low, finite(unit.back(centre + reach))?)));
    Estimate {
        value,
        ci: ends.map(|(low, high)| Interval { low, high, level: rule.level, method: WEIGHTED }),
        test: infer(centre, error, df),
        sd: finite(unit.back(error)),
        ..blank
    }
}

/// Each row's part in the mean's error, times the sum of weights: its own weighted residual, plus what its being
/// observed or not does through the model. With s the score, I the information and w = c/p, the derivative of the sum
/// of w (y - mean) by the coefficients is -sum w (1 - p) (y - mean) x =: d, and the part is w (y - mean) + d I⁻¹ s.
fn with_model(
    model: &Logistic,
    values: &[Option<f64>],
    raw: &[f64],
    weights: &[f64],
    residuals: &[f64],
) -> Vec<f64> {
    let p = model.beta.len();
    let mut derivative = vec![0.0; p];
    for row in (0..values.len()).filter(|&row| values[row].is_some() && raw[row] == weights[row]) {
        let slope = -(1.0 - model.probability[row]) * residuals[row];
        derivative.iter_mut().zip(&model.scaled[row]).for_each(|(sum, x)| *sum += slope * x);
    }
    let direction = model.factor.solve(&derivative);
    let score = |row: usize| f64::from(values[row].is_some()) - model.probability[row];
    (0..values.len())
        .map(|row| residuals[row] + score(row) * crate::matrix::dot(&model.scaled[row], &direction))
        .collect()
}

/// Standardised distance of the observed from all rows, without and with weights.
fn balance(column: &[f64], weights: &[f64]) -> Option<(f64, f64)> {
    let unit = Unit::for_largest(largest_magnitude(column));
    let scaled: Vec<f64> = column.iter().map(|&x| unit.of(x)).collect();
    let all = crate::numeric::Moments::of(&scaled)?;
    let sd = all.sd().filter(|&sd| sd > 0.0)?;
    let mean = |weight: &dyn Fn(f64) -> f64| {
        let (mut sum, mut total) = (0.0, 0.0);
        for (x, &w) in scaled.iter().zip(weights) {
            sum += weight(w) * x;
            total += weight(w);
        }
        (sum / total - all.mean) / sd
    };
    Some((mean(&|w| f64::from(w > 0.0)), mean(&|w| w)))
}
