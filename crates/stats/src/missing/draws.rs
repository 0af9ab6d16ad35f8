//! Draws from the distributions that imputation needs.

use crate::distribution::normal;
use crate::random::Stream;

/// Chi-squared with `df` at or above 1: twice a gamma of shape df/2, by Marsaglia & Tsang (ACM Trans Math Softw
/// 2000;26:363), its shape below 1 raised by one with their power of a uniform.
pub(super) fn chi_squared(stream: &mut Stream, df: f64) -> f64 {
    let shape = 0.5 * df;
    if shape < 1.0 {
        let raised = gamma(stream, shape + 1.0);
        return 2.0 * raised * open_uniform(stream).powf(1.0 / shape);
    }
    2.0 * gamma(stream, shape)
}

fn gamma(stream: &mut Stream, shape: f64) -> f64 {
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let z = stream.normal();
        let v = (1.0 + c * z).powi(3);
        if v > 0.0 && open_uniform(stream).ln() < 0.5 * z * z + d - d * v + d * v.ln() {
            return d * v;
        }
    }
}

/// Uniform on (0, 1), ends excluded.
pub(super) fn open_uniform(stream: &mut Stream) -> f64 {
    stream.uniform() + 0.5 / 9_007_199_254_740_992.0
}

/// Independent standard normals.
pub(super) fn normals(stream: &mut Stream, n: usize) -> Vec<f64> {
    (0..n).map(|_| stream.normal()).collect()
}

/// Standard normal given that it lies from `low` to `high` (low < high, may be infinite): the inverse of the
/// distribution function in the tail that keeps its digits; where that tail underflows (beyond 37), the exponential
/// that the normal approaches there.
pub(super) fn truncated_normal(stream: &mut Stream, low: f64, high: f64) -> f64 {
    if low <= 0.0 && (high < 0.0 || -low > high) {
        return -truncated_normal(stream, -high, -low);
    }
    let (upper_low, upper_high) = (normal::upper(low), normal::upper(high));
    let u = open_uniform(stream);
    let drawn = if upper_low > 1e-290 {
        normal::quantile_upper(upper_high + u * (upper_low - upper_high))
    } else {
        let width = -(-low * (high - low)).exp_m1();
        low - (-u * width).ln_1p() / low
    };
    drawn.clamp(low, high)
}
