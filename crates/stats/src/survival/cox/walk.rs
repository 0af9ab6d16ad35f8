//! Walking through the risk sets, backwards and forwards in time.

use super::ordered::Ordered;

/// What is met on the way.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// The next stratum begins: sums start again at 0.
    Stratum,
    /// An event time, by its index.
    Time(usize),
    /// A sorted row to be counted with this sign.
    Row(usize, f64),
}

/// From each stratum's last event time to its first: when a time is met, the rows counted are those at risk at
/// it, its events included. A late entry is counted +1 at its exit and -1 when its entry is passed.
pub(super) fn backward(ordered: &Ordered, mut meet: impl FnMut(Step)) {
    for (number, stratum) in ordered.strata.iter().enumerate().rev() {
        meet(Step::Stratum);
        let mut next_row = stratum.rows.end;
        let mut next_entry = ordered.entries.as_ref().map_or(0, |entries| entries.ranges[number].start);
        for index in stratum.times.clone().rev() {
            let start = ordered.times[index].start;
            (start..next_row).for_each(|row| meet(Step::Row(row, 1.0)));
            next_row = start;
            if let Some(entries) = &ordered.entries {
                let taken = entries.taken[index];
                entries.order[next_entry..taken].iter().for_each(|&row| meet(Step::Row(row as usize, -1.0)));
                next_entry = taken;
            }
            meet(Step::Time(index));
        }
    }
}

/// From each stratum's first event time to its last. At a time the caller sees to the time's events; then come
/// the other rows that leave before the next one (+1), and those that enter before it (-1): what the caller has
/// cumulated by then was lived through by the former, and not by the latter.
pub(super) fn forward(ordered: &Ordered, mut meet: impl FnMut(Step)) {
    for (number, stratum) in ordered.strata.iter().enumerate() {
        meet(Step::Stratum);
        let start_of = |index: usize| {
            if index == stratum.times.end { stratum.rows.end } else { ordered.times[index].start }
        };
        (stratum.rows.start..start_of(stratum.times.start)).for_each(|row| meet(Step::Row(row, 1.0)));
        let mut late: &[u32] = match &ordered.entries {
            Some(entries) => &entries.order[entries.ranges[number].clone()],
            None => &[],
        };
        for index in stratum.times.clone() {
            meet(Step::Time(index));
            let time = &ordered.times[index];
            (time.start + time.n_events..start_of(index + 1)).for_each(|row| meet(Step::Row(row, 1.0)));
            while let Some((&row, earlier)) = late.split_last() {
                if ordered.passed(row as usize) > index + 1 {
                    break;
                }
                meet(Step::Row(row as usize, -1.0));
                late = earlier;
            }
        }
    }
}
