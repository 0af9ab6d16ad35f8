//! A cause's incidence with both its variances, in one pass over the times.

use super::incidence::CauseCurve;
use super::late::Late;
use super::moments::{Influence, Moments, Passing};
use crate::survival::counts::Counts;
use crate::survival::{Exits, Survival};

/// The counts with squared weights, in units of the largest weight.
pub(super) struct Squared {
    counts: Counts,
    unit: f64,
}

/// `None` where all weights are 1. A square is never 0 for a weight that counts.
pub(super) fn squared_counts(exits: &Exits<'_>) -> Option<Squared> {
    let weights = exits.weight()?;
    let unit = weights.iter().fold(0.0, |largest: f64, &weight| largest.max(weight));
    let square = |&weight: &f64| if weight > 0.0 { (weight / unit).powi(2).max(1e-300) } else { 0.0 };
    let squares: Vec<f64> = weights.iter().map(square).collect();
    match Survival::Exits(*exits).weighted(&squares) {
        Ok(Survival::Exits(exits)) => Some(Squared { counts: Counts::of(&exits), unit }),
        _ => None,
    }
}

impl CauseCurve {
    /// Both variances by recursion; see [`Moments`]. `survival` is S at each time, its predecessor S(t-).
    pub(super) fn of(
        counts: &Counts,
        squared: Option<&Squared>,
        late: Option<&Late>,
        survival: &[f64],
        cause: usize,
    ) -> Self {
        let len = counts.len();
        let mut curve = Self {
            events: Vec::with_capacity(len),
            incidence: Vec::with_capacity(len),
            variance: Vec::with_capacity(len),
            aalen_variance: Vec::with_capacity(len),
        };
        let unit = squared.map_or(1.0, |squared| squared.unit);
        let (mut incidence, mut before, mut aalen) = (0.0, 1.0, Moments::default());
        let mut influence = Influence::new(late.map(|late| late.walk(cause)));
        for (i, &after) in survival.iter().enumerate() {
            let (n, d_all) = (at_risk(counts, i), counts.events_at(i));
            let d = counts.events[i * counts.n_causes + cause];
            if d_all > 0.0 {
                let (share, share_of_all, other) = (d / n, d_all / n, d_all - d);
                incidence += before * share;
                aalen.carry(share, share_of_all);
                aalen.add(d * untied(d, n), (before / n, -before / n));
                aalen.add(other * untied(other, n), (0.0, -before / n));
            }
            influence.pass(&Passing {
                place: i,
                share: if d_all > 0.0 { d / n } else { 0.0 },
                share_of_all: if d_all > 0.0 { d_all / n } else { 0.0 },
                step: if d_all > 0.0 { before / (n / unit) } else { 0.0 },
                before,
                after,
                incidence,
                squares: squared.map_or((n, d, d_all - d), |squared| squared.at(i, cause)),
                weighted: squared.is_some(),
            });
            before = after;
            curve.events.push(d);
            curve.incidence.push(incidence);
            curve.variance.push(influence.moments.incidence.max(0.0));
            curve.aalen_variance.push(aalen.incidence);
        }
        curve
    }
}

/// At least those with an event: one whose entry and exit differ by rounding only is at risk for it.
pub(super) fn at_risk(counts: &Counts, i: usize) -> f64 {
    counts.at_risk[i].max(counts.events_at(i))
}

impl Squared {
    /// Squared weights of those at risk, with the cause, and with another one.
    fn at(&self, i: usize, cause: usize) -> (f64, f64, f64) {
        let d = self.counts.events[i * self.counts.n_causes + cause];
        (at_risk(&self.counts, i), d, self.counts.events_at(i) - d)
    }
}

/// The hypergeometric correction of d tied events among n at risk.
fn untied(d: f64, n: f64) -> f64 {
    if d > 1.0 { 1.0 - (d - 1.0) / (n - 1.0) } else { 1.0 }
}
