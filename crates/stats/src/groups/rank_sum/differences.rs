//! Order statistics of the m n differences between two groups without writing them down.

use crate::Undefined;
use crate::groups::pooled::value;
use rayon::prelude::*;
use std::cmp::Ordering::{Equal, Greater, Less};

/// Differences collected and sorted out at the end of a search; as many for small samples.
const COLLECT: u64 = 1 << 14;
/// Values of each group that stand for all of them in a first, rough search.
const ROUGH: usize = 1024;
/// Values of the first group that one thread counts at a time.
const CHUNK: usize = 1 << 15;
/// How far to either side of the wanted rank interpolated guesses aim, as a share of the bracket.
const MARGIN: f64 = 1.0 / 128.0;
/// Guesses after which ties are suspected.
const PATIENCE: u32 = 12;

/// Both groups, ascending. A difference is `second[j] - first[i]`, rounded once, which keeps the order.
pub(super) struct Differences {
    first: Vec<f64>,
    second: Vec<f64>,
}

impl Differences {
    /// Of both groups' sorted keys, at least one each. [`Undefined::BeyondRange`] if a difference overflows.
    pub(super) fn of(first: &[u64], second: &[u64]) -> Result<Self, Undefined> {
        let values = |keys: &[u64]| keys.iter().map(|&key| value(key)).collect();
        let differences = Self { first: values(first), second: values(second) };
        let (least, greatest) = differences.ends();
        if (greatest - least).is_finite() { Ok(differences) } else { Err(Undefined::BeyondRange) }
    }

    fn ends(&self) -> (f64, f64) {
        let (m, n) = (self.first.len(), self.second.len());
        (self.second[0] - self.first[m - 1], self.second[n - 1] - self.first[0])
    }

    /// m n.
    fn count(&self) -> u64 {
        self.first.len() as u64 * self.second.len() as u64
    }

    /// The median, halfway between the two in the middle for an even number.
    pub(super) fn median(&self) -> f64 {
        let all = self.count();
        let (low, next) = self.ordered_and_next(all.div_ceil(2));
        if all % 2 == 1 { low } else { 0.5 * low + 0.5 * next }
    }

    /// The `k`-th smallest, from 1.
    pub(super) fn ordered(&self, k: u64) -> f64 {
        self.search(k)
    }

    /// The `k`-th greatest, from 1.
    pub(super) fn ordered_downwards(&self, k: u64) -> f64 {
        self.search(self.count() + 1 - k)
    }

    /// The `k`-th smallest and the one after it (the same at the end): equal to it, or the least one above it.
    fn ordered_and_next(&self, k: u64) -> (f64, f64) {
        let found = self.search(k);
        let split = self.split_at(found);
        if split.count > k || k == self.count() { (found, found) } else { (found, split.above) }
    }

    /// Narrows a bracket around the `k`-th by guesses, counting the differences up to each in O(m + n), until few
    /// enough remain to be written down. The result is one of the differences, not an approximation of it.
    fn search(&self, k: u64) -> f64 {
        let enough = COLLECT.max((self.first.len() + self.second.len()) as u64);
        let mut bracket = Bracket::of(self, k);
        for guess in self.rough_guesses(k, enough) {
            bracket.narrow(guess, self.count_up_to(guess));
        }
        for round in 0.. {
            if bracket.n_high - bracket.n_low <= enough {
                return self.nth_within(&bracket);
            }
            let Some(guess) = bracket.guess(round) else { break };
            if round < PATIENCE {
                bracket.narrow(guess, self.count_up_to(guess));
            } else {
                let split = self.split_at(guess);
                if bracket.narrow_to_values(&split) {
                    break;
                }
            }
        }
        bracket.high
    }

