//! Against `prop.test(correct = FALSE)`. Tolerance: relative 1e-10, or absolute 1e-16 where R's formula
//! leaves a rounding error in place of 0.

use super::table::read;
use stats::{Level, Proportion, wilson};

#[test]
fn wilson_equals_r() {
    let rows = read("answers/wilson.csv");
    assert!(rows.len() >= 60);
    for row in &rows {
        let level = Level::new(row.number("level").unwrap()).unwrap();
        let proportion = Proportion::new(row.count("numerator"), row.count("denominator")).unwrap();
        let estimate = wilson(proportion, level);
        let ci = estimate.ci.unwrap();
        row.expect("value", estimate.value, 1e-15);
        row.expect_within("low", Ok::<_, ()>(ci.low), 1e-10, 1e-6);
        row.expect("high", Ok::<_, ()>(ci.high), 1e-10);
        assert_eq!(ci.low == 0.0, proportion.numerator() == 0);
        assert_eq!(ci.high == 1.0, proportion.numerator() == proportion.denominator());
    }
}
