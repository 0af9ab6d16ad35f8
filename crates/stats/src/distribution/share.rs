//! A probability as a product whose logarithm outlives underflow, and the root search of the quantiles.

/// The probability of one side: `front` e^`exponent` `ratio`, or 1 minus that.
pub(super) struct Share {
    /// With e^`exponent`: x times the density of ln x (gamma) or of the log odds (beta).
    pub(super) front: f64,
    pub(super) exponent: f64,
    /// The computed side over front e^exponent: a series or a continued fraction of positive terms.
    pub(super) ratio: f64,
    /// Whether the product is the other side.
    pub(super) complement: bool,
}

impl Share {
    /// The same computation read from the other side.
    pub(super) fn other(self) -> Self {
        Self { complement: !self.complement, ..self }
    }

    pub(super) fn value(&self) -> f64 {
        let product = self.front * self.ratio * self.exponent.exp();
        if self.complement { (1.0 - product).max(0.0) } else { product.min(1.0) }
    }

    fn ln(&self) -> f64 {
        if self.complement { self.value().ln() } else { (self.front * self.ratio).ln() + self.exponent }
    }

    /// The size of the slope of ln(probability) in ln x or the log odds.
    fn steepness(&self) -> f64 {
        if self.complement { self.front * self.exponent.exp() / self.value() } else { 1.0 / self.ratio }
    }
}

/// The x above 0 with ln P = ln `tail`, where P(X <= x) (`direction` 1) or P(X > x) (`direction` -1) is
/// `share(x)`, from a start between the bounds. `bound` is known to lie where P is below (1) or at most
/// (-1) `tail`.
///
/// Newton's method in ln x. ln P is concave there (the densities of ln x and of log odds are log-concave),
/// so from the first step on the iterates lie on the side of `bound` and run monotonely to the root.
pub(super) fn root(tail: f64, direction: f64, start: f64, bound: f64, share: impl Fn(f64) -> Share) -> f64 {
    let clamp = |x: f64| if direction > 0.0 { x.max(bound) } else { x.min(bound) };
    let ln_tail = tail.ln();
    let mut x = clamp(start);
    for _ in 0..200 {
        let at = share(x);
        let step = direction * (ln_tail - at.ln()) / at.steepness();
        let next = if step.is_nan() { bound } else { clamp(x * step.exp()) };
        let settled = (next - x).abs() <= 1e-11 * x;
        x = next;
        if settled {
            break;
        }
    }
    x
}
