//! How precisely a proportion will be known.

use super::search::{Course, least};
use super::{Probability, SampleSize};
use crate::distribution::{binomial, normal};
use crate::{Answer, InputError, Level, Method, Undefined};

const ANTICIPATED: Method = Method {
    name: "half-width of the Wilson interval at the anticipated proportion",
    reference: "Newcombe RG, Confidence Intervals for Proportions, 2013, ch. 3; Wilson EB, J Am Stat Assoc 1927;22:209",
};

const EXPECTED: Method = Method {
    name: "expected half-width of the Wilson interval, averaged over the binomial distribution",
    reference: "Newcombe RG, Stat Med 1998;17:857",
};

/// The largest number of persons tried by formula, and by averaging.
const LIMIT: usize = 1_000_000_000;
const AVERAGE_LIMIT: usize = 10_000_000;

/// Of which interval the half-width is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum WidthOf {
    /// The one that follows if the sample shows the anticipated proportion itself (n p need not be whole).
    #[default]
    Anticipated,
    /// The average over what samples show when the anticipated proportion is true.
    Expected,
}

/// Half the width of the Wilson interval with `n` persons; nobody has none. Averaging costs 17 √n terms.
pub fn wilson_half_width(n: usize, anticipated: Probability, level: Level, of: WidthOf) -> Answer {
    if n == 0 {
        return Err(Undefined::ZeroDenominator);
    }
    let (trials, p) = (n as f64, anticipated.get());
    let z = normal::quantile_upper(level.tail());
    let half = |p: f64| {
        z * (p * (1.0 - p) / trials + z * z / (4.0 * trials * trials)).sqrt() / (1.0 + z * z / trials)
    };
    Ok(match of {
        WidthOf::Anticipated => half(p),
        WidthOf::Expected => {
            let reach = 8.5 * (trials * p * (1.0 - p)).sqrt() + 25.0;
            let counts = (trials * p - reach).max(0.0) as u64..=((trials * p + reach) as u64).min(n as u64);
            counts.map(|k| binomial::probability(k, n as u64, p) * half(k as f64 / trials)).sum()
        }
    })
}

/// The least number of persons whose interval has at most that half-width (a fraction of 1, above 0).
///
/// `wanted` and `reached` of the answer are half-widths. A half-width that is not above 0 is refused.
pub fn wilson_size(
    half_width: f64,
    anticipated: Probability,
    level: Level,
    of: WidthOf,
) -> Result<SampleSize, InputError> {
    if half_width.is_nan() || half_width <= 0.0 {
        return Err(InputError::SpreadNotPositive);
    }
    let (method, limit) = match of {
        WidthOf::Anticipated => (ANTICIPATED, LIMIT),
        WidthOf::Expected => (EXPECTED, AVERAGE_LIMIT),
    };
    let width = |n| wilson_half_width(n, anticipated, level, of);
    let n = least(1, limit, Course::Rising, |n| width(n).is_ok_and(|width| width <= half_width));
    Ok(SampleSize {
        n,
        reached: n.and_then(width),
        wanted: half_width,
        simulation_error: Err(Undefined::NotPartOfMethod),
        method,
        cautions: Vec::new(),
    })
}
