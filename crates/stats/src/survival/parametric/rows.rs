//! From a response to logarithms of times.

use super::likelihood::{Row, Seen};
use crate::survival::{Between, Exits, Survival};
use crate::{Answer, Undefined};

/// Rows that say something, with their place in the response. An event at time 0 has no logarithm:
/// [`Undefined::NotPositive`]. Rows of weight 0, and rows that say nothing (censored at 0), are left out.
pub(super) fn rows(response: &Survival<'_>, offset: Option<&[f64]>) -> Answer<(Vec<usize>, Vec<Row>)> {
    let (mut places, mut rows) = (Vec::new(), Vec::new());
    let mut push = |place: usize, seen: Option<Seen>, entry: f64, weight: f64| {
        if let (Some(seen), true) = (seen, weight > 0.0) {
            places.push(place);
            let entry = (entry > 0.0).then(|| entry.ln());
            rows.push(Row { seen, entry, weight, offset: offset.map_or(0.0, |offset| offset[place]) });
        }
    };
    match response {
        Survival::Exits(exits) => {
            for row in 0..exits.n() {
                let (entry, weight) =
                    (exits.entry().map_or(0.0, |x| x[row]), exits.weight().map_or(1.0, |x| x[row]));
                push(row, of_exit(exits, row)?, entry, weight);
            }
        }
        Survival::Between(between) => {
            for row in 0..between.low.len() {
                push(row, of_bounds(between, row)?, 0.0, 1.0);
            }
        }
        Survival::Transitions(_) => return Err(Undefined::OtherResponse),
    }
    Ok((places, rows))
}

fn of_exit(exits: &Exits<'_>, row: usize) -> Answer<Option<Seen>> {
    let exit = exits.exit()[row];
    match (exit > 0.0, exits.is_event(row)) {
        (true, true) => Ok(Some(Seen::Exactly(exit.ln()))),
        (true, false) => Ok(Some(Seen::After(exit.ln()))),
        (false, true) => Err(Undefined::NotPositive),
        (false, false) => Ok(None),
    }
}

fn of_bounds(between: &Between<'_>, row: usize) -> Answer<Option<Seen>> {
    let (low, high) = (between.low[row], between.high[row]);
    if high <= 0.0 {
        return Err(Undefined::NotPositive);
    }
    let (below, above) = (low <= 0.0, high == f64::INFINITY);
    Ok(match (below, above) {
        (true, true) => None,
        (true, false) => Some(Seen::Until(high.ln())),
        (false, true) => Some(Seen::After(low.ln())),
        (false, false) if low.ln() == high.ln() => Some(Seen::Exactly(low.ln())),
        (false, false) => Some(Seen::Within(low.ln(), high.ln())),
    })
}
