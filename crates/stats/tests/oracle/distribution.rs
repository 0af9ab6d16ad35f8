//! Normal and Student's t against R. Tolerance: relative 1e-12, from the centre down to tails of 1e-300;
//! below that absolute 1e-312, where numbers lose their digits.

use super::table::read;
use stats::distribution::{normal, student_t};

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
