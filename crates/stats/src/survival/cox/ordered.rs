//! Rows in the order of the risk sets.

use crate::design::Design;
pub(super) use crate::matrix::cross::LANES;
use crate::survival::Exits;
use crate::survival::counts::NEAR;
use rayon::prelude::*;
use std::ops::Range;

/// Rows sorted by stratum and time, events before censored at each time, with the event times of each stratum.
/// Columns are centred: it changes no coefficient and keeps exp() in range.
pub(super) struct Ordered {
    pub(super) n: usize,
    pub(super) p: usize,
    /// Entries a row takes in `x`: `p` rounded up to whole lanes, filled with zeros.
    pub(super) stride: usize,
    /// Row-major, centred.
    pub(super) x: Vec<f64>,
    /// Means taken out.
    pub(super) mean: Vec<f64>,
    /// Weighted sum of the columns over all events, padded.
    pub(super) observed: Vec<f64>,
    /// Weighted sum of the offsets of all events.
    pub(super) observed_offset: f64,
    /// Case weights; 1 where none were given.
    pub(super) weight: Vec<f64>,
    /// Known parts of the linear predictor.
    pub(super) offset: Option<Vec<f64>>,
    /// The caller's row of each sorted row.
    pub(super) row: Vec<u32>,
    /// Times of exit, near ones united.
    pub(super) exit: Vec<f64>,
    /// Times of entry, where given.
    pub(super) entry: Option<Vec<f64>>,
    /// Event times.
    pub(super) times: Vec<EventTime>,
    /// Strata in order.
    pub(super) strata: Vec<Stratum>,
    /// With delayed entry only.
    pub(super) entries: Option<Entries>,
}

/// One stratum: its sorted rows, and its event times as a range of `times`.
#[derive(Clone)]
pub(super) struct Stratum {
    /// The caller's code.
    pub(super) code: u32,
    pub(super) rows: Range<usize>,
    pub(super) times: Range<usize>,
}

/// One event time of one stratum.
#[derive(Clone, Copy)]
pub(super) struct EventTime {
    pub(super) time: f64,
    /// First sorted row at risk by its exit; those after it to the end of the stratum exit later.
    pub(super) start: usize,
    /// Events: rows `start..start + n_events`.
    pub(super) n_events: usize,
}

/// Late entries.
pub(super) struct Entries {
    /// Sorted rows by stratum, latest entry first; only those who enter at or after their stratum's first event.
    pub(super) order: Vec<u32>,
    /// For each event time: how far `order` has come when all entries at or after the time are taken.
    pub(super) taken: Vec<usize>,
    /// Each stratum's part of `order`.
    pub(super) ranges: Vec<Range<usize>>,
    /// For each sorted row: 1 + the index of the last event time (of its stratum) at or before its entry; 0 for none.
    pub(super) passed: Vec<u32>,
}

impl Ordered {
    /// `stratum` and `offset` have a row each of the design, if given. Rows of weight 0 take no part.
    pub(super) fn of(
        exits: &Exits<'_>,
        design: &Design,
        stratum: Option<&[u32]>,
        offset: Option<&[f64]>,
    ) -> Self {
        let mut sorted = sorted_rows(exits, stratum);
        let tolerance = tolerance(exits, &sorted);
        let (times, strata) = event_times(&mut sorted, tolerance);
        let (n, p) = (sorted.len(), design.n_columns());
        let stride = p.div_ceil(LANES) * LANES;
        let mean: Vec<f64> = (0..p).map(|column| centre(design.column(column))).collect();
        let x = gather(design, &mean, stride, &sorted);
        let of_row =
            |values: &[f64]| sorted.iter().map(|key| values[key.row() as usize]).collect::<Vec<f64>>();
        let entry = exits.entry().map(of_row);
        let entries = entry.as_ref().map(|entry| Entries::of(entry, &times, &strata, tolerance));
        let mut ordered = Self {
            n,
            p,
            stride,
            x,
            observed: vec![0.0; stride],
            observed_offset: 0.0,
            mean,
            weight: exits.weight().map_or_else(|| vec![1.0; n], of_row),
            offset: offset.map(of_row),
            row: sorted.iter().map(|key| key.row()).collect(),
            exit: sorted.iter().map(|key| key.time()).collect(),
            entry,
            times,
            strata,
            entries,
        };
        ordered.observe();
        ordered
    }

