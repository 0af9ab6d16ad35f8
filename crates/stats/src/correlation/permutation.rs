//! The exact distribution of a rank statistic when every order of y against x is equally likely, given all ties.

use super::ranks::Ranked;
use std::collections::BTreeMap;

/// P(statistic <= observed) and P(statistic >= observed).
pub(super) struct Tails {
    pub(super) lower: f64,
    pub(super) upper: f64,
}

impl Tails {
    /// Twice the smaller tail, at most 1.
    pub(super) fn two_sided(&self) -> f64 {
        (2.0 * self.lower.min(self.upper)).min(1.0)
    }
}

/// What one group of equal x adds to the statistic.
pub(super) struct Step<'a> {
    /// Number of the group of x, ascending from 0.
    pub(super) x_group: usize,
    /// How many of each group of y lower groups of x have.
    pub(super) used: &'a [usize],
    /// How many of each group of y this group has.
    pub(super) taken: &'a [usize],
}

/// The tails of a whole-numbered statistic that adds up over the groups of x.
///
/// The groups of x choose, one after another, which members of the groups of y they get. All that later gains
/// depend on is how many of each group of y are left: for each such state the number of ways to every sum is
/// kept (dynamic programming, in place of the n! orders). Counts are whole and exact up to 2^53, n = 18.
/// O(3^n) sums at worst, for n untied values far less.
pub(super) fn tails(x: &Ranked, y: &Ranked, gain: impl Fn(&Step<'_>) -> i64, observed: i64) -> Tails {
    let mut states = BTreeMap::from([(vec![0; y.sizes.len()], Ways { least: 0, counts: vec![1.0] })]);
    for (x_group, &size) in x.sizes.iter().enumerate() {
        let mut next: BTreeMap<Vec<usize>, Ways> = BTreeMap::new();
        for (used, ways) in &states {
            for_each_choice(&y.sizes, used, size, &mut |taken, multiplicity| {
                let after = used.iter().zip(taken).map(|(used, taken)| used + taken).collect();
                let shift = gain(&Step { x_group, used, taken });
                next.entry(after).or_default().add(ways, shift, multiplicity);
            });
        }
        states = next;
    }
    let ways = states.into_values().next().expect("one state is left: all used");
    let total: f64 = ways.counts.iter().sum();
    let sum = |holds: &dyn Fn(i64) -> bool| {
        let sums = ways.counts.iter().zip(ways.least..);
        sums.filter(|&(_, sum)| holds(sum)).map(|(count, _)| count).sum::<f64>() / total
    };
    Tails { lower: sum(&|sum| sum <= observed), upper: sum(&|sum| sum >= observed) }
}

/// Number of ways to each sum from `least` on.
#[derive(Default)]
struct Ways {
    least: i64,
    counts: Vec<f64>,
}

impl Ways {
    /// All sums of `other`, moved by `shift`, each `multiplicity` times.
    fn add(&mut self, other: &Self, shift: i64, multiplicity: f64) {
        let least = other.least + shift;
        if self.counts.is_empty() {
            self.least = least;
        }
        if least < self.least {
            let missing = (self.least - least) as usize;
            self.counts.splice(0..0, std::iter::repeat_n(0.0, missing));
            self.least = least;
        }
        let start = (least - self.least) as usize;
        let end = start + other.counts.len();
        if end > self.counts.len() {
            self.counts.resize(end, 0.0);
        }
        for (count, more) in self.counts[start..end].iter_mut().zip(&other.counts) {
            *count += multiplicity * more;
        }
    }
}

/// Every way to take `size` members from what the groups of y have left, with its number of orders.
fn for_each_choice(sizes: &[usize], used: &[usize], size: usize, visit: &mut impl FnMut(&[usize], f64)) {
    fn choose(
        sizes: &[usize],
        used: &[usize],
        left: usize,
        multiplicity: f64,
        taken: &mut Vec<usize>,
        visit: &mut impl FnMut(&[usize], f64),
    ) {
        let group = taken.len();
        if group == sizes.len() {
            if left == 0 {
                visit(taken, multiplicity);
            }
            return;
        }
        let available = sizes[group] - used[group];
        // The later groups must be able to give the rest.
        let later: usize = (group + 1..sizes.len()).map(|later| sizes[later] - used[later]).sum();
        for count in left.saturating_sub(later)..=available.min(left) {
            taken.push(count);
            choose(sizes, used, left - count, multiplicity * choices(available, count), taken, visit);
            taken.pop();
        }
    }
    choose(sizes, used, size, 1.0, &mut Vec::with_capacity(sizes.len()), visit);
}

/// n over k, exact for the small numbers here.
fn choices(n: usize, k: usize) -> f64 {
    (0..k).fold(1.0, |product, step| product * (n - step) as f64 / (step + 1) as f64)
}
