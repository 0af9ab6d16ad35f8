//! Means, variances and quantiles of weighted values.

use crate::answer::finite;
use crate::numeric::{Unit, all_equal, largest_magnitude, sum_by};
use crate::{Answer, Fraction, InputError, Sample, Undefined};

/// Values with a weight each, both finite. Values of weight 0 are left out from the start.
#[derive(Clone, Debug)]
pub struct Weighted {
    /// Value and weight above 0, ascending by value.
    sorted: Vec<(f64, f64)>,
    total: f64,
}

/// What a weight says, which decides the divisor of the variance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WeightMeaning {
    /// The value occurred this many times: divisor W - 1. Hmisc's `wtd.var`, NumPy's `fweights`.
    Frequency,
    /// The value counts this much, as an inverse variance or an importance does; only ratios of weights matter:
    /// divisor W - Σw²/W. R's `cov.wt`, NumPy's `aweights`.
    Reliability,
    /// The value stands for this many units of a population: Σw(x - m)²/W times n/(n - 1), n the number of
    /// values. survey's `svyvar`.
    Sampling,
}

/// Where a weighted quantile lies between the steps of the distribution function.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum WeightedQuantile {
    /// The least value whose cumulated weight reaches p W: NumPy's and survey's default; the default.
    #[default]
    InverseCdf,
    /// The same, and halfway to the next value where the cumulated weight is p W exactly: type 2 of the
    /// unweighted quantiles. SAS, survey's `school`.
    Averaged,
    /// Type 7 of the values repeated by their weights, at 1 + p (W - 1): Hmisc's `wtd.quantile`. For
    /// [`WeightMeaning::Frequency`] only; with other weights it depends on their unit.
    Repeated,
}

impl Weighted {
    /// Sorts in O(n log n). Refuses weights that are not finite or below 0, and slices of different length.
    pub fn new(sample: Sample<'_>, weights: &[f64]) -> Result<Self, InputError> {
        let values = sample.values();
        if values.len() != weights.len() {
            return Err(InputError::LengthsDiffer { before: values.len(), after: weights.len() });
        }
        if let Some(position) = weights.iter().position(|weight| !(weight.is_finite() && *weight >= 0.0)) {
            return Err(InputError::WeightOutside { position });
        }
        let both = values.iter().copied().zip(weights.iter().copied());
        let mut sorted: Vec<(f64, f64)> = both.filter(|&(_, weight)| weight > 0.0).collect();
        sorted.sort_unstable_by(|left, right| left.0.total_cmp(&right.0).then(left.1.total_cmp(&right.1)));
        let weights: Vec<f64> = sorted.iter().map(|pair| pair.1).collect();
        Ok(Self { total: sum_by(&weights, |weight| weight), sorted })
    }

    /// Values of weight above 0.
    pub fn n(&self) -> usize {
        self.sorted.len()
    }

    /// Σw, infinite if it exceeds 1.8e308.
    pub fn total(&self) -> f64 {
        self.total
    }

    /// Kish's effective number of values (Σw)²/Σw², from 1 to n; [`Undefined::NoValues`] for none.
    pub fn effective_n(&self) -> Answer {
        let shares = self.shares()?;
        Ok(1.0 / sum_by(&shares, |share| share * share))
    }

    /// Σwx/Σw, in the unit of the values; [`Undefined::NoValues`] if no weight is above 0.
    pub fn mean(&self) -> Answer {
        let moments = self.moments()?;
        if moments.constant { Ok(self.sorted[0].0) } else { finite(moments.unit.back(moments.mean)) }
    }

    /// Variance, in the squared unit of the values, exactly 0 if all values are equal.
    ///
    /// [`Undefined::TooFew`] for a total frequency of at most 1, or for one value with other weights;
    /// [`Undefined::BeyondRange`] if the square exceeds 1.8e308 (its root may exist: [`Weighted::sd`]).
    pub fn variance(&self, meaning: WeightMeaning) -> Answer {
        let sd = self.sd(meaning)?;
        finite(sd * sd)
    }

    /// Root of [`Weighted::variance`], undefined as there.
    pub fn sd(&self, meaning: WeightMeaning) -> Answer {
        let moments = self.moments()?;
        let divisor = self.divisor(meaning)?;
        if moments.constant {
            return Ok(0.0);
        }
        finite(moments.unit.back((moments.mean_square / divisor).sqrt()))
    }

