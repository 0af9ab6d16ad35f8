//! The distribution of the signed-rank sum when every sign is a fair coin.

/// P(sum of the ranks that fall positive <= `at`), ranks and `at` in the same (doubled) unit.
///
/// Shift algorithm (Streitberg & Roehmel 1986): adding a rank r to the game turns the counts c(s) of sign
/// patterns with sum s into c(s) + c(s - r). Counts are whole numbers in `f64`, exact up to 2^53 and
/// correct to 2e-16 per addition beyond; at most 1000 ranks keep them finite.
pub(super) fn lower_tail(ranks: &[u64], at: u64) -> f64 {
    let step = ranks.iter().copied().fold(0, greatest_common_divisor).max(1);
    let counts = pattern_counts(ranks.iter().map(|rank| (rank / step) as usize), (at / step) as usize);
    counts.iter().sum::<f64>() * probability_of_one_pattern(ranks.len())
}

/// Which ordered Walsh average bounds the interval, and the level it reaches.
pub(super) struct IntervalIndex {
    pub(super) k: u64,
    pub(super) achieved: f64,
}

/// k = max(1, smallest q with P(V <= q) >= `tail`) for `n` untied differences.
///
/// Counting stops in the middle of the distribution, which every tail below one half lies short of.
/// The comparison allows ten units of rounding (as R's qsignrank), for tails that are powers of one half.
pub(super) fn interval_index(n: usize, tail: f64) -> IntervalIndex {
    let counts = pattern_counts(1..=n, n * (n + 1) / 4 + 1);
    let each = probability_of_one_pattern(n);
    let (mut below, mut q) = (0.0, 0);
    loop {
        let up_to = below + counts[q] * each;
        if up_to >= tail - 10.0 * f64::EPSILON || q + 1 == counts.len() {
            break;
        }
        below = up_to;
        q += 1;
    }
    if q == 0 {
        IntervalIndex { k: 1, achieved: 1.0 - 2.0 * each }
    } else {
        IntervalIndex { k: q as u64, achieved: 1.0 - 2.0 * below }
    }
}

/// For every sum from 0 to `limit`: how many choices of ranks have it. Ranks ascending.
fn pattern_counts(ranks: impl Iterator<Item = usize>, limit: usize) -> Vec<f64> {
    let mut counts = vec![0.0; limit + 1];
    counts[0] = 1.0;
    let mut reach = 0;
    for rank in ranks.take_while(|&rank| rank <= limit) {
        reach = (reach + rank).min(limit);
        shift_and_add(&mut counts[..=reach], rank);
    }
    counts
}

/// counts[s] += counts[s - rank] for descending s, in runs of `rank` that do not overlap.
fn shift_and_add(counts: &mut [f64], rank: usize) {
    let mut end = counts.len();
    while end > rank {
        let start = end.saturating_sub(rank).max(rank);
        let (below, above) = counts.split_at_mut(start);
        let source = &below[start - rank..];
        for (count, &shifted) in above[..end - start].iter_mut().zip(source) {
            *count += shifted;
        }
        end = start;
    }
}

fn probability_of_one_pattern(n: usize) -> f64 {
    0.5_f64.powi(n as i32)
}

fn greatest_common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_ranks_by_hand() {
        // Sums of subsets of 1 2 3: 0 1 2 3 3 4 5 6.
        let doubled = [2, 4, 6];
        let tails = [0, 2, 4, 6, 8, 10, 12].map(|at| 8.0 * lower_tail(&doubled, at));
        assert_eq!(tails, [1.0, 2.0, 3.0, 5.0, 6.0, 7.0, 8.0]);
        // Midranks 1.5 1.5 3: sums 0 1.5 1.5 3 3 4.5 4.5 6.
        let tails = [0, 2, 3, 5, 6, 12].map(|at| 8.0 * lower_tail(&[3, 3, 6], at));
        assert_eq!(tails, [1.0, 1.0, 3.0, 3.0, 5.0, 8.0]);
    }

    #[test]
    fn interval_index_of_the_printed_tables() {
        // Hollander, Wolfe & Chicken, table A.4: n = 10, P(V <= 8) = 0.0244, P(V <= 9) = 0.0322.
        let index = interval_index(10, 0.025);
        assert_eq!(index.k, 9);
        assert!((index.achieved - (1.0 - 2.0 * 25.0 / 1024.0)).abs() < 1e-15);
        // Below six differences even the widest interval falls short.
        assert_eq!((interval_index(5, 0.025).k, interval_index(5, 0.025).achieved), (1, 0.9375));
        assert_eq!(interval_index(6, 0.025).k, 1);
    }

    #[test]
    fn a_thousand_ranks_stay_finite() {
        let ranks: Vec<u64> = (1..=1000).map(|rank| 2 * rank).collect();
        let middle = lower_tail(&ranks, 500_500);
        assert!(middle > 0.5 && middle < 0.501, "{middle}");
    }
}
