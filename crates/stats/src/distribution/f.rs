//! The F distribution.

use super::beta::{self, Place};

/// P(F > f) with `df1` and `df2` degrees of freedom; 1 for f at or below 0.
pub fn upper(f: f64, df1: f64, df2: f64) -> f64 {
    if f <= 0.0 { 1.0 } else { place(f, df1, df2).lower(0.5 * df2, 0.5 * df1) }
}

/// P(F <= f); 0 for f at or below 0.
pub fn lower(f: f64, df1: f64, df2: f64) -> f64 {
    if f <= 0.0 { 0.0 } else { place(f, df1, df2).other().lower(0.5 * df1, 0.5 * df2) }
}

/// The f with P(F > f) = `tail`, for 0 < tail < 1.
pub fn quantile_upper(tail: f64, df1: f64, df2: f64) -> f64 {
    df2 / df1 / beta::odds_quantile_lower(tail, 0.5 * df2, 0.5 * df1)
}

/// df2 / (df2 + df1 f) is beta with shapes df2/2 and df1/2. Its distance from the mean comes from f - 1: computed
/// from the quotient it would lose half its digits at large degrees of freedom.
fn place(f: f64, df1: f64, df2: f64) -> Place {
    let odds = df1 / df2 * f;
    if odds.is_infinite() {
        return Place { x: 0.0, y: 1.0, excess: 0.5 * df2 };
    }
    let x = 1.0 / (1.0 + odds);
    Place { x, y: odds * x, excess: 0.5 * df1 * (f - 1.0) * x }
}
