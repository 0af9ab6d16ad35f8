//! Bootstrap, and several tests together.

use super::{Call, Entry, number, whole};
use crate::columns::Columns;
use stats::multiplicity::{Adjustment, adjust};
use stats::random::Seed;
use stats::resampling::{BootstrapRule, bootstrap_quantile};
use stats::{Answer, Fraction, Sample};

/// Names in `cases.py`.
pub const ENTRIES: &[Entry] = &[("bca_median", bca_median), ("holm", holm)];

fn bca_median(columns: &Columns) -> Call<'_> {
    let rule = BootstrapRule { n_resamples: 10_000, ..BootstrapRule::default() };
    Box::new(move || {
        let sample = Sample::new(columns.get("x")).expect("finite");
        whole(&bootstrap_quantile(sample, Fraction::HALF, &Seed(1), &rule).estimate)
    })
}

fn holm(columns: &Columns) -> Call<'_> {
    let p: Vec<Answer> = columns.get("p").iter().map(|&p| Ok(p)).collect();
    Box::new(move || {
        let adjusted = adjust(&p, Adjustment::Holm).expect("probabilities");
        vec![("sum", adjusted.iter().map(|&p| number(p)).sum()), ("first", number(adjusted[0]))]
    })
}
