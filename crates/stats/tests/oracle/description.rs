//! Spread, one-sample intervals, weights, standardised differences, the accumulator.
//!
//! Tolerance: relative 1e-10 against R for closed forms (ends of intervals and weighted SDs relative to the
//! data's scale times 1e-3 where digits cancel), 1e-7 for the noncentral t, ranks exactly (their level to 1e-9); NIST's certified
//! values to 1e-13 for means and, for SDs, as near as the decimals of the data are to binary numbers.

use super::table::{Row, read, require_twenty, samples};
use stats::describe::*;
use stats::{Answer, Estimate, Fraction, Level, Proportion, Sample, describe};
use std::collections::BTreeMap;

fn with_nist() -> BTreeMap<String, Vec<f64>> {
    let mut samples = samples();
    for row in read("data/nist_univariate.csv") {
        samples.entry(row.text("set").to_string()).or_default().push(row.number("value").unwrap());
    }
    samples
}

fn level(row: &Row) -> Level {
    Level::new(row.number("level").unwrap()).unwrap()
}

fn ends(estimate: &Estimate) -> (Answer, Answer) {
    (estimate.ci.map(|ci| ci.low), estimate.ci.map(|ci| ci.high))
}

fn scale(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()))
}

#[test]
fn spread_and_intervals_of_means_equal_r() {
    let (samples, rows) = (with_nist(), read("answers/spread.csv"));
    require_twenty(&rows);
    for row in &rows {
        let values = &samples[row.text("set")];
        let sample = Sample::new(values).unwrap();
        let description = describe(sample);
        row.expect("geometric_sd", description.geometric_sd, 1e-10);
        row.expect("cv", description.cv, 1e-10);
        row.expect("log_normal_cv", description.log_normal_cv, 1e-10);
        let (low, high) = ends(&mean_interval(sample, level(row)));
        row.expect_within("low", low, 1e-10, 1e-3 * scale(values));
        row.expect_within("high", high, 1e-10, 1e-3 * scale(values));
        let (low, high) = ends(&geometric_mean_interval(sample, level(row)));
        row.expect("geometric_low", low, 1e-10);
        row.expect("geometric_high", high, 1e-10);
    }
}

#[test]
fn ranks_about_a_quantile_equal_r() {
    let rows = read("answers/quantile_ranks.csv");
    require_twenty(&rows);
    for row in &rows {
        let fraction = Fraction::new(row.number("fraction").unwrap()).unwrap();
        let ranks = quantile_ranks(row.count("n"), fraction, level(row));
        assert_eq!((ranks.low, ranks.high), (row.count("low"), row.count("high")), "{}", row.text("set"));
        row.expect_within("achieved", Ok::<f64, ()>(ranks.achieved), 1e-9, 1.0);
    }
}

#[test]
fn nist_univariate_in_two_passes_and_in_one() {
    let samples = with_nist();
    // Certified mean and SD; how near the SD can be, given that tenths are not binary.
    let certified = [
        ("nist_lew", -177.435, 277.332168044316, 1e-14),
        ("nist_lottery", 518.958715596330, 291.699727470969, 1e-14),
        ("nist_mavro", 2.001856, 0.000429123454003053, 1e-12),
        ("nist_michelso", 299.8524, 0.0790105478190518, 1e-12),
        ("nist_numacc1", 10_000_002.0, 1.0, 1e-15),
        ("nist_numacc2", 1.2, 0.1, 1e-14),
        ("nist_numacc3", 1_000_000.2, 0.1, 1e-9),
        ("nist_numacc4", 10_000_000.2, 0.1, 1e-8),
    ];
    for (name, mean, sd, tolerance) in certified {
        let sample = Sample::new(&samples[name]).unwrap();
        let mut one_by_one = Accumulator::default();
        sample.values().iter().for_each(|&value| one_by_one.push(value).unwrap());
        let (description, whole) = (describe(sample), Accumulator::of(sample));
        for (mean_found, sd_found) in [
            (description.mean.unwrap(), description.sd.unwrap()),
            (whole.mean().unwrap(), whole.sd().unwrap()),
            (one_by_one.mean().unwrap(), one_by_one.sd().unwrap()),
        ] {
            assert!((mean_found / mean - 1.0).abs() <= 1e-14, "{name} {mean_found}");
            assert!((sd_found / sd - 1.0).abs() <= tolerance, "{name} {sd_found}");
        }
    }
}

#[test]
fn the_accumulator_gives_what_r_gives() {
    let (samples, rows) = (samples(), read("answers/describe.csv"));
    for row in &rows {
        let values = &samples[row.text("set")];
        let mut one_by_one = Accumulator::default();
        values.iter().for_each(|&value| one_by_one.push(value).unwrap());
        for accumulator in [one_by_one, Accumulator::of(Sample::new(values).unwrap())] {
            assert_eq!(accumulator.n(), row.count("n"));
            row.expect_within("mean", accumulator.mean(), 1e-12, 1e-3 * scale(values));
            row.expect("sd", accumulator.sd(), 1e-10);
        }
    }
}

