//! Do the hazard ratios stay the same over time?

use super::Cox;
use super::exact::add_square;
use super::ordered::Ordered;
use super::turns::Turns;
use crate::distribution::chi_squared;
use crate::matrix::Symmetric;
use crate::{Answer, Estimate, Method, Statistic, Test, Undefined};

const SCORE: Method = Method {
    name: "score test of proportional hazards",
    reference: "Grambsch PM, Therneau TM, Biometrika 1994;81:515; in full as R's survival from 3.0",
};

/// The function of time that a coefficient might follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TimeScale {
    /// 1 - S(t-), Kaplan-Meier's curve of all rows together: long tails weigh little. R's default and ours.
    #[default]
    KaplanMeier,
    /// Time itself.
    Identity,
    /// Its rank among all times of exit.
    Rank,
    /// Its logarithm.
    Log,
}

/// Tests that coefficients do not change over time.
#[derive(Clone, Debug)]
pub struct Proportional {
    /// One test a column, one degree of freedom.
    pub columns: Vec<Estimate>,
    /// All columns together.
    pub global: Estimate,
}

impl Cox {
    /// The score test of adding x g(t) to the model, for each column and for all; g is centred at the events.
    ///
    /// With V_k the covariance of the columns in the risk set of event time k, the information for (x, x g) has blocks
    /// Σ V, Σ g V and Σ g² V; the test of U = Σ g (x - m) takes the first block out (Schur). The older test,
    /// from correlations with scaled residuals, takes V_k for constant.
    ///
    /// [`Undefined::NoSpread`] if all events happen at one time, and for a column whose coefficient is infinite or whose
    /// x g(t) is no other column than x; [`Undefined::NotPositive`] for the logarithm of time 0;
    /// [`Undefined::NotPartOfMethod`] for exact ties or a penalty. O(n p² + n log n).
    pub fn proportional(&self, scale: TimeScale) -> Answer<Proportional> {
        let ordered = &self.inside.ordered;
        let turns = self.tied_turns()?;
        if self.inside.penalised {
            return Err(Undefined::NotPartOfMethod);
        }
        let g = centred(ordered, scaled_times(ordered, scale)?)?;
        let p = ordered.p;
        let u = score(ordered, &turns, &g);
        let cross = information(ordered, &turns, |index| g[index]);
        let own = information(ordered, &turns, |index| g[index] * g[index]);
        let plain = information(ordered, &turns, |_| 1.0).factor();
        let solved: Vec<Vec<f64>> =
            (0..p).map(|j| plain.solve(&(0..p).map(|i| cross.at(i, j)).collect::<Vec<f64>>())).collect();
        let rest =
            |i: usize, j: usize| own.at(i, j) - (0..p).map(|k| cross.at(i, k) * solved[j][k]).sum::<f64>();
        let reasons: Vec<Option<Undefined>> = (0..p)
            .map(|c| match &self.coefficients[c] {
                one if one.value.is_err() => one.value.err(),
                one if one.cautions.is_empty() && rest(c, c) > 1e-9 * own.at(c, c) => None,
                _ => Some(Undefined::NoSpread),
            })
            .collect();
        let rest =
            Symmetric::from_fn(p, |i, j| if reasons[i].or(reasons[j]).is_some() { 0.0 } else { rest(i, j) });
        let columns = (0..p).map(|c| {
            let found = reasons[c].map_or_else(|| Ok((u[c] * u[c] / rest.at(c, c), 1)), Err);
            result(found, self.n)
        });
        let factor = rest.factor();
        let x2: f64 = factor.solve(&u).iter().zip(&u).map(|(a, b)| a * b).sum();
        let all = if factor.rank() > 0 { Ok((x2.max(0.0), factor.rank())) } else { Err(Undefined::NoSpread) };
        Ok(Proportional { columns: columns.collect(), global: result(all, self.n) })
    }
}

fn result(found: Answer<(f64, usize)>, n: usize) -> Estimate {
    let test = found.map(|(x2, df)| {
        let df = df as f64;
        Test { statistic: Statistic::ChiSquared { x2, df }, p_value: chi_squared::upper(x2, df) }
    });
    Estimate { test, ..Estimate::blank(SCORE, n) }
}