    /// Two guesses around the `k`-th, from evenly spaced values of both groups. Their shares of differences up to any
    /// bound are those of all values to within one part in [`ROUGH`] of each group.
    fn rough_guesses(&self, k: u64, enough: u64) -> Vec<f64> {
        if self.count() <= ROUGH as u64 * enough {
            return Vec::new();
        }
        let rough = Self { first: thinned(&self.first), second: thinned(&self.second) };
        let n_rough = rough.count();
        let share = k as f64 / self.count() as f64;
        let margin = 0.5 / rough.first.len() as f64 + 0.5 / rough.second.len() as f64;
        let rank = |share: f64| (share * n_rough as f64) as u64;
        let (below, above) = (rank(share - margin), rank(share + margin));
        let mut guesses = Vec::new();
        if below >= 1 {
            guesses.push(rough.search(below));
        }
        if above < n_rough {
            guesses.push(rough.search(above + 1));
        }
        guesses
    }

    /// How many differences are at or below `bound`: as the first value grows, the last partner that keeps within it
    /// moves up.
    fn count_up_to(&self, bound: f64) -> u64 {
        let count = |chunk: &[f64]| {
            let mut end = self.second.partition_point(|second| second - chunk[0] <= bound);
            let mut count = 0;
            for first in chunk {
                while end < self.second.len() && self.second[end] - first <= bound {
                    end += 1;
                }
                count += end as u64;
            }
            count
        };
        if self.first.len() <= CHUNK {
            return count(&self.first);
        }
        self.first.par_chunks(CHUNK).map(count).sum()
    }

    /// The same with the greatest difference at or below `bound` and the least above it.
    fn split_at(&self, bound: f64) -> Split {
        let mut split = Split { count: 0, upto: f64::NEG_INFINITY, above: f64::INFINITY };
        let mut end = 0;
        for first in &self.first {
            while end < self.second.len() && self.second[end] - first <= bound {
                end += 1;
            }
            split.count += end as u64;
            if end > 0 {
                split.upto = split.upto.max(self.second[end - 1] - first);
            }
            if end < self.second.len() {
                split.above = split.above.min(self.second[end] - first);
            }
        }
        split
    }

    /// The wanted one of the few differences in the bracket.
    fn nth_within(&self, bracket: &Bracket) -> f64 {
        let mut within = Vec::with_capacity((bracket.n_high - bracket.n_low) as usize);
        let (mut start, mut end) = (0, 0);
        for first in &self.first {
            while end < self.second.len() && self.second[end] - first <= bracket.high {
                end += 1;
            }
            while start < end && self.second[start] - first <= bracket.low {
                start += 1;
            }
            within.extend(self.second[start..end].iter().map(|second| second - first));
        }
        let place = (bracket.k - bracket.n_low) as usize - 1;
        *within.select_nth_unstable_by(place, f64::total_cmp).1
    }
}

struct Split {
    count: u64,
    upto: f64,
    above: f64,
}

/// `low` < the `k`-th difference <= `high`, with the numbers of differences up to both.
struct Bracket {
    k: u64,
    low: f64,
    n_low: u64,
    high: f64,
    n_high: u64,
}

impl Bracket {
    fn of(differences: &Differences, k: u64) -> Self {
        let (least, greatest) = differences.ends();
        Self { k, low: least.next_down(), n_low: 0, high: greatest, n_high: differences.count() }
    }

    fn narrow(&mut self, guess: f64, count: u64) {
        if guess <= self.low || guess >= self.high {
            return;
        }
        if count < self.k {
            (self.low, self.n_low) = (guess, count);
        } else {
            (self.high, self.n_high) = (guess, count);
        }
    }

    /// With bounds moved on to differences; true once the bracket holds a single value, `high`.
    fn narrow_to_values(&mut self, split: &Split) -> bool {
        match split.count.cmp(&self.k) {
            Less => (self.low, self.n_low) = (split.above.next_down(), split.count),
            Equal | Greater => (self.high, self.n_high) = (split.upto, split.count),
        }
        self.low.next_up() >= self.high
    }

