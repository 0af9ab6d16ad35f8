//! Logarithms of factorials in fixed point, so that equal products are equal numbers.

/// 2^44 units are 1 on the scale of natural logarithms.
const UNIT: f64 = (1_u64 << 44) as f64;

/// How far below the observed ln(product) another still counts as equal: relative 1e-7, as R's `fisher.test`
/// takes probabilities up to 1 + 1e-7 times the observed one for ties.
pub(super) const TIE: i64 = (1e-7 * UNIT) as i64;

/// ln k! for k = 0..=n: fixed point to compare with, `f64` to compute with.
pub(super) struct Factorials {
    fixed: Vec<i64>,
    ln: Vec<f64>,
}

impl Factorials {
    /// Each ln k is put together from the rounded logarithms of k's prime factors. Two products of factorials
    /// that are the same whole number have the same primes, and so the same sum to the last bit; the sum is
    /// off by at most 2^-45 for each prime factor, far below [`TIE`].
    pub(super) fn up_to(n: usize) -> Self {
        let mut fixed = vec![0_i64; n + 1];
        for prime in 2..=n {
            if fixed[prime] != 0 {
                continue;
            }
            let ln = ((prime as f64).ln() * UNIT).round() as i64;
            let mut power = prime;
            while power <= n {
                (power..=n).step_by(power).for_each(|multiple| fixed[multiple] += ln);
                power = power.saturating_mul(prime);
            }
        }
        (1..=n).for_each(|k| fixed[k] += fixed[k - 1]);
        let ln = (0..=n).map(|k| crate::distribution::gamma::ln_factorial(k as u64)).collect();
        Self { fixed, ln }
    }

    /// ln k! in fixed point.
    pub(super) fn fixed(&self, k: usize) -> i64 {
        self.fixed[k]
    }

    /// ln of the number of ways to choose k of n.
    pub(super) fn ln_choose(&self, n: usize, k: usize) -> f64 {
        self.ln[n] - self.ln[k] - self.ln[n - k]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_products_are_equal_numbers() {
        // 10! = 7! 6!, 16! = 14! 5! 2!, 9! = 7! 3! 3! 2!
        let f = Factorials::up_to(20);
        assert_eq!(f.fixed(10), f.fixed(7) + f.fixed(6));
        assert_eq!(f.fixed(16), f.fixed(14) + f.fixed(5) + f.fixed(2));
        assert_eq!(f.fixed(9), f.fixed(7) + 2 * f.fixed(3) + f.fixed(2));
        assert!((f.fixed(20) as f64 / UNIT - f.ln[20]).abs() < 1e-11);
    }
}
