//! Mean, SD, geometric mean, quantiles. Tolerance: relative 1e-12 against R for mean, geometric mean and
//! quantiles, 1e-10 for SD; NIST's certified values of NumAcc as near as its decimals are to binary numbers.

use super::table::{read, require_twenty, samples};
use stats::{Fraction, QuantileType, Sample, Sorted, describe};

#[test]
fn moments_equal_r() {
    let (samples, rows) = (samples(), read("answers/describe.csv"));
    require_twenty(&rows);
    for row in &rows {
        let values = &samples[row.text("set")];
        let scale = values.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()));
        let description = describe(Sample::new(values).unwrap());
        assert_eq!(description.n, row.count("n"));
        row.expect_within("mean", description.mean, 1e-12, 1e-3 * scale);
        row.expect("sd", description.sd, 1e-10);
        row.expect("geometric_mean", description.geometric_mean, 1e-12);
    }
}

#[test]
fn quantiles_equal_r() {
    let (samples, rows) = (samples(), read("answers/quantiles.csv"));
    require_twenty(&rows);
    for row in &rows {
        let definition = match row.text("type") {
            "7" => QuantileType::Seven,
            "6" => QuantileType::Six,
            _ => QuantileType::Two,
        };
        let sorted = Sorted::new(Sample::new(&samples[row.text("set")]).unwrap());
        let fraction = Fraction::new(row.number("fraction").unwrap()).unwrap();
        row.expect("value", sorted.quantile(fraction, definition), 1e-12);
    }
}

#[test]
fn numacc_equals_the_certified_values() {
    let samples = samples();
    let certified = [
        ("nist_numacc1", 10_000_002.0, 1.0, 1e-15),
        ("nist_numacc2", 1.2, 0.1, 1e-14),
        ("nist_numacc3", 1_000_000.2, 0.1, 1e-9),
        ("nist_numacc4", 10_000_000.2, 0.1, 1e-8),
    ];
    for (name, mean, sd, tolerance) in certified {
        let description = describe(Sample::new(&samples[name]).unwrap());
        assert!((description.mean.unwrap() / mean - 1.0).abs() <= 1e-15, "{name} {:?}", description.mean);
        assert!((description.sd.unwrap() / sd - 1.0).abs() <= tolerance, "{name} {:?}", description.sd);
    }
}
