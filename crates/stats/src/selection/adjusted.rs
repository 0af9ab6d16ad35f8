//! The observed change of a selected group, less what selection alone would have done.

use super::known::Selection;
use super::reference::Reference;
use crate::distribution::student_t;
use crate::{Answer, Estimate, Interval, Level, Method, Pairs, Statistic, Test, Undefined, paired_t};

const ADJUSTED: Method = Method {
    name: "mean change less expected regression to the mean",
    reference: "Davis CE, Am J Epidemiol 1976;104:493; degrees of freedom: Satterthwaite FE, Biometrics 1946;2:110",
};

/// Observed, expected and adjusted change, in the unit of the data, side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct SelectionAdjusted {
    /// Mean of after - before, as [`paired_t`].
    pub observed: Estimate,
    /// What selection alone would have done, as [`Reference::expected_change`].
    pub expected: Estimate,
    /// Observed minus expected, with interval and test of no change beyond selection.
    pub adjusted: Estimate,
}

/// The change of a group that was selected by its baselines (`before`, the mean of `n_baselines` values), less
/// the expected regression to the mean.
///
/// The reference must be another sample than the selected group. Standard error: the root of the sum of both
/// squares; degrees of freedom by Satterthwaite, those of the reference counted as infinite. A reference
/// without variance within expects 0, exactly. Undefined where [`paired_t`] or the expectation is.
pub fn adjusted_change(
    pairs: Pairs<'_>,
    reference: &Reference,
    selection: &Selection,
    level: Level,
) -> SelectionAdjusted {
    let observed = paired_t(pairs, level);
    let expected = reference.expected_change(selection, level);
    let blank = Estimate {
        n_missing: observed.n_missing,
        n_zeros: observed.n_zeros,
        sd: observed.sd,
        ..Estimate::blank(ADJUSTED, observed.n)
    };
    let value = observed.value.and_then(|change| Ok(change - expected.value?));
    let adjusted = match inference(&observed, &expected, reference, selection, level) {
        Ok((ci, test)) => Estimate { value, ci: Ok(ci), test: Ok(test), ..blank },
        Err(reason) => Estimate { value, ci: Err(reason), test: Err(reason), ..blank },
    };
    SelectionAdjusted { observed, expected, adjusted }
}

fn inference(
    observed: &Estimate,
    expected: &Estimate,
    reference: &Reference,
    selection: &Selection,
    level: Level,
) -> Answer<(Interval, Test)> {
    let (change, shift) = (observed.value?, expected.value?);
    observed.test?;
    let n = observed.n as f64;
    let of_change = observed.sd? / n.sqrt();
    let of_shift = match reference.relative_error(selection) {
        Ok(error) => error * shift.abs(),
        Err(Undefined::NoSpread) => 0.0,
        Err(reason) => return Err(reason),
    };
    let error = of_change.hypot(of_shift);
    let df = (n - 1.0) * (error / of_change).powi(4);
    let (value, t) = (change - shift, (change - shift) / error);
    let reach = student_t::quantile_upper(level.tail(), df) * error;
    let (low, high) = (value - reach, value + reach);
    if !(t.is_finite() && df.is_finite() && low.is_finite() && high.is_finite()) {
        return Err(Undefined::BeyondRange);
    }
    let test = Test { statistic: Statistic::StudentT { t, df }, p_value: student_t::two_sided(t, df) };
    Ok((Interval { low, high, level, method: ADJUSTED }, test))
}
