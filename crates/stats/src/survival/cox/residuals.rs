//! Residuals of a Cox regression, in the caller's order of rows.

use super::turns::Turns;
use super::{Cox, Ties};
use crate::{Answer, Undefined};

/// Schoenfeld's residuals, one row an event, in the order of stratum and time (equal times in the caller's order).
#[derive(Clone, Debug, PartialEq)]
pub struct Schoenfeld {
    /// Time of each event.
    pub time: Vec<f64>,
    /// The caller's row of each event.
    pub row: Vec<usize>,
    /// Columns less their mean over the risk set: `values[event * p + column]`.
    pub values: Vec<f64>,
    /// Scaled by the number of events times the covariance, plus the coefficients: about the coefficient at
    /// each time (Grambsch & Therneau).
    pub scaled: Vec<f64>,
}

/// Residuals by row and column: `values[row * p + column]`.
pub type ByRow = Vec<f64>;

impl Cox {
    /// Martingale residuals, one a row: events less the cumulative hazard lived through; 0 for rows of weight 0. Not
    /// weighted. With [`Ties::Exact`] the hazard is Breslow's.
    ///
    /// Source: Therneau TM, Grambsch PM, Fleming TR, Biometrika 1990;77:147.
    pub fn martingale(&self) -> Vec<f64> {
        let (ordered, turns) = (&self.inside.ordered, self.turns());
        let mut of_sorted = vec![0.0; ordered.n];
        turns.cumulate(
            ordered,
            |_| 1.0,
            |row, sign, lived| of_sorted[row] -= sign * turns.risk[row] * lived.hazard,
        );
        ordered.all_events().for_each(|(_, row)| of_sorted[row] += 1.0);
        self.inside.in_given_order(&of_sorted, 1)
    }

    /// Deviance residuals, one a row: martingale residuals, made more symmetric; 0 for rows of weight 0.
    ///
    /// sign(m) √(-2 (m + δ log(δ - m))). Source: as [`Cox::martingale`].
    pub fn deviance(&self) -> Vec<f64> {
        let mut event = vec![false; self.inside.n_given];
        let ordered = &self.inside.ordered;
        ordered.all_events().for_each(|(_, row)| event[ordered.row[row] as usize] = true);
        let of_row = |(m, event): (&f64, &bool)| {
            let log = if *event { (1.0 - m).max(f64::MIN_POSITIVE).ln() } else { 0.0 };
            m.signum() * (-2.0 * (m + log)).max(0.0).sqrt()
        };
        self.martingale().iter().zip(&event).map(of_row).collect()
    }

    /// Score residuals, a row's contribution to the first derivative of the log likelihood, not weighted: they sum
    /// to 0 (weighted) at the maximum. 0 for rows of weight 0.
    ///
    /// δ (x - m) - e^η Σ h (x - m) over the turns lived through; Efron's ties by their turns. O(n p).
    /// [`Undefined::NotPartOfMethod`] for [`Ties::Exact`].
    pub fn score_residuals(&self) -> Answer<ByRow> {
        let of_sorted = self.sorted_scores(&self.tied_turns()?);
        Ok(self.inside.in_given_order(&of_sorted, self.inside.ordered.p))
    }

    /// About how much each coefficient falls when a row is left out: weight times score residual times the
    /// covariance, as R's `dfbeta`. [`Undefined::NotPartOfMethod`] for [`Ties::Exact`].
    pub fn dfbeta(&self) -> Answer<ByRow> {
        let of_sorted = self.sorted_dfbeta(&self.tied_turns()?);
        Ok(self.inside.in_given_order(&of_sorted, self.inside.ordered.p))
    }

    /// Schoenfeld's residuals, plain and scaled. [`Undefined::NotPartOfMethod`] for [`Ties::Exact`].
    ///
    /// Source: Schoenfeld D, Biometrika 1982;69:239; Grambsch PM, Therneau TM, Biometrika 1994;81:515.
    pub fn schoenfeld(&self) -> Answer<Schoenfeld> {
        let (ordered, turns) = (&self.inside.ordered, self.tied_turns()?);
        let p = ordered.p;
        let mut found =
            Schoenfeld { time: Vec::new(), row: Vec::new(), values: Vec::new(), scaled: Vec::new() };
        for (index, row) in ordered.all_events() {
            let mean = turns.mean_of_time(index);
            let values: Vec<f64> =
                ordered.row(row)[..p].iter().zip(&mean).map(|(x, mean)| x - mean).collect();
            found.time.push(ordered.times[index].time);
            found.row.push(ordered.row[row] as usize);
            for column in 0..p {
                let product: f64 =
                    values.iter().zip(&self.covariance[column * p..]).map(|(x, v)| x * v).sum();
                found.scaled.push(self.inside.beta[column] + self.n_events as f64 * product);
            }
            found.values.extend(values);
        }
        Ok(found)
    }

    /// The turns at the fit; Breslow's where ties are exact.
    pub(super) fn turns(&self) -> Turns {
        let ties = if self.inside.ties == Ties::Efron { Ties::Efron } else { Ties::Breslow };
        Turns::of(&self.inside.ordered, &self.inside.beta, ties)
    }

    /// The turns, where the likelihood is made of them.
    pub(super) fn tied_turns(&self) -> Answer<Turns> {
        if self.inside.ties == Ties::Exact { Err(Undefined::NotPartOfMethod) } else { Ok(self.turns()) }
    }

    /// Score residuals of sorted rows, `p` a row.
    fn sorted_scores(&self, turns: &Turns) -> Vec<f64> {
        let ordered = &self.inside.ordered;
        let p = ordered.p;
        let mut scores = vec![0.0; ordered.n * p];
        turns.cumulate(
            ordered,
            |_| 1.0,
            |row, sign, lived| {
                let factor = sign * turns.risk[row];
                let parts = scores[row * p..(row + 1) * p].iter_mut().zip(ordered.row(row)).zip(&lived.mean);
                parts.for_each(|((score, x), mean)| *score -= factor * (x * lived.hazard - mean));
            },
        );
        let mut last = (usize::MAX, Vec::new());
        for (index, row) in ordered.all_events() {
            if last.0 != index {
                last = (index, turns.mean_of_time(index));
            }
            let parts = scores[row * p..(row + 1) * p].iter_mut().zip(ordered.row(row)).zip(&last.1);
            parts.for_each(|((score, x), mean)| *score += x - mean);
        }
        scores
    }

    /// Changes of the coefficients, `p` a sorted row.
    pub(super) fn sorted_dfbeta(&self, turns: &Turns) -> Vec<f64> {
        let p = self.inside.ordered.p;
        let mut changes = self.sorted_scores(turns);
        for (change, weight) in changes.chunks_exact_mut(p.max(1)).zip(&self.inside.ordered.weight) {
            let score = change.to_vec();
            for (column, change) in change.iter_mut().enumerate() {
                let covariance = &self.covariance[column * p..(column + 1) * p];
                *change = weight * score.iter().zip(covariance).map(|(s, v)| s * v).sum::<f64>();
            }
        }
        changes
    }
}
