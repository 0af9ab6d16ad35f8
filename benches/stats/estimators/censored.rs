//! Values known within limits.

use super::{Call, Entry, LEVEL, number};
use crate::columns::Columns;
use stats::censored::{Censored, CensoredSample, Design, Ends, Scale, censored_regression};

/// Names in `cases.py`.
pub const ENTRIES: &[Entry] = &[("interval_regression", interval_regression), ("turnbull", turnbull)];

fn turnbull(columns: &Columns) -> Call<'_> {
    let values = censored(columns);
    Box::new(move || {
        let sample = CensoredSample::new(&values).expect("limits in order");
        let curve = stats::censored::turnbull(sample, Ends::HighHeld).expect("there are values");
        let survival = |at: f64| {
            let (least, greatest) = curve.at_or_below(at);
            1.0 - 0.5 * (least + greatest)
        };
        ["s first", "s second"].into_iter().zip(columns.get("at").iter().map(|&at| survival(at))).collect()
    })
}

fn interval_regression(columns: &Columns) -> Call<'_> {
    let values = censored(columns);
    let rows = columns.get("a").iter().zip(columns.get("b"));
    let design: Vec<f64> = rows.flat_map(|(&a, &b)| [1.0, a, b]).collect();
    Box::new(move || {
        let sample = CensoredSample::new(&values).expect("limits in order");
        let design = Design::new(&design, 3).expect("three columns");
        let fit = censored_regression(sample, design, Scale::Normal, LEVEL).expect("as many rows as values");
        vec![
            ("b a", number(fit.coefficients[1].value)),
            ("b b", number(fit.coefficients[2].value)),
            ("sigma", number(fit.scale.value)),
            ("se a", fit.covariance[5].sqrt()),
        ]
    })
}

/// Low and high as values known to lie between two limits.
fn censored(columns: &Columns) -> Vec<Censored> {
    let limits = columns.get("low").iter().zip(columns.get("high"));
    let value = |(&low, &high): (&f64, &f64)| match (low.is_finite(), high.is_finite()) {
        _ if low == high => Censored::Exact(low),
        (false, _) => Censored::Below(high),
        (_, false) => Censored::AtOrAbove(low),
        _ => Censored::Between { low, high },
    };
    limits.map(value).collect()
}
