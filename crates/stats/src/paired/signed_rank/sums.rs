//! The k-th smallest of all sums of two sorted values.

use super::walsh::MANY;

/// Sums collected and sorted out at the end of a search; a quarter as many as differences if that is more.
const COLLECT: u64 = 1 << 10;

/// The `k`-th smallest sum of two values and the next, which repeats the `k`-th if that is the last.
///
/// A bracket on the value is narrowed, counting sums below each guess in O(n), until few enough remain to
/// be written down. The result is one of the sums, not an approximation of it.
pub(super) fn ordered_sums(sorted: &[f64], k: u64, whole: bool) -> [f64; 2] {
    let wanted = Wanted::of(sorted.len(), k);
    let mut bracket = Bracket::around_all(sorted, wanted.count, whole);
    let mut thinned = first_guesses(sorted, &wanted, whole).into_iter();
    let mut round = 0;
    loop {
        if bracket.n_inside() <= wanted.enough || whole && bracket.high - bracket.low <= 1.0 {
            break;
        }
        let guess = thinned.next().filter(|&guess| bracket.low < guess && guess < bracket.high);
        let next = || {
            round += 1;
            bracket.guess(&wanted, round - 1, whole)
        };
        let Some(guess) = guess.or_else(next) else { break };
        let n_guess = count_up_to(sorted, guess);
        if n_guess < k {
            (bracket.low, bracket.n_low) = (guess, n_guess);
        } else if n_guess >= wanted.next {
            (bracket.high, bracket.n_high) = (guess, n_guess);
        } else {
            // The two lie on either side of the guess.
            return [greatest_up_to(sorted, guess), least_above(sorted, guess)];
        }
    }
    if bracket.n_inside() > wanted.enough {
        return [bracket.high; 2];
    }
    nth_and_next(sums_within(sorted, bracket.low, bracket.high, bracket.n_inside()), k - bracket.n_low)
}

/// Two guesses around the wanted sums, from the same search among every sixteenth value.
///
/// A value's rank moves by less than sixteen in thinning, so that the share of sums below a bound moves by about
/// one in m, the number of values left; the guesses stand that far apart on either side.
fn first_guesses(sorted: &[f64], wanted: &Wanted, whole: bool) -> Vec<f64> {
    if sorted.len() < MANY {
        return Vec::new();
    }
    let thinned: Vec<f64> = sorted.iter().copied().skip(8).step_by(16).collect();
    let m = thinned.len() as u64;
    let count = m * (m + 1) / 2;
    let at = (wanted.k as f64 / wanted.count as f64 * count as f64) as u64;
    let near = |k: u64| ordered_sums(&thinned, k.clamp(1, count), whole)[0];
    let (low, high) = (near(at.saturating_sub(m)), near(at + m));
    // Both on one tie: the other side of it comes next.
    let below = if whole { high - 1.0 } else { high.next_down() };
    if low < high { vec![low, high] } else { vec![high, below] }
}

/// Which sums are asked for.
struct Wanted {
    /// The rank asked for, from 1.
    k: u64,
    /// The rank after it, or `k` again at the end.
    next: u64,
    /// All sums.
    count: u64,
    /// As many may be written down.
    enough: u64,
}

impl Wanted {
    fn of(n: usize, k: u64) -> Self {
        let n = n as u64;
        let count = n * (n + 1) / 2;
        Self { k, next: (k + 1).min(count), count, enough: COLLECT.max(n / 4) }
    }
}

/// The wanted sums lie above `low` and up to `high`; `n_low` and `n_high` sums lie up to each.
struct Bracket {
    low: f64,
    high: f64,
    n_low: u64,
    n_high: u64,
}

impl Bracket {
    fn around_all(sorted: &[f64], count: u64, whole: bool) -> Self {
        let (least, high) = (2.0 * sorted[0], 2.0 * sorted[sorted.len() - 1]);
        let low = if whole { least - 1.0 } else { least.next_down() };
        Self { low, high, n_low: 0, n_high: count }
    }