    fn observe(&mut self) {
        let (mut observed, mut of_offset) = (vec![0.0; self.stride], 0.0);
        for (_, row) in self.all_events() {
            observed.iter_mut().zip(self.row(row)).for_each(|(sum, x)| *sum += self.weight[row] * x);
            of_offset += self.offset.as_ref().map_or(0.0, |offset| self.weight[row] * offset[row]);
        }
        (self.observed, self.observed_offset) = (observed, of_offset);
    }

    /// Entries of one sorted row, padding included.
    pub(super) fn row(&self, row: usize) -> &[f64] {
        &self.x[row * self.stride..(row + 1) * self.stride]
    }

    /// Sorted rows that have the event at an event time.
    pub(super) fn events(&self, index: usize) -> Range<usize> {
        let time = &self.times[index];
        time.start..time.start + time.n_events
    }

    /// Event time and sorted row of every event.
    pub(super) fn all_events(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        (0..self.times.len()).flat_map(|index| self.events(index).map(move |row| (index, row)))
    }

    /// Mean weight of the events of one time.
    pub(super) fn mean_weight(&self, index: usize) -> f64 {
        self.weight[self.events(index)].iter().sum::<f64>() / self.times[index].n_events as f64
    }

    /// Sorted rows at risk at an event time.
    pub(super) fn at_risk(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let stratum = self.strata.partition_point(|stratum| stratum.times.end <= index);
        (self.times[index].start..self.strata[stratum].rows.end).filter(move |&row| self.passed(row) <= index)
    }

    /// 1 + the index of the last event time (of its stratum) at or before a row's entry; 0 for none.
    pub(super) fn passed(&self, row: usize) -> usize {
        self.entries.as_ref().map_or(0, |entries| entries.passed[row] as usize)
    }

    /// Variance of each column over the rows in use (divisor n - 1), unweighted.
    pub(super) fn variances(&self) -> Vec<f64> {
        let n = self.n as f64;
        let column = |column: usize| self.x.iter().skip(column).step_by(self.stride.max(1));
        let of_column = |at: usize| {
            let mean = column(at).sum::<f64>() / n;
            column(at).map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0).max(1.0)
        };
        (0..self.p).map(of_column).collect()
    }

    /// Number of rows that end with an event.
    pub(super) fn n_events(&self) -> usize {
        self.times.iter().map(|time| time.n_events).sum()
    }
}

/// Sorts by stratum, time, events first, row: 32, 63, 1 and 32 bits of one word (the bits of a time at or above 0 sort
/// as the time does, and leave the sign's bit free), so that comparing takes no branch.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key(u128);

impl Key {
    fn new(stratum: u32, time: f64, is_event: bool, row: u32) -> Self {
        let time_then_censored = (time + 0.0).to_bits() << 1 | u64::from(!is_event);
        Self(u128::from(stratum) << 96 | u128::from(time_then_censored) << 32 | u128::from(row))
    }

    fn stratum(self) -> u32 {
        (self.0 >> 96) as u32
    }

    fn time(self) -> f64 {
        f64::from_bits((self.0 >> 32) as u64 >> 1)
    }

    fn is_event(self) -> bool {
        self.0 >> 32 & 1 == 0
    }

    fn row(self) -> u32 {
        self.0 as u32
    }

    fn at(self, time: f64) -> Self {
        Self::new(self.stratum(), time, self.is_event(), self.row())
    }
}

fn sorted_rows(exits: &Exits<'_>, stratum: Option<&[u32]>) -> Vec<Key> {
    let stratum = |row: usize| stratum.map_or(0, |stratum| stratum[row]);
    let key = |row: usize| Key::new(stratum(row), exits.exit()[row], exits.is_event(row), row as u32);
    let used = |row: &usize| exits.weight().is_none_or(|weight| weight[*row] > 0.0);
    let mut sorted: Vec<Key> = (0..exits.n()).filter(used).map(key).collect();
    sorted.par_sort_unstable();
    sorted
}

