//! Walsh averages: order statistics of n (n + 1) / 2 sums without writing them down.

use crate::{Pairs, Undefined};

/// Sums collected and sorted out at the end of a search; as many for small samples.
const COLLECT: u64 = 1 << 14;

/// Non-zero differences, ascending, in a unit in which sums are exact or cannot overflow.
pub(super) struct Differences {
    sorted: Vec<f64>,
    /// A Walsh average in the unit of the data is a sum of two entries divided by this.
    divisor: f64,
}

impl Differences {
    /// after - before, rounded to `decimals`, zeros dropped.
    ///
    /// Rounded differences are kept as whole multiples of 10^-decimals: their sums, and so the ties among
    /// Walsh averages, are exact. Where a multiple would exceed 2^52 (4.5 million at 9 decimals) rounding
    /// has nothing left to do, and the differences themselves are kept.
    /// [`Undefined::BeyondRange`] if a difference exceeds half the largest `f64`.
    pub(super) fn of(pairs: Pairs<'_>, decimals: Option<u32>) -> Result<Self, Undefined> {
        const WHOLE: f64 = (1_u64 << 52) as f64;
        let scale = decimals.map(|decimals| 10_f64.powi(decimals.min(15) as i32));
        let round = |difference: f64| match scale {
            Some(scale) if difference.abs() <= WHOLE / scale => (difference * scale).round() / scale,
            _ => difference,
        };
        let mut sorted: Vec<f64> =
            pairs.iter().map(|(before, after)| round(after - before)).filter(|&d| d != 0.0).collect();
        if sorted.iter().any(|difference| difference.abs() > 0.5 * f64::MAX) {
            return Err(Undefined::BeyondRange);
        }
        sorted.sort_unstable_by(f64::total_cmp);
        let largest = sorted.first().map_or(0.0, |d| d.abs()).max(sorted.last().map_or(0.0, |d| d.abs()));
        let (factor, divisor, whole) = match scale {
            Some(scale) if largest <= WHOLE / scale => (scale, 2.0 * scale, true),
            _ => (1.0, 2.0, false),
        };
        for difference in &mut sorted {
            *difference *= factor;
            if whole {
                *difference = difference.round();
            }
        }
        Ok(Self { sorted, divisor })
    }

    pub(super) fn n(&self) -> usize {
        self.sorted.len()
    }

    /// Ascending, in the inner unit.
    pub(super) fn sorted(&self) -> &[f64] {
        &self.sorted
    }
}

/// The averages (d_i + d_j) / 2 for i <= j.
pub(super) struct WalshAverages<'a> {
    differences: &'a Differences,
}

impl<'a> WalshAverages<'a> {
    /// Of at least one difference.
    pub(super) fn of(differences: &'a Differences) -> Self {
        Self { differences }
    }

    /// n (n + 1) / 2.
    pub(super) fn count(&self) -> u64 {
        let n = self.differences.n() as u64;
        n * (n + 1) / 2
    }

    /// The median, halfway between the two in the middle for an even number.
    pub(super) fn median(&self) -> f64 {
        let m = self.count();
        let low = self.ordered_sum(m.div_ceil(2));
        let high = if m % 2 == 1 { low } else { self.ordered_sum(m / 2 + 1) };
        (0.5 * low + 0.5 * high) / self.differences.divisor
    }

    /// The `k`-th smallest, from 1.
    pub(super) fn ordered(&self, k: u64) -> f64 {
        self.ordered_sum(k) / self.differences.divisor
    }

    /// The `k`-th smallest sum: bisection on the value, counting sums below each guess in O(n), until few
    /// enough remain to be written down. The result is one of the sums, not an approximation of it.
    fn ordered_sum(&self, k: u64) -> f64 {
        let sorted = self.differences.sorted();
        let enough = COLLECT.max(4 * sorted.len() as u64);
        let (mut low, mut n_low) = ((2.0 * sorted[0]).next_down(), 0);
        let (mut high, mut n_high) = (2.0 * sorted[sorted.len() - 1], self.count());
        for round in 0.. {
            if n_high - n_low <= enough {
                return nth(sums_within(sorted, low, high), k - n_low);
            }
            let Some(guess) = between(low, high, round) else { break };
            let n_guess = count_up_to(sorted, guess);
            if n_guess < k {
                (low, n_low) = (guess, n_guess);
            } else {
                (high, n_high) = (guess, n_guess);
            }
        }
        high
    }
}

