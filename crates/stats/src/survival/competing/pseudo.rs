//! Pseudo-values: what each unit adds to an estimate, one complete value a unit for any regression.

use crate::survival::Survival;
use crate::survival::counts::Counts;
use crate::survival::kaplan_meier::exits;
use crate::{Answer, Undefined};

/// What pseudo-values are taken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PseudoQuantity {
    /// S(t): without an event of any cause at t.
    Survival,
    /// F(t) of this cause, from 1.
    Incidence(u32),
    /// The mean time without an event before t.
    RestrictedMean,
}

/// n θ - (n - 1) θ₋ᵢ for each row i (in the order given) and each of `times`: `values[time][row]`. θ is the estimate
/// from all n rows, θ₋ᵢ that from all but row i, exactly (not by a linear approximation). Without censoring they are the
/// rows' own values: 1 or 0, or min(T, t). Source: Andersen PK, Klein JP, Rosthøj S, Biometrika 2003;90:15.
///
/// [`Undefined::OtherResponse`] for bounds, states, weights, delayed entry and several rows a subject;
/// [`Undefined::NoValues`] for no rows; [`Undefined::LengthsDiffer`] for an undeclared cause;
/// [`Undefined::BeyondFollowUp`] if a time lies after the last one while somebody is left. O(n log n), and O(n log n)
/// a time: leaving a row out changes numbers at risk up to its own time only, so that every θ₋ᵢ is a product of what
/// all share before and after.
pub fn pseudo_values(
    response: &Survival<'_>,
    quantity: PseudoQuantity,
    times: &[f64],
) -> Answer<Vec<Vec<f64>>> {
    let exits = exits(response)?;
    if exits.weight().is_some() || exits.entry().is_some() || exits.subject().is_some() {
        return Err(Undefined::OtherResponse);
    }
    let counts = Counts::of(&exits);
    let last = *counts.time.last().ok_or(Undefined::NoValues)?;
    let cause = match quantity {
        PseudoQuantity::Incidence(cause) if cause == 0 || cause > exits.n_causes() => {
            return Err(Undefined::LengthsDiffer);
        }
        PseudoQuantity::Incidence(cause) => cause,
        _ => 0,
    };
    let somebody_left = counts.censored.last().is_some_and(|&censored| censored > 0.0);
    if somebody_left && times.iter().any(|&time| time > last) {
        return Err(Undefined::BeyondFollowUp);
    }
    let place = |row: usize| counts.time.partition_point(|&time| time <= exits.exit()[row]) - 1;
    let rows: Vec<(usize, u32)> = (0..exits.n()).map(|row| (place(row), exits.cause(row))).collect();
    let values = |&until: &f64| {
        let parts = Parts::of(&counts, cause, until);
        let n = rows.len() as f64;
        let read = |state: State| match quantity {
            PseudoQuantity::Survival => state.survival,
            PseudoQuantity::Incidence(_) => state.incidence,
            PseudoQuantity::RestrictedMean => state.area,
        };
        let all = read(parts.all());
        let value =
            |&(place, own): &(usize, u32)| n * all - (n - 1.0) * read(parts.without(&counts, place, own));
        rows.iter().map(value).collect()
    };
    Ok(times.iter().map(values).collect())
}

/// S, F and the area under S, up to some time or (given survival to it) from it on.
#[derive(Clone, Copy)]
struct State {
    survival: f64,
    incidence: f64,
    area: f64,
}

struct Parts {
    cause: u32,
    /// With one row fewer at risk: just before each time up to the horizon, and at the horizon.
    fewer: Vec<State>,
    /// With all rows: from just after each time (one place later) to the horizon; the first is from 0.
    rest: Vec<State>,
}

impl Parts {
    fn of(counts: &Counts, cause: u32, until: f64) -> Self {
        let n_times = counts.time.partition_point(|&time| time <= until);
        let mut parts = Self { cause, fewer: Vec::new(), rest: Vec::new() };
        let (mut state, mut from) = (State { survival: 1.0, incidence: 0.0, area: 0.0 }, 0.0);
        for (i, &time) in counts.time[..n_times].iter().enumerate() {
            state.area += state.survival * (time - from);
            parts.fewer.push(state);
            let (all, own) = shares(counts, i, cause, counts.at_risk[i] - 1.0, 0);
            state.incidence += state.survival * own;
            state.survival *= 1.0 - all;
            from = time;
        }
        state.area += state.survival * (until - from);
        parts.fewer.push(state);
        let (mut rest, mut end) = (State { survival: 1.0, incidence: 0.0, area: 0.0 }, until);
        parts.rest.push(rest);
        for i in (0..n_times).rev() {
            rest.area += end - counts.time[i];
            end = counts.time[i];
            parts.rest.push(rest);
            let (all, own) = shares(counts, i, cause, counts.at_risk[i], 0);
            rest = State {
                survival: (1.0 - all) * rest.survival,
                incidence: own + (1.0 - all) * rest.incidence,
                area: (1.0 - all) * rest.area,
            };
        }
        rest.area += end;
        parts.rest.push(rest);
        // As pushed: at the horizon; after the last time; ...; after the first; from 0.
        parts.rest.reverse();
        parts
    }

    fn all(&self) -> State {
        self.rest[0]
    }

    /// Without a row that leaves at `place` by cause `own` (0: censored).
    fn without(&self, counts: &Counts, place: usize, own: u32) -> State {
        if place + 1 >= self.fewer.len() {
            return self.fewer[self.fewer.len() - 1];
        }
        let (before, after) = (self.fewer[place], self.rest[place + 1]);
        let (all, share) = shares(counts, place, self.cause, counts.at_risk[place] - 1.0, own);
        let survival = before.survival * (1.0 - all);
        State {
            survival: survival * after.survival,
            incidence: before.incidence + before.survival * share + survival * after.incidence,
            area: before.area + survival * after.area,
        }
    }
}

/// Shares of `n` at risk that have any event, and one of `cause`, at the i-th time; without one of cause `less`.
fn shares(counts: &Counts, i: usize, cause: u32, n: f64, less: u32) -> (f64, f64) {
    if n <= 0.0 {
        return (0.0, 0.0);
    }
    let all = counts.events_at(i) - f64::from(u8::from(less > 0));
    let own = match (cause as usize).checked_sub(1) {
        Some(cause_place) => {
            counts.events[i * counts.n_causes + cause_place] - f64::from(u8::from(less == cause))
        }
        None => 0.0,
    };
    (all / n, own / n)
}