    /// Two guesses by interpolation, a little to either side of the wanted rank, then one that halves the
    /// bracket, which bounds the search. `None` if there is no number in between.
    fn guess(&self, round: u32) -> Option<f64> {
        let held = (self.n_high - self.n_low) as f64;
        let wanted = (self.k - self.n_low) as f64 / held;
        let aim = match round % 3 {
            0 => wanted - MARGIN,
            1 => wanted + MARGIN,
            _ => return between(self.low, self.high, round / 3),
        };
        let guess = self.low + aim * (self.high - self.low);
        if self.low < guess && guess < self.high {
            Some(guess)
        } else {
            between(self.low, self.high, round / 3)
        }
    }
}

/// At most [`ROUGH`] values, the middle ones of equal stretches.
fn thinned(sorted: &[f64]) -> Vec<f64> {
    let stretch = sorted.len().div_ceil(ROUGH);
    sorted.iter().copied().skip(stretch / 2).step_by(stretch).collect()
}

/// A value strictly between, `None` for neighbours. Halving the distance serves ordinary data; halving the number of
/// representable values in between, every other time, bounds the search at any scale.
fn between(low: f64, high: f64, round: u32) -> Option<f64> {
    let middle = 0.5 * low + 0.5 * high;
    if round.is_multiple_of(2) && low < middle && middle < high {
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

    /// Every order statistic tried equals that of the full sort.
    fn check(first: Vec<f64>, second: Vec<f64>) {
        let mut all: Vec<f64> =
            first.iter().flat_map(|first| second.iter().map(move |second| second - first)).collect();
        all.sort_by(f64::total_cmp);
        let sorted = |mut values: Vec<f64>| {
            values.sort_by(f64::total_cmp);
            values
        };
        let differences = Differences { first: sorted(first), second: sorted(second) };
        let n = all.len();
        for k in [1, 2, n / 40, n / 3, n / 2, n / 2 + 1, n - n / 40, n - 1, n].map(|k| k.clamp(1, n)) {
            assert_eq!(differences.ordered(k as u64), all[k - 1], "k = {k}");
            assert_eq!(differences.ordered_downwards(k as u64), all[n - k], "k = {k} from above");
        }
        assert_eq!(differences.median(), 0.5 * all[(n - 1) / 2] + 0.5 * all[n / 2]);
    }

    /// A full-period generator (Knuth's constants), enough for test data.
    fn uniform(n: usize, seed: u64) -> Vec<f64> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        (0..n).map(|_| next()).collect()
    }

    #[test]
    fn selection_equals_sorting() {
        let (first, second) = (uniform(500, 1), uniform(370, 2));
        let map = |of: fn(f64) -> f64| {
            check(first.iter().copied().map(of).collect(), second.iter().copied().map(of).collect())
        };
        map(|u| u);
        map(|u| (8.0 * u).floor());
        map(|u| 10_f64.powf(600.0 * u - 300.0) * (u - 0.5).signum());
        map(|_| 2.5);
        map(|u| (u - 0.5).signum());
        check(first[..90].to_vec(), second[..1].to_vec());
        check(vec![1.0], vec![3.0]);
        check(first.clone(), second.iter().map(|u| (-20.0 * u).exp()).collect());
    }

    /// Too many differences to sort: the found one is at most the `k`-th, and the numbers below it are fewer than `k`.
    #[test]
    fn a_rough_search_ends_at_the_same_place() {
        let sorted = |n: usize, seed: u64, of: fn(f64) -> f64| {
            let mut values: Vec<f64> = uniform(n, seed).into_iter().map(of).collect();
            values.sort_by(f64::total_cmp);
            values
        };
        let shapes: [fn(f64) -> f64; 3] = [|u| u, |u| (-20.0 * u).exp(), |u| (50.0 * u * u).floor()];
        for of in shapes {
            let differences =
                Differences { first: sorted(7000, 3, of), second: sorted(3000, 4, |u| u * u * 3.0) };
            let n = differences.count();
            assert!(!differences.rough_guesses(n / 2, COLLECT).is_empty());
            for k in [1, n / 40, n / 2, n - 1] {
                let found = differences.search(k);
                assert!(differences.count_up_to(found) >= k);
                assert!(differences.count_up_to(found.next_down()) < k);
            }
        }
    }
}
