//! Walsh averages: order statistics of n (n + 1) / 2 sums without writing them down.

use super::super::differences::SortedDifferences;
use super::sums::ordered_sums;

/// From here on the searches share the processors and begin in a thinned sample.
pub(super) const MANY: usize = 1 << 12;

/// The averages (d_i + d_j) / 2 for i <= j.
pub(super) struct WalshAverages<'a> {
    differences: &'a SortedDifferences,
}

/// Median and the two averages that bound the interval, in the unit of the data.
pub(super) struct Summary {
    pub(super) median: f64,
    pub(super) low: f64,
    pub(super) high: f64,
}

impl<'a> WalshAverages<'a> {
    /// Of at least one difference.
    pub(super) fn of(differences: &'a SortedDifferences) -> Self {
        Self { differences }
    }

    /// n (n + 1) / 2.
    fn count(&self) -> u64 {
        let n = self.differences.values().len() as u64;
        n * (n + 1) / 2
    }

    /// The median, the `k`-th smallest and the `k`-th largest; `k` from 1 to half the count.
    pub(super) fn summary(&self, k: u64) -> Summary {
        let low = || self.ordered(k);
        let high = || self.ordered(self.count() + 1 - k);
        let ((low, high), median) = if self.differences.values().len() < MANY {
            ((low(), high()), self.median())
        } else {
            rayon::join(|| (low(), high()), || self.median())
        };
        Summary { median, low, high }
    }

    /// The median, halfway between the two in the middle for an even number.
    fn median(&self) -> f64 {
        let m = self.count();
        let [low, next] = self.ordered_sums(m.div_ceil(2));
        let high = if m % 2 == 1 { low } else { next };
        (0.5 * low + 0.5 * high) / self.differences.divisor()
    }

    /// The `k`-th smallest, from 1.
    fn ordered(&self, k: u64) -> f64 {
        self.ordered_sums(k)[0] / self.differences.divisor()
    }

    fn ordered_sums(&self, k: u64) -> [f64; 2] {
        ordered_sums(self.differences.values(), k, self.differences.whole())
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::differences::Differences;
    use super::super::sums::count_up_to;
    use super::*;
    use crate::Pairs;

    /// Every order statistic tried equals that of the full sort, with and without bisection.
    fn check(after: &[f64], decimals: Option<u32>) {
        let before = vec![0.0; after.len()];
        let differences = Differences::of(Pairs::new(&before, after).unwrap(), decimals).unwrap().sorted();
        let walsh = WalshAverages::of(&differences);
        let (sorted, divisor) = (differences.values(), differences.divisor());
        let mut sums: Vec<f64> = (0..sorted.len())
            .flat_map(|i| sorted[i..].iter().map(move |second| sorted[i] + second))
            .collect();
        sums.sort_by(f64::total_cmp);
        assert_eq!(walsh.count(), sums.len() as u64);
        let m = sums.len();
        for k in [1, 2, m / 40, m / 3, m / 2, m / 2 + 1, m - m / 40, m - 1, m] {
            let next = sums[k.min(m - 1)];
            assert_eq!(walsh.ordered_sums(k as u64), [sums[k - 1], next], "k = {k}");
        }
        assert_eq!(walsh.median(), (0.5 * sums[(m - 1) / 2] + 0.5 * sums[m / 2]) / divisor);
    }

    /// A full-period generator (Knuth's constants), enough for test data.
    fn uniform(n: usize) -> Vec<f64> {
        let mut state = 2024_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        (0..n).map(|_| next()).collect()
    }

    /// The k-th smallest is the least value with k sums at or below it.
    #[test]
    fn thinning_finds_the_same_sums() {
        let uniform = uniform(70_000);
        let fine: Vec<f64> = uniform.iter().map(|u| u - 0.3).collect();
        let tied: Vec<f64> = uniform.iter().map(|u| (8.0 * u).floor() - 3.5).collect();
        for (after, decimals) in [(&fine, Some(9)), (&fine, None), (&tied, Some(9)), (&tied, None)] {
            let before = vec![0.0; after.len()];
            let differences =
                Differences::of(Pairs::new(&before, after).unwrap(), decimals).unwrap().sorted();
            let walsh = WalshAverages::of(&differences);
            let m = walsh.count();
            for k in [1, 2, m / 40, m / 2, m - m / 40, m - 1, m] {
                for (k, found) in [k, (k + 1).min(m)].into_iter().zip(walsh.ordered_sums(k)) {
                    assert!(count_up_to(differences.values(), found) >= k, "k = {k}");
                    assert!(count_up_to(differences.values(), found.next_down()) < k, "k = {k}");
                }
            }
        }
    }

    #[test]
    fn selection_equals_sorting() {
        let uniform = uniform(1500);
        for decimals in [None, Some(9), Some(3)] {
            check(&uniform.iter().map(|u| u - 0.3).collect::<Vec<_>>(), decimals);
            check(&uniform.iter().map(|u| (8.0 * u).floor() - 3.5).collect::<Vec<_>>(), decimals);
            check(&vec![2.5; 1500], decimals);
            check(&[1.0, -1.0].repeat(750), decimals);
            check(&uniform[..90], decimals);
        }
        let scales = uniform.iter().map(|u| 10_f64.powf(600.0 * u - 300.0) * (u - 0.5).signum());
        check(&scales.collect::<Vec<_>>(), None);
        check(&uniform.iter().map(|u| (u - 0.4).powi(31)).collect::<Vec<_>>(), None);
    }
}
