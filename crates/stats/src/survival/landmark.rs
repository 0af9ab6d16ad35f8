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

/// The rows of a response that have entered by `at` and leave after it. A subject of several rows is followed from the
/// row that covers the landmark over those that join without a gap. O(n log n).
///
/// [`Undefined::OtherResponse`] for bounds, states and weights; [`Undefined::NoValues`] if `at` is not a finite time at
/// or above 0.
pub fn landmark(response: &Survival<'_>, at: f64) -> Answer<Landmark> {
    let exits = exits(response)?;
    if exits.weight().is_some() {
        return Err(Undefined::OtherResponse);
    }
    if !(at.is_finite() && at >= 0.0) {
        return Err(Undefined::NoValues);
    }
    let (before, later) =
        (|row: &usize| exits.exit()[*row] <= at, |row: &usize| entered_after(&exits, *row, at));
    let rows: Vec<usize> = (0..exits.n()).filter(|row| !before(row) && !later(row)).collect();
    let follow_up = following(&exits);
    let last = |row: usize| follow_up.as_ref().map_or(row, |last| last[row]);
    Ok(Landmark {
        time: rows.iter().map(|&row| exits.exit()[last(row)] - at).collect(),
        cause: rows.iter().map(|&row| exits.cause(last(row))).collect(),
        n_before: (0..exits.n()).filter(before).count(),
        n_later: (0..exits.n()).filter(|row| !before(row) && later(row)).count(),
        n_causes: exits.n_causes(),
        rows,
    })
}

/// The last row of each row's subject that is reached without a gap; `None` where each subject has one row.
fn following(exits: &Exits<'_>) -> Option<Vec<usize>> {
    let (subject, entry, exit) = (exits.subject()?, exits.entry()?, exits.exit());
    let mut order: Vec<usize> = (0..exits.n()).collect();
    order.sort_by(|&a, &b| subject[a].cmp(&subject[b]).then(entry[a].total_cmp(&entry[b])));
    let mut last: Vec<usize> = (0..exits.n()).collect();
    for pair in order.windows(2).rev() {
        if subject[pair[0]] == subject[pair[1]] && exit[pair[0]] == entry[pair[1]] {
            last[pair[0]] = last[pair[1]];
        }
    }
    Some(last)
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