fn weighted_sets() -> BTreeMap<String, (Vec<f64>, Vec<f64>)> {
    let mut sets: BTreeMap<String, (Vec<f64>, Vec<f64>)> = BTreeMap::new();
    for row in read("data/weighted.csv") {
        let set = sets.entry(row.text("set").to_string()).or_default();
        set.0.push(row.number("value").unwrap());
        set.1.push(row.number("weight").unwrap());
    }
    sets
}

#[test]
fn weighted_moments_equal_hmisc_cov_wt_and_survey() {
    let (sets, rows) = (weighted_sets(), read("answers/weighted.csv"));
    require_twenty(&rows);
    for row in &rows {
        let (values, weights) = &sets[row.text("set")];
        let weighted = Weighted::new(Sample::new(values).unwrap(), weights).unwrap();
        assert_eq!(weighted.n(), row.count("n"));
        row.expect("mean", weighted.mean(), 1e-12);
        row.expect("effective_n", weighted.effective_n(), 1e-12);
        // Hmisc's two-pass variance loses digits at an offset of 1e9 only beyond 1e-8.
        row.expect("frequency", weighted.sd(WeightMeaning::Frequency), 1e-10);
        row.expect("reliability", weighted.sd(WeightMeaning::Reliability), 1e-10);
        row.expect("sampling", weighted.sd(WeightMeaning::Sampling), 1e-10);
    }
}

#[test]
fn weighted_quantiles_equal_hmisc_and_survey() {
    let (sets, rows) = (weighted_sets(), read("answers/weighted_quantiles.csv"));
    require_twenty(&rows);
    for row in &rows {
        let (values, weights) = &sets[row.text("set")];
        let weighted = Weighted::new(Sample::new(values).unwrap(), weights).unwrap();
        let fraction = Fraction::new(row.number("fraction").unwrap()).unwrap();
        let inverse = weighted.quantile(fraction, WeightedQuantile::InverseCdf);
        let averaged = weighted.quantile(fraction, WeightedQuantile::Averaged);
        row.expect("inverse", inverse, 1e-12);
        row.expect("averaged", averaged, 1e-12);
        if row.number("repeated").is_some() {
            row.expect("repeated", weighted.quantile(fraction, WeightedQuantile::Repeated), 1e-12);
        }
        for (column, ours) in [("survey_inverse", inverse), ("survey_averaged", averaged)] {
            if row.number(column).is_some() {
                row.expect(column, ours, 1e-12);
            }
        }
    }
}

#[test]
fn standardized_differences_equal_r_and_metafor() {
    let rows = read("answers/standardized.csv");
    require_twenty(&rows);
    let mut sets: BTreeMap<String, [Vec<f64>; 2]> = BTreeMap::new();
    for row in read("data/two_groups.csv") {
        let group = row.count("group") - 1;
        sets.entry(row.text("set").to_string()).or_default()[group].push(row.number("value").unwrap());
    }
    for row in &rows {
        let [first, second] = &sets[row.text("set")];
        let (first, second) = (Sample::new(first).unwrap(), Sample::new(second).unwrap());
        let by = |unit| standardized_difference(first, second, unit, level(row));
        let (d, g, average) =
            (by(StandardUnit::Pooled), by(StandardUnit::PooledCorrected), by(StandardUnit::AverageVariance));
        row.expect_within("d", d.value, 1e-10, 1e-3);
        row.expect_within("d_low", ends(&d).0, 1e-7, 1e-2);
        row.expect_within("d_high", ends(&d).1, 1e-7, 1e-2);
        row.expect_within("g", g.value, 1e-10, 1e-3);
        row.expect_within("average", average.value, 1e-10, 1e-3);
        row.expect_within("average_low", ends(&average).0, 1e-10, 1e-3);
        row.expect_within("average_high", ends(&average).1, 1e-10, 1e-3);
    }
}

#[test]
fn standardized_differences_of_categories_equal_r() {
    let rows = read("answers/standardized_categories.csv");
    require_twenty(&rows);
    for row in &rows {
        let counts = |column: &str| -> Vec<usize> {
            row.text(column).split(' ').map(|count| count.parse::<f64>().unwrap() as usize).collect()
        };
        let (first, second) = (counts("first"), counts("second"));
        row.expect_within("value", standardized_difference_of_categories(&first, &second).value, 1e-10, 1e-3);
        if let ([_, x1], [_, x2]) = (&first[..], &second[..]) {
            let proportion = |x, counts: &[usize]| Proportion::new(x, counts.iter().sum()).unwrap();
            let (p1, p2) = (proportion(*x1, &first), proportion(*x2, &second));
            let value = standardized_difference_of_proportions(p1, p2).value.map(f64::abs);
            row.expect_within("value", value, 1e-10, 1e-3);
        }
    }
}
