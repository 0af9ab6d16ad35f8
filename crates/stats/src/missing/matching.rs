//! Predictive mean matching.

use crate::random::Stream;

/// The rows a missing value may be copied from, ascending by predicted mean.
pub(super) struct Donors {
    means: Vec<f64>,
    rows: Vec<u32>,
}

impl Donors {
    /// O(n log n).
    pub(super) fn new(mut predicted: Vec<(f64, u32)>) -> Self {
        predicted.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let (means, rows) = predicted.into_iter().unzip();
        Self { means, rows }
    }

    /// One of the `k` rows nearest to `target` (all, if there are fewer), each equally likely. Where several are
    /// equally far as the k-th, chance decides which of them belong to the k. O(k + log n).
    pub(super) fn draw(&self, target: f64, k: usize, stream: &mut Stream) -> u32 {
        let k = k.min(self.means.len());
        let (window, reach) = self.nearest(target, k);
        let chosen = stream.below(k);
        let at_reach = |at: usize| self.means.get(at).is_some_and(|mean| (mean - target).abs() == reach);
        if !at_reach(window.end) && !window.start.checked_sub(1).is_some_and(at_reach) {
            return self.rows[window.start + chosen];
        }
        self.draw_tied(target, reach, chosen, stream)
    }

    /// As `draw`, where more than k rows are within reach of the k-th.
    fn draw_tied(&self, target: f64, reach: f64, chosen: usize, stream: &mut Stream) -> u32 {
        let range = |inside: &dyn Fn(f64) -> bool| {
            let first = self.means.partition_point(|&mean| mean < target && !inside(target - mean));
            let last = self.means.partition_point(|&mean| mean < target || inside(mean - target));
            first..last
        };
        let near = range(&|distance| distance < reach);
        if chosen < near.len() {
            return self.rows[near.start + chosen];
        }
        let all = range(&|distance| distance <= reach);
        let before = near.start - all.start;
        let tied = stream.below(all.len() - near.len());
        self.rows[if tied < before { all.start + tied } else { near.end + tied - before }]
    }

    /// Positions of the n nearest, and the distance of the farthest of them.
    fn nearest(&self, target: f64, n: usize) -> (std::ops::Range<usize>, f64) {
        let mut right = self.means.partition_point(|&mean| mean < target);
        let mut left = right;
        let mut distance = 0.0;
        for _ in 0..n {
            let below = left.checked_sub(1).map_or(f64::INFINITY, |at| target - self.means[at]);
            let above = self.means.get(right).map_or(f64::INFINITY, |mean| mean - target);
            distance = below.min(above);
            if below <= above { left -= 1 } else { right += 1 }
        }
        (left..right, distance)
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
