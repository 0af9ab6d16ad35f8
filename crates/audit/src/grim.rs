//! What the mean and SD of whole numbers can be (GRIM: Brown and Heathers 2017; GRIMMER: Anaya 2016, Allard
//! 2018).
//!
//! The sum of n whole numbers is whole, so their mean is a multiple of 1/n; the sum of their squares is whole, and
//! odd exactly when the sum is. Both are asked in whole numbers, with every half of the last digit allowed.

use crate::printed::Printed;

/// Most sums that are tried one by one.
const MOST_SUMS: i128 = 10_000;
/// Largest n, so that products stay within range.
const LARGEST_N: u64 = 1_000_000;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grain {
    /// Printed so coarsely, for this n, that every number is possible.
    Uninformative,
    /// Whole numbers give it.
    Possible,
    /// None do.
    Impossible,
}

/// Sums of n whole numbers whose mean rounds to this.
fn sums(mean: &Printed, n: u64) -> std::ops::RangeInclusive<i128> {
    let (n, digits, scale) = (i128::from(n), i128::from(mean.digits), mean.scale());
    let low = -(n - 2 * digits * n).div_euclid(2 * scale);
    let high = (2 * digits * n + n).div_euclid(2 * scale);
    low..=high
}

/// Whether n whole numbers can have this mean.
pub(crate) fn mean(mean: &Printed, n: u64) -> Grain {
    if n == 0 || n > LARGEST_N || i128::from(n) >= mean.scale() {
        return Grain::Uninformative;
    }
    if sums(mean, n).is_empty() { Grain::Impossible } else { Grain::Possible }
}

/// Whether n whole numbers can have this mean and this SD, with the divisor n - 1 or n.
pub(crate) fn spread(mean: &Printed, sd: &Printed, n: u64) -> Grain {
    let sums = sums(mean, n);
    let many = sums.end() - sums.start() > MOST_SUMS;
    if !(2..=LARGEST_N).contains(&n) || sd.digits < 0 || many || sums.is_empty() {
        return Grain::Uninformative;
    }
    let mut is_narrow = true;
    for sum in sums {
        for divisor in [i128::from(n) - 1, i128::from(n)] {
            match squares(sum, sd, n, divisor) {
                None => return Grain::Uninformative,
                Some((low, high)) => {
                    is_narrow &= high - low < 1;
                    if (low..=high).any(|squares| (squares - sum).rem_euclid(2) == 0) {
                        return if is_narrow { Grain::Possible } else { Grain::Uninformative };
                    }
                }
            }
        }
    }
    Grain::Impossible
}

/// First and last sum of squares that gives the SD with this divisor; at most two are of interest. `None` when a
/// product exceeds its range.
fn squares(sum: i128, sd: &Printed, n: u64, divisor: i128) -> Option<(i128, i128)> {
    // variance = (Q - S²/n) / divisor, and (2 s - 1)² <= variance (2 scale)² <= (2 s + 1)².
    let n = i128::from(n);
    let unit = n.checked_mul((2 * sd.scale()).checked_pow(2)?)?;
    let least = (2 * i128::from(sd.digits) - 1).max(0).checked_pow(2)?;
    let most = (2 * i128::from(sd.digits) + 1).checked_pow(2)?;
    let centre = sum.checked_pow(2)?.checked_mul(unit / n)?;
    let at = |part: i128| divisor.checked_mul(n)?.checked_mul(part)?.checked_add(centre);
    let (low, high) = (at(least)?, at(most)?);
    Some((-(-low).div_euclid(unit), high.div_euclid(unit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str) -> Printed {
        Printed::parse(text).expect("a number")
    }

    /// Brown and Heathers' example: 5.19 of 28 whole numbers cannot be (145/28 = 5.18, 146/28 = 5.21).
    #[test]
    fn a_mean_that_no_whole_numbers_have() {
        assert_eq!(mean(&printed("5.19"), 28), Grain::Impossible);
        assert_eq!(mean(&printed("5.18"), 28), Grain::Possible);
        assert_eq!(mean(&printed("-5.19"), 28), Grain::Impossible);
    }

    /// clinical-rules section 8: 46.6 of 164 is uninformative (granularity 0.006).
    #[test]
    fn many_values_allow_every_mean() {
        assert_eq!(mean(&printed("46.6"), 164), Grain::Uninformative);
        assert_eq!(mean(&printed("46.6"), 0), Grain::Uninformative);
    }

    /// 1, 2, 4: mean 2.33, SD 1.53 (variance 7/3). With S = 7 the squares are odd: 17, 19, 21, ..., so that the
    /// variances are 1/3, 4/3, 7/3 and the SDs 0.58, 1.15, 1.53; by n 0.47, 0.94, 1.25.
    #[test]
    fn an_sd_that_no_whole_numbers_have() {
        for sd in ["0.58", "1.15", "1.53", "0.47", "0.94", "1.25"] {
            assert_eq!(spread(&printed("2.33"), &printed(sd), 3), Grain::Possible, "{sd}");
        }
        for sd in ["0.60", "1.00", "1.40"] {
            assert_eq!(spread(&printed("2.33"), &printed(sd), 3), Grain::Impossible, "{sd}");
        }
        assert_eq!(spread(&printed("46.6"), &printed("17"), 164), Grain::Uninformative);
        assert_eq!(spread(&printed("2.33"), &printed("99999999999999"), 3), Grain::Uninformative);
    }
}
