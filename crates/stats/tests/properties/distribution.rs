//! Both sides add up to 1, quantiles come back, and no finite argument makes NaN.

use proptest::prelude::*;
use stats::distribution::*;

fn shape() -> impl Strategy<Value = f64> {
    (-2.0..5.0_f64).prop_map(|exponent| 10_f64.powf(exponent))
}

fn tail() -> impl Strategy<Value = f64> {
    prop_oneof![(-290.0..-0.31_f64).prop_map(|exponent| 10_f64.powf(exponent)), 0.01..0.99_f64]
}

fn is_one(lower: f64, upper: f64) -> bool {
    (0.0..=1.0).contains(&lower) && (0.0..=1.0).contains(&upper) && (lower + upper - 1.0).abs() < 1e-11
}

/// Rounding x to a double moves a tail by its steepness there: density times x over tail.
fn close(back: f64, tail: f64, steepness: f64) -> bool {
    (back - tail).abs() <= 1e-12 * tail * steepness.max(1.0)
}

proptest! {
    #[test]
    fn gamma_sides_and_quantiles(a in shape(), tail in tail(), share in 0.0..4.0_f64) {
        prop_assert!(is_one(gamma::lower(share * a, a), gamma::upper(share * a, a)));
        let x = gamma::quantile_upper(tail, a);
        if x > 1e-300 {
            prop_assert!(close(gamma::upper(x, a), tail, x * gamma::density(x, a) / tail), "{x}");
        }
        let x = gamma::quantile_lower(tail, a);
        if x > 1e-300 {
            prop_assert!(close(gamma::lower(x, a), tail, x * gamma::density(x, a) / tail), "{x}");
        }
    }

    #[test]
    fn beta_sides_and_quantiles(a in shape(), b in shape(), tail in tail(), x in 0.0..=1.0) {
        prop_assert!(is_one(beta::lower(x, a, b), beta::upper(x, a, b)));
        let x = beta::quantile_lower(tail, a, b);
        prop_assert!((0.0..=1.0).contains(&x));
        if x > 1e-300 && x < 0.9 {
            prop_assert!(close(beta::lower(x, a, b), tail, x * beta::density(x, a, b) / tail), "{x}");
        }
        let f = f::quantile_upper(tail, 2.0 * b, 2.0 * a);
        if f > 1e-300 && f < 1e300 {
            // In ln f the tail's slope is at most df2/2, or the quadratic growth of its exponent.
            let steepness = (a + b) * 2.0;
            prop_assert!(close(f::upper(f, 2.0 * b, 2.0 * a), tail, steepness), "{f}");
        }
    }

    #[test]
    fn counts_add_up(n in 1_u64..60, p in 0.0..=1.0, marked in 0_u64..40, unmarked in 0_u64..40, share in 0.0..=1.0) {
        let total: f64 = (0..=n).map(|k| binomial::probability(k, n, p)).sum();
        prop_assert!((total - 1.0).abs() < 1e-12);
        for k in 0..=n {
            let rest = if k == 0 { 0.0 } else { binomial::lower(k - 1, n, p) };
            prop_assert!(is_one(rest, binomial::upper(k, n, p)));
        }
        let draws = (share * (marked + unmarked) as f64) as u64;
        let total: f64 = (0..=draws).map(|k| hypergeometric::probability(k, marked, unmarked, draws)).sum();
        prop_assert!((total - 1.0).abs() < 1e-12);
        for k in 0..=draws + 1 {
            let below = if k == 0 { 0.0 } else { hypergeometric::lower(k - 1, marked, unmarked, draws) };
            prop_assert!(is_one(below, hypergeometric::upper(k, marked, unmarked, draws)));
        }
    }

    #[test]
    fn noncentral_t_meets_students(t in -30.0..30.0_f64, df in 0.5..400.0_f64, shift in -8.0..8.0_f64) {
        let (lower, upper) = (noncentral_t::lower(t, df, shift), noncentral_t::upper(t, df, shift));
        prop_assert!(is_one(lower, upper));
        let central = student_t::upper(t, df);
        prop_assert!((noncentral_t::upper(t, df, 0.0) - central).abs() <= 1e-12 * central);
    }
}
