//! What each row contributes to the log-likelihood, and how it bends.
//!
//! With z = (ln t - eta) / sigma and tau = ln sigma: dz/d eta = -1/sigma, dz/d tau = -z. Every contribution is a
//! function of one or two z; the chain rule gives its derivatives by eta and tau.

use super::Family;
use super::density::{Term, ln_one_minus_exp};
use crate::newton::{At, Sums, add_up};
use crate::scaled::Scaled;

/// What is known of one row: logarithms of times.
#[derive(Clone, Copy)]
pub(super) enum Seen {
    /// The event's time.
    Exactly(f64),
    /// Later than this.
    After(f64),
    /// Not later than this.
    Until(f64),
    /// Later than the first, not later than the second.
    Within(f64, f64),
}

/// One row: what was seen, since when (log time, where it entered late), and its weight.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub(super) seen: Seen,
    pub(super) entry: Option<f64>,
    pub(super) weight: f64,
    pub(super) offset: f64,
}

/// A contribution and its derivatives by eta (e) and tau (t).
#[derive(Clone, Copy, Default)]
pub(super) struct Bend {
    value: f64,
    e: f64,
    t: f64,
    ee: f64,
    et: f64,
    tt: f64,
}

impl Bend {
    /// A function of z alone.
    fn of(term: Term, z: f64, sigma: f64) -> Self {
        let Term { value, first, second } = term;
        Self {
            value,
            e: -first / sigma,
            t: -first * z,
            ee: second / (sigma * sigma),
            et: (second * z + first) / sigma,
            tt: (second * z + first) * z,
        }
    }

    fn minus(self, other: Self) -> Self {
        Self {
            value: self.value - other.value,
            e: self.e - other.e,
            t: self.t - other.t,
            ee: self.ee - other.ee,
            et: self.et - other.et,
            tt: self.tt - other.tt,
        }
    }
}

/// Log-likelihood at `theta`: coefficients of the scaled columns, then ln sigma unless it is fixed at 0.
pub(super) fn evaluate(family: Family, rows: &[Row], columns: &Scaled, theta: &[f64]) -> At {
    let (p, q) = (columns.p(), theta.len());
    let sigma = if q > p { theta[p].exp() } else { 1.0 };
    add_up(rows.len(), q, |at, sums| {
        let (row, x) = (&rows[at], columns.row(at));
        let eta = row.offset + x.iter().zip(theta).map(|(x, beta)| x * beta).sum::<f64>();
        add(sums, bend(family, row, eta, sigma), row.weight, x, q);
    })
}

fn add(sums: &mut Sums, bend: Bend, weight: f64, x: &[f64], q: usize) {
    let p = x.len();
    sums.log_likelihood += weight * bend.value;
    for i in 0..p {
        sums.score[i] += weight * bend.e * x[i];
        let scaled = -weight * bend.ee * x[i];
        let row = &mut sums.information[i * q..=i * q + i];
        row.iter_mut().zip(x).for_each(|(sum, x)| *sum += scaled * x);
        if q > p {
            sums.information[p * q + i] -= weight * bend.et * x[i];
        }
    }
    if q > p {
        sums.score[p] += weight * bend.t;
        sums.information[p * q + p] -= weight * bend.tt;
    }
}

fn bend(family: Family, row: &Row, eta: f64, sigma: f64) -> Bend {
    let z = |log_time: f64| (log_time - eta) / sigma;
    let seen = match row.seen {
        Seen::Exactly(y) => exactly(family, y, z(y), sigma),
        Seen::After(y) => Bend::of(family.upper(z(y)), z(y), sigma),
        Seen::Until(y) => Bend::of(family.lower(z(y)), z(y), sigma),
        Seen::Within(low, high) => within(family, low, high, z(low), z(high), sigma),
    };
    match row.entry {
        Some(entry) => seen.minus(Bend::of(family.upper(z(entry)), z(entry), sigma)),
        None => seen,
    }
}

