//! Stirling's error and the deviance: what Loader's saddle-point form of a density is made of.
//!
//! x^a e^-x / Γ(a) and its kin multiply huge numbers with tiny ones. Written as a normal density times
//! e^-(deviance) they lose nothing: the deviance is 0 at the mode and never the difference of large
//! logarithms (Loader C, Fast and accurate computation of binomial probabilities, 2000).

use std::f64::consts::PI;

/// ln √(2π).
pub(super) const LN_ROOT_2_PI: f64 = 0.918_938_533_204_672_8;

/// ln Γ(z) - [(z - 1/2) ln z - z + ln √(2π)] for z above 0, to a few units of its last place.
///
/// From 10 on Stirling's series (the first term left out is below 1e-17). Below, δ(z) - δ(z + 1) =
/// (z + 1/2) ln(1 + 1/z) - 1, which is a series of positive terms in 1/(2z + 1)².
pub(super) fn stirling_error(z: f64) -> f64 {
    let (mut z, mut sum) = (z, 0.0);
    while z < 10.0 {
        sum += step_down(z);
        z += 1.0;
    }
    let w = 1.0 / (z * z);
    let terms = [
        1.0 / 12.0,
        -1.0 / 360.0,
        1.0 / 1260.0,
        -1.0 / 1680.0,
        1.0 / 1188.0,
        -691.0 / 360360.0,
        1.0 / 156.0,
        -3617.0 / 122400.0,
    ];
    sum + terms.into_iter().rev().fold(0.0, |series, term| series * w + term) / z
}

fn step_down(z: f64) -> f64 {
    if z < 1.0 {
        return (z + 0.5) * (1.0 / z).ln_1p() - 1.0;
    }
    let square = (2.0 * z + 1.0).powi(-2);
    let (mut power, mut sum, mut odd) = (square, 0.0, 3.0);
    while power > f64::EPSILON * 0.1 * sum {
        sum += power / odd;
        power *= square;
        odd += 2.0;
    }
    sum
}

/// x ln(x/m) - (x - m), given `difference` = x - m with all its digits; x and m at or above 0. Half of what
/// statisticians call the deviance of a count x with mean m.
pub(super) fn deviance(x: f64, m: f64, difference: f64) -> f64 {
    if x == 0.0 {
        return m;
    }
    let v = difference / (x + m);
    if v.abs() >= 0.5 {
        return x * (x / m).ln() - difference;
    }
    let square = v * v;
    let (mut power, mut sum, mut odd) = (square * v, 0.0, 3.0);
    while power.abs() > f64::EPSILON * 0.05 * f64::abs(sum) {
        sum += power / odd;
        power *= square;
        odd += 2.0;
    }
    difference * v + 2.0 * x * sum
}

/// The sum of both sides of a + b rounded, and what rounding took.
pub(super) fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let taken = sum - a;
    (sum, (a - (sum - taken)) + (b - taken))
}

/// ln of √(ab / (2π (a + b))) S, where S gathers the Stirling errors: the front of the beta density.
pub(super) fn beta_front(a: f64, b: f64) -> f64 {
    let (small, large) = (a.min(b), a.max(b));
    let ratio = small / (1.0 + small / large);
    (ratio / (2.0 * PI)).sqrt() * (stirling_error(a + b) - stirling_error(a) - stirling_error(b)).exp()
}
