//! Bootstrap against R's boot on the same indices, permutation tests against enumeration in R and coin, the exact
//! bootstrap against all n^n resamples. Tolerance: draws, intervals and BCa's constants 1e-10 of the largest
//! measurement, p 1e-12.

use super::table::{Row, pairs, read, require_twenty};
use stats::resampling::*;
use stats::{Answer, Fraction, Interval, Pairs, Sample, Undefined, describe};
use std::collections::BTreeMap;

/// The recurrence of `resampling.R`: replicate r starts from 1000003 r + 12345, modulo 2^31.
struct Recurrence;

struct State(u64);

impl IndexSource for Recurrence {
    type Sequence = State;

    fn replicate(&self, replicate: u64) -> State {
        State((1_000_003 * replicate + 12_345) % (1 << 31))
    }
}

impl IndexSequence for State {
    fn below(&mut self, n: usize) -> usize {
        self.0 = (1_103_515_245 * self.0 + 12_345) % (1 << 31);
        (self.0 as f64 / f64::from(1_u32 << 31) * n as f64) as usize
    }
}

fn mean(values: &[f64]) -> Answer {
    let largest = values.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()));
    let unit = if largest > 1e200 { 1e300 } else { 1.0 };
    Ok(values.iter().map(|value| value / unit).sum::<f64>() / values.len() as f64 * unit)
}

fn median(values: &[f64]) -> Answer {
    describe(Sample::new(values).unwrap()).median
}

fn trimmed(values: &[f64]) -> Answer {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    mean(&sorted[1..sorted.len() - 1])
}

fn compare(row: &Row, run: impl Fn(&BootstrapRule) -> Bootstrap, scale: f64) {
    let kinds = [
        (BootstrapInterval::Normal, "normal_low", "normal_high"),
        (BootstrapInterval::Basic, "basic_low", "basic_high"),
        (BootstrapInterval::Percentile, "percentile_low", "percentile_high"),
        (BootstrapInterval::Bca, "bca_low", "bca_high"),
    ];
    for (interval, low, high) in kinds {
        let found = run(&BootstrapRule { n_resamples: 999, interval, ..BootstrapRule::default() });
        row.expect_within("value", found.estimate.value, 1e-10, 1e-3 * scale);
        row.expect_within("se", found.standard_error, 1e-10, 1e-3 * scale);
        row.expect_within("bias", found.bias, 1e-10, 1e-3 * scale);
        row.expect_within("z0", found.bias_correction, 1e-10, 1e-2);
        if interval == BootstrapInterval::Bca {
            row.expect_within("a", found.acceleration, 1e-9, 1e-2);
        }
        let ci: Answer<Interval> = found.estimate.ci;
        row.expect_within(low, ci.map(|ci| ci.low), 1e-9, 1e-3 * scale);
        row.expect_within(high, ci.map(|ci| ci.high), 1e-9, 1e-3 * scale);
    }
}

#[test]
fn bootstrap_equals_boot() {
    let (sets, rows) = (pairs(), read("answers/bootstrap.csv"));
    require_twenty(&rows);
    for row in &rows {
        let set = &sets[row.text("set")];
        let d: Vec<f64> = set.before.iter().zip(&set.after).map(|(before, after)| after - before).collect();
        let (sample, scale) = (Sample::new(&d).unwrap(), set.scale());
        let mut ascending = d.clone();
        ascending.sort_by(f64::total_cmp);
        let ascending = Sample::new(&ascending).unwrap();
        let (before, after) = (Sample::new(&set.before).unwrap(), Sample::new(&set.after).unwrap());
        match row.text("kind") {
            "mean" => {
                compare(row, |rule| bootstrap_mean(sample, &Recurrence, rule), scale);
                compare(row, |rule| bootstrap(sample, mean, &Recurrence, rule), scale);
            }
            "median" => {
                compare(row, |rule| bootstrap_quantile(sample, Fraction::HALF, &Recurrence, rule), scale);
                compare(row, |rule| bootstrap(ascending, median, &Recurrence, rule), scale);
            }
            "upper_quartile" => {
                let fraction = Fraction::THREE_QUARTERS;
                compare(row, |rule| bootstrap_quantile(sample, fraction, &Recurrence, rule), scale);
            }
            "trimmed" => compare(row, |rule| bootstrap(sample, trimmed, &Recurrence, rule), scale),
            "pairs_ratio" => {
                let pairs = Pairs::new(&set.before, &set.after).unwrap();
                let magnitude =
                    |values: &[f64]| values.iter().map(|v| v.abs()).sum::<f64>() / values.len() as f64;
                let ratio = |before: &[f64], after: &[f64]| Ok(mean(after)? / (1.0 + magnitude(before)));
                compare(row, |rule| bootstrap_pairs(pairs, ratio, &Recurrence, rule), 1.0);
            }
            _ => {
                let difference = |before: &[f64], after: &[f64]| Ok(mean(after)? - mean(before)?);
                compare(row, |rule| bootstrap_groups(before, after, difference, &Recurrence, rule), scale);
            }
        }
    }
}