/// As in [`crate::survival::kaplan_meier`]: R's `timefix`, over the distinct times of exit and entry.
fn tolerance(exits: &Exits<'_>, sorted: &[Key]) -> f64 {
    let mut distinct: Vec<u64> = sorted.iter().map(|key| key.time().to_bits()).collect();
    distinct.extend(exits.entry().iter().flat_map(|entry| entry.iter().map(|time| (time + 0.0).to_bits())));
    distinct.par_sort_unstable();
    distinct.dedup();
    let share = NEAR / distinct.len().max(1) as f64;
    NEAR.max(distinct.iter().map(|&bits| share * f64::from_bits(bits)).sum())
}

/// Finds the event times. Within a chain of near times events are moved before censored rows; exact ties, the
/// common case, are in that order already.
fn event_times(sorted: &mut [Key], tolerance: f64) -> (Vec<EventTime>, Vec<Stratum>) {
    let (mut times, mut strata) = (Vec::new(), Vec::new());
    let mut start = 0;
    while start < sorted.len() {
        let stratum = sorted[start].stratum();
        let end = start + sorted[start..].partition_point(|key| key.stratum() == stratum);
        let first = times.len();
        let mut at = start;
        while at < end {
            let mut next = at + 1;
            while next < end && sorted[next].time() - sorted[next - 1].time() <= tolerance {
                next += 1;
            }
            let (time, chain) = (sorted[at].time(), &mut sorted[at..next]);
            if chain[chain.len() - 1].time() > time {
                chain.iter_mut().for_each(|key| *key = key.at(time));
                chain.sort_unstable();
            }
            let n_events = chain.partition_point(|key| key.is_event());
            if n_events > 0 {
                times.push(EventTime { time, start: at, n_events });
            }
            at = next;
        }
        strata.push(Stratum { code: stratum, rows: start..end, times: first..times.len() });
        start = end;
    }
    (times, strata)
}

impl Entries {
    fn of(entry: &[f64], times: &[EventTime], strata: &[Stratum], tolerance: f64) -> Self {
        let n = entry.len();
        let mut entries =
            Self { order: Vec::new(), taken: vec![0; times.len()], ranges: Vec::new(), passed: vec![0; n] };
        for stratum in strata {
            let here = &times[stratum.times.clone()];
            let mut late: Vec<u32> = Vec::new();
            for row in stratum.rows.clone() {
                let passed = here.partition_point(|time| time.time - tolerance <= entry[row]);
                if passed > 0 {
                    entries.passed[row] = (stratum.times.start + passed) as u32;
                    late.push(row as u32);
                }
            }
            let at = |row: u32| entry[row as usize];
            late.par_sort_unstable_by(|&a, &b| at(b).total_cmp(&at(a)).then(a.cmp(&b)));
            let before = entries.order.len();
            for (taken, time) in entries.taken[stratum.times.clone()].iter_mut().zip(here) {
                *taken = before + late.partition_point(|&row| at(row) >= time.time - tolerance);
            }
            entries.order.extend(late);
            entries.ranges.push(before..entries.order.len());
        }
        entries
    }
}

/// Row-major, centred and padded, a few thousand rows at a time so that those stay in the cache.
fn gather(design: &Design, mean: &[f64], stride: usize, sorted: &[Key]) -> Vec<f64> {
    const ROWS: usize = 2048;
    let width = stride.max(1);
    let mut x = vec![0.0; sorted.len() * stride];
    x.par_chunks_mut(width * ROWS).zip(sorted.par_chunks(ROWS)).for_each(|(rows, keys)| {
        for (column, mean) in mean.iter().enumerate() {
            let values = design.column(column);
            for (row, key) in rows.chunks_exact_mut(width).zip(keys) {
                row[column] = values[key.row() as usize] - mean;
            }
        }
    });
    x
}

/// A mean that rounding does not push outside the column: a constant column is 0 when it is taken out.
fn centre(column: &[f64]) -> f64 {
    let mean = column.iter().sum::<f64>() / column.len().max(1) as f64;
    let least = column.iter().copied().fold(f64::INFINITY, f64::min);
    let greatest = column.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if column.is_empty() { 0.0 } else { mean.clamp(least, greatest) }
}
