//! Follow-up that begins at a landmark.

use super::kaplan_meier::exits;
use super::{Exits, Survival};
use crate::Answer;

/// Who is still at risk at a landmark, with time counted from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Landmark {
    /// The row of the response that covers the landmark: columns known by then are to be taken from it.
    pub row: Vec<usize>,
    /// Time from the landmark to the end.
    pub time: Vec<f64>,
    /// Whether an event ended it.
    pub event: Vec<bool>,
}

/// Restricts a response to those at risk at the time `at`: entered at or before it, and leaving after it. What
/// happened before decides who is in which group and is no longer outcome, so that nobody has to live long enough to
/// be in a group. Source: Anderson JR, Cain KC, Gelber RD, J Clin Oncol 1983;1:710.
///
/// A subject of several rows is followed over the rows that join without a gap. Rows of weight 0 are kept.
/// [`crate::Undefined::OtherResponse`] for bounds or states. O(n log n).
pub fn landmark(response: &Survival<'_>, at: f64) -> Answer<Landmark> {
    let exits = exits(response)?;
    let covers = |row: &usize| exits.entry().is_none_or(|entry| entry[*row] <= at) && exits.exit()[*row] > at;
    let follow_up = following(&exits);
    let row: Vec<usize> = (0..exits.n()).filter(covers).collect();
    let last = |&row: &usize| follow_up.as_ref().map_or(row, |last| last[row]);
    let (time, event) = row.iter().map(last).map(|end| (exits.exit()[end] - at, exits.is_event(end))).unzip();
    Ok(Landmark { row, time, event })
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
