//! Descriptions of one sample.

use super::{Call, Entry, number};
use crate::columns::Columns;
use stats::{Fraction, QuantileType, Sample, Sorted};

/// Names in `cases.py`.
pub const ENTRIES: &[Entry] = &[("describe", describe), ("quantiles", quantiles)];

fn describe(columns: &Columns) -> Call<'_> {
    let values = columns.get("x");
    Box::new(|| {
        let all = stats::describe(Sample::new(values).expect("finite"));
        let parts = [all.mean, all.sd, all.min, all.q1, all.median, all.q3, all.max, all.geometric_mean];
        let names = ["mean", "sd", "min", "q1", "median", "q3", "max", "geometric_mean"];
        names.into_iter().zip(parts.map(number)).collect()
    })
}

fn quantiles(columns: &Columns) -> Call<'_> {
    let values = columns.get("x");
    let wanted = [("q05", 0.05), ("q25", 0.25), ("q50", 0.5), ("q75", 0.75), ("q95", 0.95)];
    Box::new(move || {
        let sorted = Sorted::new(Sample::new(values).expect("finite"));
        let at = |p| number(sorted.quantile(Fraction::new(p).expect("a fraction"), QuantileType::Six));
        wanted.iter().map(|&(name, p)| (name, at(p))).collect()
    })
}