    /// The quantile at `fraction`, in the unit of the values, between the least and the greatest;
    /// [`Undefined::NoValues`] if no weight is above 0. O(n).
    ///
    /// Cumulated weights within rounding of p W count as equal to it. [`WeightedQuantile::Repeated`] needs a
    /// total weight of at least 1.
    pub fn quantile(&self, fraction: Fraction, definition: WeightedQuantile) -> Answer {
        self.shares()?;
        let p = fraction.get();
        match definition {
            WeightedQuantile::InverseCdf => Ok(self.sorted[self.reaching(p * self.total).0].0),
            WeightedQuantile::Averaged => {
                let (place, exactly) = self.reaching(p * self.total);
                let next = if exactly { (place + 1).min(self.n() - 1) } else { place };
                Ok(0.5 * self.sorted[place].0 + 0.5 * self.sorted[next].0)
            }
            WeightedQuantile::Repeated if self.total < 1.0 => Err(Undefined::TooFew { needed: 1, found: 0 }),
            WeightedQuantile::Repeated => {
                let position = 1.0 + p * (self.total - 1.0);
                let whole = (position + 4.0 * f64::EPSILON).floor();
                let part = (position - whole).max(0.0);
                let (low, high) =
                    (self.sorted[self.reaching(whole).0].0, self.sorted[self.reaching(whole + 1.0).0].0);
                Ok(if low == high { low } else { (1.0 - part) * low + part * high })
            }
        }
    }

    /// The first place whose cumulated weight reaches `target`, and whether it is that exactly; the last
    /// place if none does.
    fn reaching(&self, target: f64) -> (usize, bool) {
        let fuzz = 8.0 * f64::EPSILON * target;
        let (mut below, mut lost) = (0.0, 0.0);
        for (place, &(_, weight)) in self.sorted.iter().enumerate() {
            let up_to: f64 = below + weight;
            lost += if below >= weight { below - up_to + weight } else { weight - up_to + below };
            below = up_to;
            if below + lost >= target - fuzz {
                return (place, (below + lost - target).abs() <= fuzz);
            }
        }
        (self.n() - 1, false)
    }

    /// Weights as parts of 1, in the order of the values.
    fn shares(&self) -> Answer<Vec<f64>> {
        if self.sorted.is_empty() {
            return Err(Undefined::NoValues);
        }
        finite(self.total)?;
        Ok(self.sorted.iter().map(|pair| pair.1 / self.total).collect())
    }

    /// By what Σ(w/W)(x - m)² is divided.
    fn divisor(&self, meaning: WeightMeaning) -> Answer {
        let few = |found| Undefined::TooFew { needed: 2, found };
        match meaning {
            WeightMeaning::Frequency if self.total <= 1.0 => Err(few(self.total as usize)),
            WeightMeaning::Frequency => Ok((self.total - 1.0) / self.total),
            _ if self.n() < 2 => Err(few(self.n())),
            WeightMeaning::Reliability => Ok(1.0 - 1.0 / self.effective_n()?),
            WeightMeaning::Sampling => Ok((self.n() - 1) as f64 / self.n() as f64),
        }
    }

    fn moments(&self) -> Answer<WeightedMoments> {
        let shares = self.shares()?;
        let values: Vec<f64> = self.sorted.iter().map(|pair| pair.0).collect();
        let unit = Unit::for_largest(largest_magnitude(&values));
        let weighted = |term: &dyn Fn(f64) -> f64| {
            let terms: Vec<f64> =
                self.sorted.iter().zip(&shares).map(|(pair, share)| share * term(unit.of(pair.0))).collect();
            sum_by(&terms, |term| term)
        };
        let near = weighted(&|value| value);
        let rest = weighted(&|value| value - near);
        let mean_square = (weighted(&|value| (value - near) * (value - near)) - rest * rest).max(0.0);
        Ok(WeightedMoments { unit, mean: near + rest, mean_square, constant: all_equal(&values, 0.0) })
    }
}

/// In the unit: mean and Σ(w/W)(x - m)².
struct WeightedMoments {
    unit: Unit,
    mean: f64,
    mean_square: f64,
    constant: bool,
}
