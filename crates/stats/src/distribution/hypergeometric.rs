//! The hypergeometric distribution: how many of `draws` without replacement are marked.

use super::binomial::front;
use super::saddle::deviance;

/// P(X = k) where `draws` are taken from `marked` and `unmarked` units; `draws` is at most their sum.
///
/// Loader's saddle point: the quotient of three binomial probabilities with p = draws / (marked + unmarked).
/// The distance of k from its mean is taken in whole numbers.
pub fn probability(k: u64, marked: u64, unmarked: u64, draws: u64) -> f64 {
    let (least, most) = range(marked, unmarked, draws);
    if k < least || k > most {
        return 0.0;
    }
    if least == most {
        return 1.0;
    }
    let total = marked as f64 + unmarked as f64;
    let from_mean = k as i128 * (marked as i128 + unmarked as i128) - marked as i128 * draws as i128;
    let difference = from_mean as f64 / total;
    let (p, q) = (draws as f64 / total, ((marked + unmarked) - draws) as f64 / total);
    let side = |k: u64, n: u64, difference: f64| {
        let (k, rest, n) = (k as f64, (n - k) as f64, n as f64);
        let exponent = deviance(k, n * p, difference) + deviance(rest, n * q, -difference);
        (edge_front(k, rest), exponent)
    };
    let (first, first_exponent) = side(k, marked, difference);
    let (second, second_exponent) = side(draws - k, unmarked, -difference);
    let whole = edge_front(draws as f64, total - draws as f64);
    first * second / whole * (-first_exponent - second_exponent).exp()
}

/// P(X <= k). Adds from k outwards to the near end: at most a few standard deviations' worth of terms.
pub fn lower(k: u64, marked: u64, unmarked: u64, draws: u64) -> f64 {
    let (least, most) = range(marked, unmarked, draws);
    if k < least {
        0.0
    } else if k >= most {
        1.0
    } else if above_mean(k, marked, unmarked, draws) {
        1.0 - tail_up(k + 1, marked, unmarked, draws)
    } else {
        tail_down(k, marked, unmarked, draws)
    }
}

/// P(X >= k).
pub fn upper(k: u64, marked: u64, unmarked: u64, draws: u64) -> f64 {
    let (least, most) = range(marked, unmarked, draws);
    if k <= least {
        1.0
    } else if k > most {
        0.0
    } else if above_mean(k, marked, unmarked, draws) {
        tail_up(k, marked, unmarked, draws)
    } else {
        1.0 - tail_down(k - 1, marked, unmarked, draws)
    }
}

/// The least and the greatest possible k.
pub fn range(marked: u64, unmarked: u64, draws: u64) -> (u64, u64) {
    (draws.saturating_sub(unmarked), draws.min(marked))
}

fn above_mean(k: u64, marked: u64, unmarked: u64, draws: u64) -> bool {
    k as u128 * (marked as u128 + unmarked as u128) > marked as u128 * draws as u128
}

fn tail_down(k: u64, marked: u64, unmarked: u64, draws: u64) -> f64 {
    let (least, _) = range(marked, unmarked, draws);
    let (mut term, mut sum, mut at) = (1.0, 1.0, k);
    while at > least && term > f64::EPSILON * 0.01 * sum {
        let (k, rest) = (at as f64, (unmarked + at - draws) as f64);
        term *= k * rest / ((marked - at + 1) as f64 * (draws - at + 1) as f64);
        sum += term;
        at -= 1;
    }
    probability(k, marked, unmarked, draws) * sum
}

fn tail_up(k: u64, marked: u64, unmarked: u64, draws: u64) -> f64 {
    let (_, most) = range(marked, unmarked, draws);
    let (mut term, mut sum, mut at) = (1.0, 1.0, k);
    while at < most && term > f64::EPSILON * 0.01 * sum {
        let next = (unmarked + at + 1 - draws) as f64 * (at + 1) as f64;
        term *= (marked - at) as f64 * (draws - at) as f64 / next;
        sum += term;
        at += 1;
    }
    probability(k, marked, unmarked, draws) * sum
}

/// As the binomial's, and 1 where one side is empty.
fn edge_front(k: f64, rest: f64) -> f64 {
    if k == 0.0 || rest == 0.0 { 1.0 } else { front(k, rest) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_vary_is_certain() {
        assert_eq!(probability(0, 0, 0, 0), 1.0);
        assert_eq!(probability(3, 3, 4, 7), 1.0);
        assert_eq!(probability(0, 0, 5, 2), 1.0);
    }
}
