//! Normal and Student's t against R, the others against R where R is right and against 40-digit arithmetic
//! (mpmath, whole numbers) everywhere. Tolerance: relative 1e-12, from the centre down to tails of 1e-300;
//! below that absolute 1e-312, where numbers lose their digits.

use super::table::{Row, read};
use stats::distribution::*;

#[test]
fn distributions_equal_r() {
    let rows = read("answers/distribution.csv");
    assert!(rows.len() > 1000);
    for row in &rows {
        let (first, df) = (row.number("first").unwrap(), row.number("second"));
        let actual = match row.text("name") {
            "normal_upper" => normal::upper(first),
            "normal_quantile_upper" => normal::quantile_upper(first),
            "student_upper" => student_t::upper(first, df.unwrap()),
            "student_quantile_upper" => student_t::quantile_upper(first, df.unwrap()),
            other => panic!("{other}"),
        };
        row.expect_within(
            "value",
            Some(actual).filter(|value| value.is_finite()).ok_or("too large"),
            1e-12,
            1e-300,
        );
    }
}

#[test]
fn gamma_and_beta_equal_forty_digits() {
    let rows = read("answers/distribution_exact.csv");
    assert!(rows.len() > 2000);
    for row in &rows {
        let number = |column| row.number(column).unwrap();
        let (x, a, b) = (number("x"), number("first"), number("second"));
        let actual = match row.text("name") {
            "gamma_lower" => gamma::lower(x, a),
            "gamma_upper" => gamma::upper(x, a),
            "gamma_quantile_lower" => gamma::quantile_lower(x, a),
            "gamma_quantile_upper" => gamma::quantile_upper(x, a),
            "beta_lower" => beta::lower(x, a, b),
            "beta_upper" => beta::upper(x, a, b),
            "beta_quantile_lower" => beta::quantile_lower(x, a, b),
            "f_upper" => f::upper(x, a, b),
            "f_quantile_upper" => f::quantile_upper(x, a, b),
            other => panic!("{other}"),
        };
        expect(row, actual, 1e-12);
    }
}

#[test]
fn counts_and_noncentral_t_equal_whole_numbers_and_quadrature() {
    let rows = read("answers/distribution_exact_counts.csv");
    assert!(rows.len() > 700);
    for row in &rows {
        let number = |column| row.number(column).unwrap();
        let (x, a, b, c) = (number("k"), number("a"), number("b"), number("c"));
        let (k, n, draws) = (x as u64, a as u64, c as u64);
        let (actual, tolerance) = match row.text("name") {
            "binomial" => (binomial::probability(k, n, b), 1e-12),
            "binomial_lower" => (binomial::lower(k, n, b), 1e-12),
            "binomial_upper" => (binomial::upper(k, n, b), 1e-12),
            "hypergeometric" => (hypergeometric::probability(k, n, b as u64, draws), 1e-12),
            "hypergeometric_lower" => (hypergeometric::lower(k, n, b as u64, draws), 1e-12),
            "hypergeometric_upper" => (hypergeometric::upper(k, n, b as u64, draws), 1e-12),
            "noncentral_t_upper" => (noncentral_t::upper(x, a, b), 1e-12),
            other => panic!("{other}"),
        };
        expect(row, actual, tolerance);
    }
}

/// R's own answers where R is right. Its quantiles stop at 1e-11, its chi-squared tail at 1e-100 near that.
#[test]
fn more_distributions_equal_r() {
    let rows = read("answers/distribution_more.csv");
    assert!(rows.len() > 1200);
    for row in &rows {
        let number = |column| row.number(column).unwrap();
        let (x, a, b) = (number("first"), number("second"), number("third"));
        let actual = match row.text("name") {
            "gamma_lower" => gamma::lower(x, a),
            "gamma_upper" => gamma::upper(x, a),
            "gamma_density" => gamma::density(x, a),
            "chi_squared_upper" => chi_squared::upper(x, a),
            "chi_squared_quantile_upper" => chi_squared::quantile_upper(x, a),
            "f_upper" => f::upper(x, a, b),
            "f_lower" => f::lower(x, a, b),
            "f_quantile_upper" => f::quantile_upper(x, a, b),
            "beta_density" => beta::density(x, a, b),
            "ln_gamma" => gamma::ln_gamma(x),
            "ln_choose" => gamma::ln_choose(x as u64, a as u64),
            other => panic!("{other}"),
        };
        expect(row, actual, 1e-11);
    }
}

fn expect(row: &Row, actual: f64, tolerance: f64) {
    row.expect_within(
        "value",
        Some(actual).filter(|value| value.is_finite()).ok_or("too large"),
        tolerance,
        1e-300,
    );
}

#[test]
fn both_sides_and_both_tails_fit() {
    assert_eq!(normal::lower(-1.0), normal::upper(1.0));
    assert_eq!(student_t::lower(-1.0, 5.0), student_t::upper(1.0, 5.0));
    assert_eq!(student_t::two_sided(0.0, 3.0), 1.0);
    assert_eq!(student_t::quantile_upper(0.75, 4.0), -student_t::quantile_upper(0.25, 4.0));
    assert_eq!(
        (student_t::quantile_upper(0.5, 4.0), student_t::quantile_upper(0.0, 4.0)),
        (0.0, f64::INFINITY)
    );
    // One degree of freedom is Cauchy's distribution: P(T > 1) = 1/4.
    assert!((student_t::upper(1.0, 1.0) - 0.25).abs() < 1e-16);
}