#[test]
fn permutation_tests_equal_enumeration_in_r() {
    let (sets, rows) = (pairs(), read("answers/permutation.csv"));
    require_twenty(&rows);
    for row in &rows {
        let set = &sets[row.text("set")];
        let pairs = Pairs::new(&set.before, &set.after).unwrap();
        let rule = PermutationRule::default();
        let p = |found: Permutation| {
            assert_eq!(found.monte_carlo_error, Err(Undefined::NotPartOfMethod));
            found.estimate.p_value()
        };
        row.expect("p_mean", p(permute_signs(pairs, mean, &rule)), 1e-12);
        row.expect("p_median", p(permute_signs(pairs, median, &rule)), 1e-12);
        if row.count("n") <= 8 {
            let (first, second) = (Sample::new(&set.before).unwrap(), Sample::new(&set.after).unwrap());
            let means = |first: &[f64], second: &[f64]| Ok(mean(second)? - mean(first)?);
            let medians = |first: &[f64], second: &[f64]| Ok(median(second)? - median(first)?);
            row.expect("p_groups", p(permute_groups(first, second, means, &rule)), 1e-12);
            row.expect("p_groups_median", p(permute_groups(first, second, medians, &rule)), 1e-12);
            if row.number("p_coin").is_some() {
                row.expect("p_coin", p(permute_groups(first, second, means, &rule)), 1e-12);
            }
        }
    }
}

#[test]
fn exact_bootstrap_equals_all_resamples() {
    let samples: [(&str, &[f64]); 9] = [
        ("two", &[1.0, 4.0]),
        ("three", &[2.0, 3.0, 7.0]),
        ("three_tied", &[5.0, 5.0, 1.0]),
        ("four", &[0.5, 2.0, 2.0, 9.0]),
        ("five", &[1.0, 2.0, 4.0, 8.0, 16.0]),
        ("six", &[3.0, 1.0, 4.0, 1.0, 5.0, 9.0]),
        ("one", &[7.0]),
        ("negative", &[-2.0, 0.0, 3.0]),
        ("equal", &[4.0, 4.0, 4.0]),
    ];
    let samples = BTreeMap::from(samples);
    let rows = read("answers/exact_bootstrap.csv");
    let mut at: BTreeMap<(&str, &str), Vec<&Row>> = BTreeMap::new();
    rows.iter().for_each(|row| at.entry((row.text("set"), row.text("kind"))).or_default().push(row));
    for ((name, kind), rows) in at {
        // Sums in another order differ in the last digit: to 240ths, as in R.
        let rounded = |value: f64| (value * 240.0).round() / 240.0;
        let statistic = |values: &[f64]| if kind == "mean" { mean(values) } else { median(values) };
        let points =
            exact_bootstrap(Sample::new(samples[name]).unwrap(), |v| statistic(v).map(rounded)).unwrap();
        assert_eq!(points.len(), rows.len());
        for (point, row) in points.iter().zip(rows) {
            row.expect("value", Ok::<_, ()>(point.value), 1e-14);
            row.expect("probability", Ok::<_, ()>(point.probability), 1e-12);
        }
    }
}
