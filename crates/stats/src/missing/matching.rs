//! Predictive mean matching.

use crate::random::Stream;

/// The rows a missing value may be copied from, by predicted mean.
pub(super) struct Donors {
    /// Predicted mean and row, ascending.
    sorted: Vec<(f64, u32)>,
}

impl Donors {
    /// O(n log n).
    pub(super) fn new(mut predicted: Vec<(f64, u32)>) -> Self {
        predicted.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        Self { sorted: predicted }
    }

    /// One of the `k` rows nearest to `target` (all, if there are fewer), each equally likely. Where several are
    /// equally far as the k-th, chance decides which of them belong to the k. O(k + log n).
    pub(super) fn draw(&self, target: f64, k: usize, stream: &mut Stream) -> u32 {
        let k = k.min(self.sorted.len());
        let reach = self.distance_of_nth(target, k);
        let chosen = stream.below(k);
        let at = |inside: &dyn Fn(f64) -> bool| {
            let first = self.sorted.partition_point(|&(mean, _)| mean < target && !inside(target - mean));
            let last = self.sorted.partition_point(|&(mean, _)| mean < target || inside(mean - target));
            (first, last)
        };
        let (near_first, near_last) = at(&|distance| distance < reach);
        if chosen < near_last - near_first {
            return self.sorted[near_first + chosen].1;
        }
        let (first, last) = at(&|distance| distance <= reach);
        let (before, after) = (near_first - first, last - near_last);
        let tied = stream.below(before + after);
        let position = if tied < before { first + tied } else { near_last + tied - before };
        self.sorted[position].1
    }

    /// Distance of the n-th nearest.
    fn distance_of_nth(&self, target: f64, n: usize) -> f64 {
        let mut right = self.sorted.partition_point(|&(mean, _)| mean < target);
        let mut left = right;
        let mut distance = 0.0;
        for _ in 0..n {
            let below = left.checked_sub(1).map_or(f64::INFINITY, |at| target - self.sorted[at].0);
            let above = self.sorted.get(right).map_or(f64::INFINITY, |&(mean, _)| mean - target);
            distance = below.min(above);
            if below <= above { left -= 1 } else { right += 1 }
        }
        distance
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Seed;

    #[test]
    fn the_nearest_are_drawn_equally_often_and_ties_share() {
        let means = [0.0, 1.0, 1.0, 1.0, 1.0, 2.0, 5.0, 9.0];
        let donors = Donors::new(means.iter().enumerate().map(|(row, &mean)| (mean, row as u32)).collect());
        let mut stream = Seed(1).stream(0);
        let mut counts = [0; 8];
        (0..60_000).for_each(|_| counts[donors.draw(4.5, 3, &mut stream) as usize] += 1);
        // 5 (0.5 away), 2 (2.5), and one of four ones (3.5).
        let expected = [0.0, 5e3, 5e3, 5e3, 5e3, 2e4, 2e4, 0.0];
        for (count, expected) in counts.iter().zip(expected) {
            assert!((f64::from(*count) - expected).abs() <= 5.0 * f64::sqrt(expected), "{counts:?}");
        }
    }

    #[test]
    fn fewer_donors_than_asked_for() {
        let donors = Donors::new(vec![(1.0, 7)]);
        assert_eq!(donors.draw(-3.0, 5, &mut Seed(1).stream(0)), 7);
    }
}
