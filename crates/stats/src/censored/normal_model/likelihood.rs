//! The normal log-likelihood of censored values in Olsen's parameters, with its derivatives.
//!
//! With t = 1/sigma and d = beta/sigma every row depends on t and on h = x'd alone: an exact y through
//! u = t y - h, a limit through the same at the limit. In (d, t) the log-likelihood is concave (Olsen,
//! Econometrica 1978;46:1211; Burridge, J R Stat Soc B 1981;43:41 for intervals): one maximum, if any.

use super::tail::{HALF_LN_2PI, ln_between, ln_lower, ln_narrow};

/// What is known of one value.
#[derive(Clone, Copy, Debug)]
pub(in super::super) enum Known {
    Exact(f64),
    Below(f64),
    Above(f64),
    Between { middle: f64, half: f64 },
    Nothing,
}

impl Known {
    /// Moved by -`by` and measured in `unit`.
    pub(in super::super) fn moved(self, by: f64, unit: f64) -> Self {
        let moved = |y: f64| (y - by) / unit;
        match self {
            Self::Exact(y) => Self::Exact(moved(y)),
            Self::Below(limit) => Self::Below(moved(limit)),
            Self::Above(limit) => Self::Above(moved(limit)),
            Self::Between { middle, half } => Self::Between { middle: moved(middle), half: half / unit },
            Self::Nothing => Self::Nothing,
        }
    }

    /// The value, the limit or the middle; 0 for nothing.
    pub(super) fn point(self) -> f64 {
        match self {
            Self::Exact(y) | Self::Below(y) | Self::Above(y) => y,
            Self::Between { middle, .. } => middle,
            Self::Nothing => 0.0,
        }
    }

    /// How far a step (of h, of t) moves the value or the further limit, in units of sigma.
    pub(super) fn change(&self, h: f64, t: f64) -> f64 {
        match *self {
            Self::Exact(y) | Self::Below(y) | Self::Above(y) => (t * y - h).abs(),
            Self::Between { middle, half } => (t * middle - h).abs() + (t * half).abs(),
            Self::Nothing => 0.0,
        }
    }

    /// Whether the likelihood cannot fall along a direction (change of h, change of t) of the parameters.
    pub(super) fn tolerates(self, h: f64, t: f64, slack: f64) -> bool {
        let rise = |y: f64| t * y - h;
        match self {
            Self::Exact(y) => rise(y).abs() <= slack,
            Self::Below(limit) => rise(limit) >= -slack,
            Self::Above(limit) => rise(limit) <= slack,
            Self::Between { middle, half } => rise(middle + half) >= -slack && rise(middle - half) <= slack,
            Self::Nothing => true,
        }
    }
}

/// One row's share: value, slopes by h and t, minus the second derivatives.
#[derive(Clone, Copy, Default)]
pub(in super::super) struct Term {
    pub(in super::super) value: f64,
    pub(in super::super) h: f64,
    pub(in super::super) t: f64,
    pub(in super::super) hh: f64,
    pub(in super::super) ht: f64,
    pub(in super::super) tt: f64,
}

impl Term {
    pub(in super::super) fn of(known: Known, h: f64, t: f64) -> Self {
        match known {
            Known::Exact(y) => {
                let u = t * y - h;
                let value = t.ln() - 0.5 * u * u - HALF_LN_2PI;
                Self { value, h: u, t: 1.0 / t - u * y, hh: 1.0, ht: -y, tt: y * y + 1.0 / (t * t) }
            }
            Known::Below(limit) => {
                let (value, slope, curvature) = ln_lower(t * limit - h);
                Self::one_sided(limit, value, slope, curvature)
            }
            Known::Above(limit) => {
                let (value, slope, curvature) = ln_lower(h - t * limit);
                Self::one_sided(limit, value, -slope, curvature)
            }
            Known::Between { middle, half } => Self::between(middle, half, h, t),
            Known::Nothing => Self::default(),
        }
    }

    fn one_sided(limit: f64, value: f64, slope: f64, curvature: f64) -> Self {
        Self {
            value,
            h: -slope,
            t: slope * limit,
            hh: curvature,
            ht: -curvature * limit,
            tt: curvature * limit * limit,
        }
    }

    fn between(middle: f64, half: f64, h: f64, t: f64) -> Self {
        let (m, w) = (t * middle - h, t * half);
        if w * (m.abs() + 1.0) < 0.3 {
            let (value, [by_m, by_w], [mm, mw, ww]) = ln_narrow(m, w);
            let value = value + (2.0 * w).ln() - 0.5 * m * m - HALF_LN_2PI;
            return Self::chain(
                value,
                [by_m - m, by_w + 1.0 / w],
                [mm - 1.0, mw, ww - 1.0 / (w * w)],
                middle,
                half,
            );
        }
        let (a, b) = (m - w, m + w);
        let (value, at_a, at_b) = ln_between(a, b);
        let (aa, ab, bb) = (at_a * (a - at_a), at_a * at_b, -at_b * (b + at_b));
        let first = [at_b - at_a, at_b + at_a];
        Self::chain(value, first, [aa + 2.0 * ab + bb, bb - aa, aa - 2.0 * ab + bb], middle, half)
    }

    /// From derivatives by m = t middle - h and w = t half to those by h and t.
    fn chain(value: f64, [m, w]: [f64; 2], [mm, mw, ww]: [f64; 3], middle: f64, half: f64) -> Self {
        Self {
            value,
            h: -m,
            t: m * middle + w * half,
            hh: -mm,
            ht: mm * middle + mw * half,
            tt: -(mm * middle * middle + 2.0 * mw * middle * half + ww * half * half),
        }
    }
}
