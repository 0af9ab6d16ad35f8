//! Two straight lines that meet at a change point.

use crate::design::{Design, DesignProblem};

/// Name of the column of time since the change point.
pub const TIME: &str = "time";
/// Name of the column whose coefficient is the slope after minus the slope before.
pub const CHANGE_OF_SLOPE: &str = "change of slope";

/// The design of an interrupted time series: `(intercept)`, [`TIME`] = time - change point, and [`CHANGE_OF_SLOPE`] =
/// max(0, time - change point), a row for each value.
///
/// `time` and `change_point` have one entry a row (a person's own change point repeated in each of their rows), in one
/// unit; the slopes are per that unit. With it the intercept is the level at the change point, the coefficient of
/// [`TIME`] the slope before it, and that of [`CHANGE_OF_SLOPE`] after minus before. A difference that is not finite, or
/// slices of different length, are a [`DesignProblem`]. Further columns may be pushed. Source: Wagner AK et al., J Clin
/// Pharm Ther 2002;27:299.
///
/// ```
/// use stats::mixed::piecewise;
///
/// let design = piecewise(&[0.0, 3.0, 5.0], &[4.0, 4.0, 2.0])?;
/// assert_eq!((design.column(1), design.column(2)), (&[-4.0, -1.0, 3.0][..], &[0.0, 0.0, 3.0][..]));
/// # Ok::<(), stats::design::DesignProblem>(())
/// ```
pub fn piecewise(time: &[f64], change_point: &[f64]) -> Result<Design, DesignProblem> {
    let n = time.len();
    if change_point.len() != n {
        let name = CHANGE_OF_SLOPE.to_string();
        return Err(DesignProblem::LengthDiffers { name, found: change_point.len(), needed: n });
    }
    let since: Vec<f64> = time.iter().zip(change_point).map(|(time, change)| time - change).collect();
    let after: Vec<f64> = since.iter().map(|since| since.max(0.0)).collect();
    let mut design = Design::empty(n).with_intercept()?;
    design.push(TIME, &since)?;
    design.push(CHANGE_OF_SLOPE, &after)?;
    Ok(design)
}