    fn n_inside(&self) -> u64 {
        self.n_high - self.n_low
    }

    /// A value above `low` and below `high`, `None` if there is none to try.
    ///
    /// Two rounds of three interpolate the count in the value, aiming by turns a little below and a little above
    /// the wanted sums, so that the bracket closes from both sides; the third round halves. Halving by value
    /// serves ordinary data, halving the number of representable values in between bounds the search at any scale.
    /// Whole numbers are at most 2^54 apart and halved by value alone.
    fn guess(&self, wanted: &Wanted, round: u32, whole: bool) -> Option<f64> {
        let margin = 0.25 * wanted.enough as f64;
        let proposed = match round % 6 {
            0 | 3 => self.interpolated(wanted.k as f64 - margin),
            1 | 4 => self.interpolated(wanted.next as f64 + margin),
            2 | 5 if whole => 0.5 * self.low + 0.5 * self.high,
            2 => 0.5 * self.low + 0.5 * self.high,
            _ => f64::NAN,
        };
        let proposed = if whole { proposed.floor() } else { proposed };
        if self.low < proposed && proposed < self.high {
            return Some(proposed);
        }
        if whole {
            return Some((0.5 * self.low + 0.5 * self.high).floor());
        }
        let (below, above) = (order_key(self.low), order_key(self.high));
        (above - below > 1).then(|| from_order_key(below + (above - below) / 2))
    }

    fn interpolated(&self, aim: f64) -> f64 {
        let share = (aim - self.n_low as f64) / self.n_inside() as f64;
        let share = share.clamp(0.001, 0.999);
        (1.0 - share) * self.low + share * self.high
    }
}

/// How many sums are at or below `bound`: as i grows, the last partner that keeps within it moves down.
pub(super) fn count_up_to(sorted: &[f64], bound: f64) -> u64 {
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

/// The greatest sum at or below `bound`; there is one.
fn greatest_up_to(sorted: &[f64], bound: f64) -> f64 {
    let (mut end, mut greatest) = (sorted.len(), f64::NEG_INFINITY);
    for (i, &first) in sorted.iter().enumerate() {
        while end > i && first + sorted[end - 1] > bound {
            end -= 1;
        }
        if end <= i {
            break;
        }
        greatest = greatest.max(first + sorted[end - 1]);
    }
    greatest
}

/// The least sum above `bound`; there is one.
fn least_above(sorted: &[f64], bound: f64) -> f64 {
    let (mut end, mut least) = (sorted.len(), f64::INFINITY);
    for (i, &first) in sorted.iter().enumerate() {
        while end > i && first + sorted[end - 1] > bound {
            end -= 1;
        }
        let partner = end.max(i);
        if partner < sorted.len() {
            least = least.min(first + sorted[partner]);
        }
    }
    least
}

/// The sums above `low` and up to `high`, in no order.
fn sums_within(sorted: &[f64], low: f64, high: f64, n_sums: u64) -> Vec<f64> {
    let mut sums = Vec::with_capacity(n_sums as usize);
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

/// The `k`-th smallest and the next; the `k`-th twice if it is the last.
fn nth_and_next(mut sums: Vec<f64>, k: u64) -> [f64; 2] {
    let (_, &mut nth, above) = sums.select_nth_unstable_by(k as usize - 1, f64::total_cmp);
    let next = above.iter().copied().fold(f64::INFINITY, f64::min);
    [nth, if next == f64::INFINITY { nth } else { next }]
}

/// Whole numbers in the order of the floating-point numbers, neighbours to neighbours.
fn order_key(value: f64) -> i128 {
    let bits = i128::from(value.abs().to_bits());
    if value.is_sign_negative() { -bits } else { bits }
}

fn from_order_key(key: i128) -> f64 {
    f64::from_bits(key.unsigned_abs() as u64).copysign(if key < 0 { -1.0 } else { 1.0 })
}