/// The density of time itself: f(z) / (sigma t).
fn exactly(family: Family, y: f64, z: f64, sigma: f64) -> Bend {
    let bend = Bend::of(family.density(z), z, sigma);
    Bend { value: bend.value - sigma.ln() - y, t: bend.t - 1.0, ..bend }
}

/// ln(F(z2) - F(z1)). The difference of two tails loses its digits where the interval is narrow: there the
/// density is integrated by Gauss and Legendre's five points instead, exact to 1e-13.
fn within(family: Family, low: f64, high: f64, z1: f64, z2: f64, sigma: f64) -> Bend {
    let (f1, f2) = (family.density(z1), family.density(z2));
    if (z2 - z1) * (1.0 + f1.first.abs().max(f2.first.abs())) < 0.5 {
        return integrated(family, low, high, z1, z2, sigma);
    }
    let log_share = if z1 > 0.0 {
        let upper = family.upper(z1).value;
        upper + ln_one_minus_exp(family.upper(z2).value - upper)
    } else {
        let lower = family.lower(z2).value;
        lower + ln_one_minus_exp(family.lower(z1).value - lower)
    };
    let (h1, h2) = (-(f1.value - log_share).exp(), (f2.value - log_share).exp());
    let (h11, h22, h12) = (flat(h1, f1) - h1 * h1, flat(h2, f2) - h2 * h2, -h1 * h2);
    let (zh1, zh2) = (reach(h1, z1), reach(h2, z2));
    Bend {
        value: log_share,
        e: -(h1 + h2) / sigma,
        t: -(zh1 + zh2),
        ee: (h11 + 2.0 * h12 + h22) / (sigma * sigma),
        et: (reach(h11 + h12, z1) + reach(h12 + h22, z2) + h1 + h2) / sigma,
        tt: reach(reach(h11, z1) + 2.0 * reach(h12, z2), z1) + reach(reach(h22, z2), z2) + zh1 + zh2,
    }
}

/// A share of nothing stays nothing, however far out.
fn reach(share: f64, z: f64) -> f64 {
    if share == 0.0 { 0.0 } else { share * z }
}

fn flat(share: f64, density: Term) -> f64 {
    if share == 0.0 { 0.0 } else { share * density.first }
}

fn integrated(family: Family, low: f64, high: f64, z1: f64, z2: f64, sigma: f64) -> Bend {
    const NODES: [(f64, f64); 5] = [
        (0.0, 0.568_888_888_888_888_9),
        (0.538_469_310_105_683_1, 0.478_628_670_499_366_47),
        (-0.538_469_310_105_683_1, 0.478_628_670_499_366_47),
        (0.906_179_845_938_664, 0.236_926_885_056_189_08),
        (-0.906_179_845_938_664, 0.236_926_885_056_189_08),
    ];
    let (middle, half) = (0.5 * (z1 + z2), 0.5 * (z2 - z1));
    let points = NODES.map(|(node, weight)| {
        let z = middle + half * node;
        (Bend::of(family.density(z), z, sigma), weight)
    });
    let base = points[0].0.value;
    let shares = points.map(|(point, weight)| weight * (point.value - base).exp());
    let total: f64 = shares.iter().sum();
    let mut sum =
        Bend { value: base + (0.5 * total).ln() + (high - low).ln() - sigma.ln(), ..Bend::default() };
    for ((point, _), share) in points.iter().zip(shares) {
        let share = share / total;
        sum.e += share * point.e;
        sum.t += share * point.t;
        sum.ee += share * (point.ee + point.e * point.e);
        sum.et += share * (point.et + point.e * point.t);
        sum.tt += share * (point.tt + point.t * point.t);
    }
    let (e, t) = (sum.e, sum.t);
    Bend { t: t - 1.0, ee: sum.ee - e * e, et: sum.et - e * t, tt: sum.tt - t * t, ..sum }
}
