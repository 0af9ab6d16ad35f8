//! The noncentral t distribution, and the noncentrality that makes an observed t as rare as asked.

use crate::distribution::normal;

/// Nodes and weights of Gauss-Legendre on [-1, 1] with 16 points, positive half (Abramowitz & Stegun 25.4).
const GAUSS: [(f64, f64); 8] = [
    (0.095_012_509_837_637_44, 0.189_450_610_455_068_5),
    (0.281_603_550_779_258_9, 0.182_603_415_044_923_6),
    (0.458_016_777_657_227_4, 0.169_156_519_395_002_54),
    (0.617_876_244_402_643_7, 0.149_595_988_816_576_73),
    (0.755_404_408_355_003, 0.124_628_971_255_533_87),
    (0.865_631_202_387_831_7, 0.095_158_511_682_492_79),
    (0.944_575_023_073_232_6, 0.062_253_523_938_647_894),
    (0.989_400_934_991_649_9, 0.027_152_459_411_754_095),
];
const PANELS: usize = 12;

/// P(T <= t) where T = (Z + shift)/u, u² chi-squared over `df`: a normal tail averaged over u.
struct Noncentral {
    t: f64,
    df: f64,
    /// Where u can be: beyond lies less than 1e-20 of it.
    from: f64,
    to: f64,
    /// Integral of `weight` over u.
    total: f64,
}

impl Noncentral {
    fn new(t: f64, df: f64) -> Self {
        let spread = 1.0 / (2.0 * df).sqrt();
        let (from, to) = ((1.0 - 11.0 * spread).max(0.0), 1.0 + 13.0 * spread);
        let raw = Self { t, df, from, to, total: 1.0 };
        let total = raw.integrate(from, 1.0, |_| 1.0) + raw.integrate(1.0, to, |_| 1.0);
        Self { total, ..raw }
    }

    /// The density of u over its value at 1.
    fn weight(&self, u: f64) -> f64 {
        ((self.df - 1.0) * u.ln() - 0.5 * self.df * (u - 1.0) * (u + 1.0)).exp()
    }

    fn integrate(&self, from: f64, to: f64, of: impl Fn(f64) -> f64) -> f64 {
        let half = 0.5 * (to - from) / PANELS as f64;
        let mut sum = 0.0;
        for panel in 0..PANELS {
            let middle = from + half * (2 * panel + 1) as f64;
            for (node, weight) in GAUSS {
                let (left, right) = (middle - half * node, middle + half * node);
                sum += weight * (self.weight(left) * of(left) + self.weight(right) * of(right));
            }
        }
        sum * half / self.total
    }

    /// P(T <= t) at this noncentrality, for t above 0: Z <= t u - shift. That is beyond doubt for u above
    /// (shift + 9)/t, and out of the question below (shift - 9)/t.
    fn lower(&self, shift: f64) -> f64 {
        let edge = |distance: f64| ((shift + distance) / self.t).clamp(self.from, self.to);
        let (start, end) = (edge(-9.0), edge(9.0));
        self.integrate(start, end, |u| normal::lower(self.t * u - shift))
            + self.integrate(end, self.to, |_| 1.0)
    }

    /// The noncentrality with P(T <= t) = `target`: a falling function, bracketed and then bisected by the
    /// Illinois rule (Dowell & Jarratt, BIT 1971;11:168).
    fn solve(&self, target: f64) -> f64 {
        let miss = |shift: f64| self.lower(shift) - target;
        let (mut low, mut high) = (self.t - 1.0, self.t + 1.0);
        let mut step = 1.0 + self.t.abs() * 0.1;
        while miss(low) < 0.0 {
            low -= step;
            step *= 2.0;
        }
        while miss(high) > 0.0 {
            high += step;
            step *= 2.0;
        }
        let (mut at_low, mut at_high) = (miss(low), miss(high));
        for _ in 0..200 {
            let next = (low * at_high - high * at_low) / (at_high - at_low);
            let at_next = miss(next);
            if at_next == 0.0 || (high - low).abs() <= 1e-13 * (1.0 + high.abs()) {
                return next;
            }
            if (at_next > 0.0) == (at_high > 0.0) {
                at_low *= 0.5;
            } else {
                (low, at_low) = (high, at_high);
            }
            (high, at_high) = (next, at_next);
        }
        high
    }
}

/// The noncentralities at which the observed t has `tail` above and below it (Steiger & Fouladi 1997).
pub(super) fn limits(t: f64, df: f64, tail: f64) -> (f64, f64) {
    if t < 0.0 {
        let (low, high) = limits(-t, df, tail);
        return (-high, -low);
    }
    if t == 0.0 {
        let reach = normal::quantile_upper(tail);
        return (-reach, reach);
    }
    let noncentral = Noncentral::new(t, df);
    (noncentral.solve(1.0 - tail), noncentral.solve(tail))
}