/// g at each event time, less its mean over the events, in units of the largest (which the test does not feel).
fn centred(ordered: &Ordered, g: Vec<f64>) -> Answer<Vec<f64>> {
    let largest = g.iter().fold(0.0, |largest: f64, g| largest.max(g.abs()));
    let mean =
        ordered.times.iter().zip(&g).map(|(time, g)| time.n_events as f64 * (g / largest)).sum::<f64>()
            / ordered.n_events() as f64;
    let g: Vec<f64> = g.iter().map(|g| g / largest - mean).collect();
    let spread = g.iter().any(|g| g.abs() > 1e-14);
    if largest > 0.0 && spread { Ok(g) } else { Err(Undefined::NoSpread) }
}

fn scaled_times(ordered: &Ordered, scale: TimeScale) -> Answer<Vec<f64>> {
    let times = ordered.times.iter().map(|time| time.time);
    match scale {
        TimeScale::Identity => Ok(times.collect()),
        TimeScale::Log if times.clone().any(|time| time <= 0.0) => Err(Undefined::NotPositive),
        TimeScale::Log => Ok(times.map(f64::ln).collect()),
        TimeScale::Rank => {
            let exits = sorted(&ordered.exit);
            let below = |time: f64| exits.partition_point(|&exit| exit < time);
            let not_above = |time: f64| exits.partition_point(|&exit| exit <= time);
            Ok(times.map(|time| 0.5 * (below(time) + not_above(time) + 1) as f64).collect())
        }
        TimeScale::KaplanMeier => Ok(kaplan_meier(ordered)),
    }
}

/// 1 - S(t-) of all strata together, unweighted.
fn kaplan_meier(ordered: &Ordered) -> Vec<f64> {
    let exits = sorted(&ordered.exit);
    let entries = ordered.entry.as_ref().map_or_else(Vec::new, |entry| sorted(entry));
    let late = |sorted: &[f64], time: f64| sorted.len() - sorted.partition_point(|&value| value < time);
    let mut order: Vec<usize> = (0..ordered.times.len()).collect();
    order.sort_by(|&a, &b| ordered.times[a].time.total_cmp(&ordered.times[b].time));
    let (mut g, mut survival) = (vec![0.0; order.len()], 1.0);
    for together in order.chunk_by(|&a, &b| ordered.times[a].time == ordered.times[b].time) {
        let time = ordered.times[together[0]].time;
        let events: usize = together.iter().map(|&index| ordered.times[index].n_events).sum();
        together.iter().for_each(|&index| g[index] = 1.0 - survival);
        survival *= 1.0 - events as f64 / (late(&exits, time) - late(&entries, time)) as f64;
    }
    g
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}

/// Σ w g (x - m) over the events.
fn score(ordered: &Ordered, turns: &Turns, g: &[f64]) -> Vec<f64> {
    let mut u = vec![0.0; ordered.p];
    for (index, g) in g.iter().enumerate() {
        let mean = turns.mean_of_time(index);
        for row in ordered.events(index) {
            let parts = u.iter_mut().zip(ordered.row(row)).zip(&mean);
            parts.for_each(|((sum, x), mean)| *sum += ordered.weight[row] * g * (x - mean));
        }
    }
    u
}

/// Σ g V_k over the event times: Σ over rows of w r x x' times the g h they live through, less Σ g w m m'.
fn information(ordered: &Ordered, turns: &Turns, g: impl Fn(usize) -> f64) -> Symmetric {
    let p = ordered.p;
    let mut total = vec![0.0; p * p];
    turns.cumulate(ordered, &g, |row, sign, lived| {
        let factor = sign * ordered.weight[row] * turns.risk[row] * lived.hazard;
        add_square(factor, &ordered.row(row)[..p], &mut total);
    });
    for index in 0..ordered.times.len() {
        let weight = ordered.mean_weight(index);
        turns
            .of_time(index)
            .for_each(|turn| add_square(-g(index) * weight, &turns.mean(turn)[..p], &mut total));
    }
    Symmetric::from_fn(p, |i, j| total[i * p + j])
}
