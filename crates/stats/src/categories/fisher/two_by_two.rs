//! Two by two counts with fixed totals, from ratios of neighbouring probabilities.

use crate::{Answer, Undefined};

/// What counts as equally probable: R's `fisher.test` takes the same.
const TIE: f64 = 1.0 + 1e-7;

/// Terms of a falling series below this share of its sum are left out.
const NEGLIGIBLE: f64 = 1e-20;

/// Counts of a larger SD would take minutes.
const LARGEST_SD: f64 = 1e7;

/// Two-sided p of the counts `[a, b, c, d]` (rows a b and c d): P of all tables at most as probable as this.
pub(crate) fn two_sided(counts: [usize; 4]) -> Answer {
    let counts = workable(counts)?;
    let (mut tail, mut all) = (1.0, 1.0);
    for walk in [Walk::up(counts, 1.0), Walk::down(counts, 1.0)] {
        for (probability, falling) in walk {
            all += probability;
            if probability <= TIE {
                tail += probability;
                if falling && probability < NEGLIGIBLE * tail {
                    break;
                }
            }
        }
    }
    Ok(tail / all)
}

/// The counts as numbers, unless their conditional distribution is too wide to be walked.
pub(crate) fn workable(counts: [usize; 4]) -> Answer<[f64; 4]> {
    let [a, b, c, d] = counts.map(|count| count as f64);
    let n = a + b + c + d;
    let variance = (a + b) / n * ((c + d) / n) * ((a + c) / n) * (b + d) * (n / (n - 1.0).max(1.0));
    if variance > LARGEST_SD * LARGEST_SD { Err(Undefined::TooMuchWork) } else { Ok([a, b, c, d]) }
}

/// With totals fixed and an odds ratio psi, P(a + 1) / P(a) = psi b c / ((a + 1) (d + 1)): Fisher's noncentral
/// hypergeometric distribution. A walk goes away from the observed counts in one direction, in units of their
/// probability, and says whether the probabilities already fall (they then do to the end). No logarithm of a
/// factorial is needed, and the relative error is the number of steps times 2e-16 at most.
///
/// Stops where a probability is infinite in these units, or 0.
pub(crate) struct Walk {
    counts: [f64; 4],
    odds: f64,
    probability: f64,
}

impl Walk {
    /// Towards larger a.
    pub(crate) fn up(counts: [f64; 4], odds: f64) -> Self {
        Self { counts, odds, probability: 1.0 }
    }

    /// Towards smaller a: the columns exchanged.
    pub(crate) fn down([a, b, c, d]: [f64; 4], odds: f64) -> Self {
        Self { counts: [b, a, d, c], odds: 1.0 / odds, probability: 1.0 }
    }

    /// Sum of the probabilities, and of the probabilities times their distance from the observed count.
    pub(crate) fn sums(self) -> (f64, f64) {
        let (mut sum, mut moment, mut distance) = (0.0, 0.0, 0.0);
        for (probability, falling) in self {
            distance += 1.0;
            sum += probability;
            moment += probability * distance;
            if falling && probability < NEGLIGIBLE * sum {
                break;
            }
        }
        (sum, moment)
    }
}

impl Iterator for Walk {
    type Item = (f64, bool);

    fn next(&mut self) -> Option<(f64, bool)> {
        let [a, b, c, d] = self.counts;
        let ratio = self.odds * (b / (a + 1.0)) * (c / (d + 1.0));
        if ratio == 0.0 || self.probability == 0.0 || self.probability == f64::INFINITY {
            return None;
        }
        self.counts = [a + 1.0, b - 1.0, c - 1.0, d + 1.0];
        self.probability *= ratio;
        Some((self.probability, ratio < 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lady_tasting_tea() {
        // 3 of 4 right: (1 + 16 + 16 + 1) / 70.
        assert!((two_sided([3, 1, 1, 3]).unwrap() - 34.0 / 70.0).abs() < 1e-15);
        assert!((two_sided([4, 0, 0, 4]).unwrap() - 2.0 / 70.0).abs() < 1e-16);
        assert_eq!(two_sided([2, 2, 2, 2]), Ok(1.0));
        assert_eq!(two_sided([0, 0, 3, 5]), Ok(1.0));
    }
}
