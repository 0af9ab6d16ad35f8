//! The ratio of geometric means: by what factor did it change?

use super::mean::Student;
use crate::answer::finite;
use crate::numeric::{largest_magnitude, ln_ratios};
use crate::{Caution, Estimate, Interval, Level, Method, Pairs};

/// Student's t on log ratios, taken back by exp.
const RATIO: Method = Method {
    name: "ratio of geometric means, t test on the logarithms",
    reference: "Bland JM, Altman DG, BMJ 1996;312:1153; Altman DG, Practical Statistics for Medical Research, 9.7",
};

/// Geometric mean after over geometric mean before, a factor without unit; 1 is no change.
///
/// Only pairs with both values above zero have a log ratio. The others are left out, counted in
/// `n_missing` and named in a [`Caution::NotPositiveLeftOut`]; `n` is the number used. `sd` and the test
/// are those of ln(after / before), on n - 1 degrees of freedom. `n_zeros` counts ratios of exactly 1.
/// One pair, or all ratios equal up to rounding: the ratio alone, as for [`super::paired_t`].
pub fn ratio_of_geometric_means(pairs: Pairs<'_>, level: Level) -> Estimate {
    let ratios = LogRatios::of(pairs);
    let student = ratios.student(level);
    let LogRatios { logs, n_left_out } = ratios;
    let back = |log: f64| finite(log.exp());
    Estimate {
        value: student.mean.and_then(back),
        ci: student.limits.and_then(|(low, high)| {
            Ok(Interval { low: back(low)?, high: back(high)?, level, method: RATIO })
        }),
        test: student.test,
        sd: student.sd,
        n: logs.len(),
        n_missing: pairs.n_missing() + n_left_out,
        n_zeros: logs.iter().filter(|&&log| log == 0.0).count(),
        n_ties: 0,
        method: RATIO,
        cautions: if n_left_out == 0 {
            Vec::new()
        } else {
            vec![Caution::NotPositiveLeftOut { n_pairs: n_left_out }]
        },
    }
}

/// ln(after / before) of the pairs that have one, in their order.
pub(crate) struct LogRatios {
    pub(crate) logs: Vec<f64>,
    /// Pairs with a value at or below zero.
    pub(crate) n_left_out: usize,
}

impl LogRatios {
    pub(crate) fn of(pairs: Pairs<'_>) -> Self {
        let logs = ln_ratios(pairs.before(), pairs.after());
        Self { n_left_out: pairs.n() - logs.len(), logs }
    }

    /// Spread below this comes from rounding.
    pub(crate) fn noise(&self) -> f64 {
        8.0 * f64::EPSILON * largest_magnitude(&self.logs).max(1.0)
    }

    pub(crate) fn student(&self, level: Level) -> Student {
        Student::of(&self.logs, self.noise(), level)
    }
}
