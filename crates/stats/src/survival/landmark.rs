//! Who is still under observation at a landmark, and what happens to them from then on.

use super::kaplan_meier::exits;
use super::{Exits, Survival};
use crate::{Answer, Undefined};

/// Rows still at risk after a landmark time, with their time counted from it.
///
/// Comparing groups that are formed by what happened before the landmark (a response by six months, say) from the
/// landmark on keeps nobody immortal. Source: Anderson JR, Cain KC, Gelber RD, J Clin Oncol 1983;1:710.
#[derive(Clone, Debug, PartialEq)]
pub struct Landmark {
    /// The rows kept, by place in the response, ascending: to pick their covariates and groups.
    pub rows: Vec<usize>,
    /// Time from the landmark to the exit.
    pub time: Vec<f64>,
    /// The cause from 1, or 0 for censored.
    pub cause: Vec<u32>,
    /// Rows that left at or before the landmark.
    pub n_before: usize,
    /// Rows that enter after the landmark only.
    pub n_later: usize,
    n_causes: u32,
}

/// The rows of a response that have entered by `at` and leave after it.
///
/// [`Undefined::OtherResponse`] for bounds, states, weights and several rows a subject; [`Undefined::NoValues`] if `at`
/// is not a finite time at or above 0.
pub fn landmark(response: &Survival<'_>, at: f64) -> Answer<Landmark> {
    let exits = exits(response)?;
    if exits.weight().is_some() || exits.subject().is_some() {
        return Err(Undefined::OtherResponse);
    }
    if !(at.is_finite() && at >= 0.0) {
        return Err(Undefined::NoValues);
    }
    let (before, later) =
        (|row: &usize| exits.exit()[*row] <= at, |row: &usize| entered_after(&exits, *row, at));
    let rows: Vec<usize> = (0..exits.n()).filter(|row| !before(row) && !later(row)).collect();
    Ok(Landmark {
        time: rows.iter().map(|&row| exits.exit()[row] - at).collect(),
        cause: rows.iter().map(|&row| exits.cause(row)).collect(),
        n_before: (0..exits.n()).filter(before).count(),
        n_later: (0..exits.n()).filter(|row| !before(row) && later(row)).count(),
        n_causes: exits.n_causes(),
        rows,
    })
}

fn entered_after(exits: &Exits<'_>, row: usize, at: f64) -> bool {
    exits.entry().is_some_and(|entry| entry[row] > at)
}

impl Landmark {
    /// The response from the landmark on.
    pub fn response(&self) -> Survival<'_> {
        let response = Survival::competing(&self.time, &self.cause, self.n_causes);
        response.unwrap_or_else(|_| unreachable!("differences of checked times in order are times"))
    }
}
