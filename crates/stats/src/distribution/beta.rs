//! The beta distribution.
//!
//! A power series where it converges fast, elsewhere a continued fraction, both of positive terms, behind a front
//! in Loader's saddle-point form. Near the mean of large shapes the fraction takes about √shape steps.

use super::normal;
use super::saddle::{beta_front, deviance, stirling_error, two_sum};
use super::share::{Share, root};
use std::f64::consts::PI;

/// P(X <= x), 0 <= x <= 1; `a` and `b` above 0.
pub fn lower(x: f64, a: f64, b: f64) -> f64 {
    Place::of(x, a, b).lower(a, b)
}

/// P(X > x).
pub fn upper(x: f64, a: f64, b: f64) -> f64 {
    Place::of(x, a, b).other().lower(b, a)
}

/// The density at x.
pub fn density(x: f64, a: f64, b: f64) -> f64 {
    let at_end = |shape: f64, other: f64| match shape.partial_cmp(&1.0) {
        Some(std::cmp::Ordering::Less) => f64::INFINITY,
        Some(std::cmp::Ordering::Equal) => other,
        _ => 0.0,
    };
    if x == 0.0 {
        at_end(a, b)
    } else if x == 1.0 {
        at_end(b, a)
    } else if !(0.0..1.0).contains(&x) {
        0.0
    } else {
        let place = Place::of(x, a, b);
        beta_front(a, b) / x / place.y * place.exponent(a, b).exp()
    }
}

/// The x with P(X <= x) = `tail`.
pub fn quantile_lower(tail: f64, a: f64, b: f64) -> f64 {
    let odds = odds_quantile_lower(tail, a, b);
    if odds.is_infinite() { 1.0 } else { odds / (1.0 + odds) }
}

/// The x with P(X > x) = `tail`.
pub fn quantile_upper(tail: f64, a: f64, b: f64) -> f64 {
    1.0 / (1.0 + odds_quantile_lower(tail, b, a))
}

/// x / (1 - x) at the x with P(X <= x) = `tail`: keeps its digits at both ends.
pub(super) fn odds_quantile_lower(tail: f64, a: f64, b: f64) -> f64 {
    if tail > 0.5 {
        return 1.0 / odds_quantile_lower(1.0 - tail, b, a);
    }
    if tail <= 0.0 {
        return 0.0;
    }
    // P(X <= x) is below odds^a / (a B(a, b)).
    let bound = ((tail.ln() + a.ln() + ln_beta(a, b)) / a).exp();
    if bound == 0.0 {
        return 0.0;
    }
    let start = carter_start(normal::quantile_upper(tail), a, b);
    root(tail, 1.0, start.max(bound), bound, |odds| Place::of_odds(odds, a, b).share(a, b))
}

/// A point between 0 and 1, told by its distances from both ends and from the mean.
pub(super) struct Place {
    pub(super) x: f64,
    /// 1 - x.
    pub(super) y: f64,
    /// a y - b x = (a + b)(mean - x).
    pub(super) excess: f64,
}

impl Place {
    /// With every digit of the excess: (a + b) x is carried in two parts.
    fn of(x: f64, a: f64, b: f64) -> Self {
        let (n, n_rest) = two_sum(a, b);
        let product = n * x;
        let lost = n.mul_add(x, -product);
        Self { x, y: 1.0 - x, excess: (a - product) - lost - n_rest * x }
    }

    fn of_odds(odds: f64, a: f64, b: f64) -> Self {
        let y = 1.0 / (1.0 + odds);
        Self { x: odds * y, y, excess: b.mul_add(-odds, a) * y }
    }

    pub(super) fn other(self) -> Self {
        Self { x: self.y, y: self.x, excess: -self.excess }
    }

    /// P(X <= x).
    pub(super) fn lower(self, a: f64, b: f64) -> f64 {
        if self.x <= 0.0 {
            0.0
        } else if self.y <= 0.0 {
            1.0
        } else {
            self.share(a, b).value()
        }
    }

    /// ln of x^a y^b over its largest value.
    fn exponent(&self, a: f64, b: f64) -> f64 {
        let n = a + b;
        -deviance(a, n * self.x, self.excess) - deviance(b, n * self.y, -self.excess)
    }

    /// Of X <= x.
    fn share(self, a: f64, b: f64) -> Share {
        if self.excess < 0.0 {
            return self.other().below_mean(b, a).other();
        }
        self.below_mean(a, b)
    }

    fn below_mean(self, a: f64, b: f64) -> Share {
        let (front, exponent) = (beta_front(a, b), self.exponent(a, b));
        let share = |ratio, complement| Share { front, exponent, ratio, complement };
        if self.x <= 0.7 && (a + b) * self.x <= 0.7 * (a + 1.0) {
            share(power_series(self.x, a, b), false)
        } else if b < 1.0 && a * self.y < 1.0 {
            share(power_series(self.y, b, a), true)
        } else {
            share(fraction(&self, a, b), false)
        }
    }
}

/// Σ (a+b)(a+b+1)... x^n / (a (a+1) ...): I_x(a, b) over x^a y^b / B(a, b) (DLMF 8.17.8).
fn power_series(x: f64, a: f64, b: f64) -> f64 {
    let (mut term, mut sum, mut n) = (1.0, 1.0, 0.0);
    while term > f64::EPSILON * 0.05 * sum {
        term *= x * ((a + b + n) / (a + 1.0 + n));
        sum += term;
        n += 1.0;
    }
    sum / a
}

/// The same ratio as DiDonato & Morris's continued fraction (TOMS 1992;18:360, eq. 9-10), by Lentz's method:
/// all parts are positive below the mean while m is below b.
fn fraction(at: &Place, a: f64, b: f64) -> f64 {
    let (x, y) = (at.x, at.y);
    let mut fraction = a * (at.excess + 1.0) / (a + 1.0);
    let (mut c, mut d) = (fraction, 0.0);
    for m in 1..1_000_000 {
        let m = f64::from(m);
        let before = a + 2.0 * m - 1.0;
        let numerator = ((a + m - 1.0) / before) * ((a + b + m - 1.0) / before) * x * (m * (b - m) * x);
        let linear = at.excess + 1.0 + m * (1.0 + y);
        let b_m = m + m * (b - m) * x / before + (a + m) * linear / (before + 2.0);
        d = 1.0 / (b_m + numerator * d);
        c = b_m + numerator / c;
        let change = c * d;
        fraction *= change;
        if (change - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    1.0 / fraction
}

/// ln B(a, b), for starts.
fn ln_beta(a: f64, b: f64) -> f64 {
    let n = a + b;
    let errors = stirling_error(a) + stirling_error(b) - stirling_error(n);
    errors - a * (b / a).ln_1p() - b * (a / b).ln_1p() - 0.5 * (a / (2.0 * PI) * (b / n)).ln()
}

/// Odds at the quantile by Carter's approximation (Biometrika 1947;34:352), as in AS 109; 0 for shapes it does
/// not serve. `z` is the normal quantile of the upper tail.
fn carter_start(z: f64, a: f64, b: f64) -> f64 {
    if a <= 1.0 || b <= 1.0 {
        return 0.0;
    }
    let (s, t) = (1.0 / (2.0 * a - 1.0), 1.0 / (2.0 * b - 1.0));
    let (r, h) = ((z * z - 3.0) / 6.0, 2.0 / (s + t));
    let w = z * (h + r).max(0.0).sqrt() / h - (t - s) * (r + 5.0 / 6.0 - 2.0 / (3.0 * h));
    a / b * (-2.0 * w).exp()
}