/// How many sums are at or below `bound`: as i grows, the last partner that keeps within it moves down.
fn count_up_to(sorted: &[f64], bound: f64) -> u64 {
    let (mut end, mut count) = (sorted.len(), 0);
    for (i, &first) in sorted.iter().enumerate() {
        while end > i && first + sorted[end - 1] > bound {
            end -= 1;
        }
        if end <= i {
            break;
        }
        count += (end - i) as u64;
    }
    count
}

/// The sums above `low` and up to `high`, in no order.
fn sums_within(sorted: &[f64], low: f64, high: f64) -> Vec<f64> {
    let mut sums = Vec::new();
    let (mut start, mut end) = (sorted.len(), sorted.len());
    for (i, &first) in sorted.iter().enumerate() {
        while end > i && first + sorted[end - 1] > high {
            end -= 1;
        }
        while start > i && first + sorted[start - 1] > low {
            start -= 1;
        }
        if end <= i {
            break;
        }
        sums.extend(sorted[start.max(i)..end].iter().map(|second| first + second));
    }
    sums
}

fn nth(mut sums: Vec<f64>, k: u64) -> f64 {
    *sums.select_nth_unstable_by(k as usize - 1, f64::total_cmp).1
}

/// A value strictly between, `None` for neighbours. Halving the distance serves ordinary data; halving the
/// number of representable values in between, every third time, bounds the search at any scale.
fn between(low: f64, high: f64, round: u32) -> Option<f64> {
    let middle = 0.5 * low + 0.5 * high;
    if round % 3 < 2 && low < middle && middle < high {
        return Some(middle);
    }
    let (below, above) = (order_key(low), order_key(high));
    (above - below > 1).then(|| from_order_key(below + (above - below) / 2))
}

/// Whole numbers in the order of the floating-point numbers, neighbours to neighbours.
fn order_key(value: f64) -> i128 {
    let bits = i128::from(value.abs().to_bits());
    if value.is_sign_negative() { -bits } else { bits }
}

fn from_order_key(key: i128) -> f64 {
    f64::from_bits(key.unsigned_abs() as u64).copysign(if key < 0 { -1.0 } else { 1.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every order statistic tried equals that of the full sort, with and without bisection.
    fn check(after: &[f64]) {
        let before = vec![0.0; after.len()];
        let differences = Differences::of(Pairs::new(&before, after).unwrap(), None).unwrap();
        let walsh = WalshAverages::of(&differences);
        let sorted = differences.sorted();
        let mut sums: Vec<f64> = (0..sorted.len())
            .flat_map(|i| sorted[i..].iter().map(move |second| sorted[i] + second))
            .collect();
        sums.sort_by(f64::total_cmp);
        assert_eq!(walsh.count(), sums.len() as u64);
        let m = sums.len();
        for k in [1, 2, m / 40, m / 3, m / 2, m / 2 + 1, m - m / 40, m - 1, m] {
            assert_eq!(walsh.ordered(k as u64), sums[k - 1] / 2.0, "k = {k}");
        }
        assert_eq!(walsh.median(), (0.5 * sums[(m - 1) / 2] + 0.5 * sums[m / 2]) / 2.0);
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

    #[test]
    fn selection_equals_sorting() {
        let uniform = uniform(1500);
        check(&uniform.iter().map(|u| u - 0.3).collect::<Vec<_>>());
        check(&uniform.iter().map(|u| (8.0 * u).floor() - 3.5).collect::<Vec<_>>());
        check(
            &uniform.iter().map(|u| 10_f64.powf(600.0 * u - 300.0) * (u - 0.5).signum()).collect::<Vec<_>>(),
        );
        check(&vec![2.5; 1500]);
        check(&[1.0, -1.0].repeat(750));
        check(&uniform[..90]);
    }
}
