//! What was seen of each unit's time, checked once so that no estimator has to.

use super::{Problem, ProblemKind};

/// A response: times with their censoring, in one of the shapes below. Times count from 0.
///
/// Every constructor reports all its problems at once. Rows of one subject may come in any order, and may
/// leave gaps: nobody is at risk in a gap.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Survival<'a> {
    /// Seen to the end, or up to a time and no further (right-censored), perhaps from a time on only.
    Exits(Exits<'a>),
    /// Known to lie between two bounds (left-, right-, interval-censored or exact).
    Between(Between<'a>),
    /// Stays in states, with what each ended in.
    Transitions(Transitions<'a>),
}

/// Stays at risk: `(entry, exit]`, and what ended each. One row a unit, or several (start-stop).
#[derive(Clone, Copy)]
pub struct Exits<'a> {
    entry: Option<&'a [f64]>,
    exit: &'a [f64],
    end: End<'a>,
    weight: Option<&'a [f64]>,
    subject: Option<&'a [u32]>,
}

/// What ended a stay.
#[derive(Clone, Copy)]
enum End<'a> {
    /// The event, or the end of observation.
    Event(&'a [bool]),
    /// The cause from 1, or 0 for the end of observation.
    Cause(&'a [u32], u32),
    /// One of several causes; every other one ends the observation.
    OneOf(&'a [u32], u32),
}

/// Bounds of an unknown time: `low < T <= high`, or `T = low = high`. `low` of -infinity or 0 is left-, `high` of
/// +infinity right-censored.
#[derive(Clone, Copy)]
pub struct Between<'a> {
    /// Lower bounds.
    pub low: &'a [f64],
    /// Upper bounds.
    pub high: &'a [f64],
}

/// Stays of subjects in states: from `start` to `stop` in state `from`, then in state `to` (the same state:
/// nothing happened, or observation ended).
#[derive(Clone, Copy)]
pub struct Transitions<'a> {
    /// Whose stay it is.
    pub subject: &'a [u32],
    /// Begin of the stay.
    pub start: &'a [f64],
    /// End of the stay.
    pub stop: &'a [f64],
    /// State during the stay, below `n_states`.
    pub from: &'a [u32],
    /// State after it, below `n_states`.
    pub to: &'a [u32],
    /// How many states there are.
    pub n_states: u32,
}

type Checked<T> = Result<T, Vec<Problem>>;

impl<'a> Survival<'a> {
    /// Right-censored: `event[i]` tells whether `time[i]` is the event's time or the last time seen without.
    ///
    /// A time of 0 is allowed: the unit is at risk at 0 only.
    pub fn right(time: &'a [f64], event: &'a [bool]) -> Checked<Self> {
        same_length(&[time.len(), event.len()])?;
        let problems = of_rows(time.len(), |row| time_problem(time[row]));
        unless(problems, || {
            Self::Exits(Exits {
                entry: None,
                exit: time,
                end: End::Event(event),
                weight: None,
                subject: None,
            })
        })
    }

    /// Right-censored with several causes: `cause[i]` from 1 to `n_causes`, 0 for censored.
    pub fn competing(time: &'a [f64], cause: &'a [u32], n_causes: u32) -> Checked<Self> {
        same_length(&[time.len(), cause.len()])?;
        let code = |row: usize| (cause[row] > n_causes).then_some(ProblemKind::UnknownCode);
        let problems = of_rows(time.len(), |row| time_problem(time[row]).or_else(|| code(row)));
        let end = End::Cause(cause, n_causes);
        unless(problems, || Self::Exits(Exits { entry: None, exit: time, end, weight: None, subject: None }))
    }

    /// Right-censored and seen from `entry` on only (delayed entry, left truncation): at risk in
    /// `(entry, exit]`. One row a unit.
    pub fn delayed(entry: &'a [f64], exit: &'a [f64], event: &'a [bool]) -> Checked<Self> {
        same_length(&[entry.len(), exit.len(), event.len()])?;
        let problems = of_rows(exit.len(), |row| stay_problem(entry[row], exit[row]));
        let end = End::Event(event);
        unless(problems, || Self::Exits(Exits { entry: Some(entry), exit, end, weight: None, subject: None }))
    }

    /// Several rows a subject (time-dependent covariates): at risk in each `(start, stop]`. The event may end
    /// the last row of a subject only; rows of a subject must not overlap, and may leave gaps.
    pub fn start_stop(
        subject: &'a [u32],
        start: &'a [f64],
        stop: &'a [f64],
        event: &'a [bool],
    ) -> Checked<Self> {
        same_length(&[subject.len(), start.len(), stop.len(), event.len()])?;
        let mut problems = of_rows(stop.len(), |row| stay_problem(start[row], stop[row]));
        problems.extend(of_subjects(subject, start, |earlier, later| {
            if stop[earlier] > start[later] {
                Some(ProblemKind::Overlap)
            } else {
                event[earlier].then_some(ProblemKind::AfterEvent)
            }
        }));
        unless(problems, || {
            Self::Exits(Exits {
                entry: Some(start),
                exit: stop,
                end: End::Event(event),
                weight: None,
                subject: Some(subject),
            })
        })
    }

    /// Known to lie between bounds; see [`Between`].
    pub fn between(low: &'a [f64], high: &'a [f64]) -> Checked<Self> {
        same_length(&[low.len(), high.len()])?;
        let problems = of_rows(low.len(), |row| {
            let (low, high) = (low[row], high[row]);
            if low.is_nan() || high.is_nan() || low == f64::INFINITY || high == f64::NEG_INFINITY {
                Some(ProblemKind::NotFinite)
            } else {
                (low > high).then_some(ProblemKind::OutOfOrder)
            }
        });
        unless(problems, || Self::Between(Between { low, high }))
    }

    /// Stays in states; see [`Transitions`].
    pub fn states(rows: Transitions<'a>) -> Checked<Self> {
        let Transitions { subject, start, stop, from, to, n_states } = rows;
        same_length(&[subject.len(), start.len(), stop.len(), from.len(), to.len()])?;
        let code = |row: usize| (from[row].max(to[row]) >= n_states).then_some(ProblemKind::UnknownCode);
        let mut problems =
            of_rows(stop.len(), |row| stay_problem(start[row], stop[row]).or_else(|| code(row)));
        problems.extend(of_subjects(subject, start, |earlier, later| {
            if stop[earlier] > start[later] {
                Some(ProblemKind::Overlap)
            } else {
                (to[earlier] != from[later]).then_some(ProblemKind::StateJumps)
            }
        }));
        unless(problems, || Self::Transitions(rows))
    }

    /// The same response with a weight per row (finite, not negative). [`Survival::Exits`] only; other shapes
    /// are returned as they are.
    pub fn weighted(self, weight: &'a [f64]) -> Checked<Self> {
        let Self::Exits(exits) = self else { return Ok(self) };
        same_length(&[exits.n(), weight.len()])?;
        let bad = |row: usize| !(weight[row] >= 0.0 && weight[row].is_finite());
        let problems = of_rows(weight.len(), |row| bad(row).then_some(ProblemKind::BadWeight));
        unless(problems, || Self::Exits(Exits { weight: Some(weight), ..exits }))
    }

    /// The same response seen from `entry` on only: for [`Survival::competing`], as [`Survival::delayed`] is for one
    /// cause. [`Survival::Exits`] only; other shapes are returned as they are.
    pub fn entering(self, entry: &'a [f64]) -> Checked<Self> {
        let Self::Exits(exits) = self else { return Ok(self) };
        same_length(&[exits.n(), entry.len()])?;
        let problems = of_rows(entry.len(), |row| stay_problem(entry[row], exits.exit[row]));
        unless(problems, || Self::Exits(Exits { entry: Some(entry), ..exits }))
    }

    /// The same response with one cause as the event; every other cause ends the observation. This is what a
    /// *cause-specific* hazard is estimated from ([`super::cox::cox`]); one minus [`super::kaplan_meier()`] of it is no
    /// probability ([`super::competing::cumulative_incidence`] is). Nothing is copied.
    ///
    /// ```
    /// use stats::design::Design;
    /// use stats::survival::Survival;
    /// use stats::survival::cox::{CoxRule, cox};
    ///
    /// let time = [2.0, 3.0, 5.0, 7.0, 8.0, 11.0];
    /// let cause = [1, 2, 1, 0, 1, 2];
    /// let treated = [0.0, 1.0, 1.0, 0.0, 0.0, 1.0];
    /// let design = Design::new(6, &[("treated", &treated)]).unwrap();
    /// let response = Survival::competing(&time, &cause, 2).unwrap();
    /// let relapse = cox(&response.cause_only(1), &design, &CoxRule::default()).unwrap();
    /// let death = cox(&response.cause_only(2), &design, &CoxRule::default()).unwrap();
    /// assert_eq!((relapse.n_events, death.n_events), (3, 2));
    /// ```
    pub fn cause_only(self, cause: u32) -> Self {
        match self {
            Self::Exits(exits) => {
                let end = match exits.end {
                    End::Cause(causes, _) | End::OneOf(causes, _) => End::OneOf(causes, cause),
                    event => event,
                };
                Self::Exits(Exits { end, ..exits })
            }
            other => other,
        }
    }
}

impl<'a> Exits<'a> {
    /// Number of rows.
    pub fn n(&self) -> usize {
        self.exit.len()
    }

    /// Ends of the stays.
    pub fn exit(&self) -> &'a [f64] {
        self.exit
    }

    /// Begins of the stays; `None` where everybody is seen from the origin.
    pub fn entry(&self) -> Option<&'a [f64]> {
        self.entry
    }

    /// What ended the stay of a row: a cause from 1, or 0 for the end of observation.
    pub fn cause(&self, row: usize) -> u32 {
        match self.end {
            End::Event(event) => u32::from(event[row]),
            End::Cause(cause, _) => cause[row],
            End::OneOf(cause, wanted) => u32::from(cause[row] == wanted),
        }
    }

    /// Whether any event ended the stay.
    pub fn is_event(&self, row: usize) -> bool {
        self.cause(row) > 0
    }

    /// How many causes there are.
    pub fn n_causes(&self) -> u32 {
        match self.end {
            End::Event(_) | End::OneOf(..) => 1,
            End::Cause(_, n_causes) => n_causes,
        }
    }

    /// Weights, if given.
    pub fn weight(&self) -> Option<&'a [f64]> {
        self.weight
    }

    /// The subject of each row, where a subject may have several.
    pub fn subject(&self) -> Option<&'a [u32]> {
        self.subject
    }
}

fn same_length(lengths: &[usize]) -> Checked<()> {
    if lengths.windows(2).all(|pair| pair[0] == pair[1]) {
        Ok(())
    } else {
        Err(vec![Problem { row: 0, kind: ProblemKind::LengthsDiffer }])
    }
}

fn of_rows(n: usize, problem: impl Fn(usize) -> Option<ProblemKind>) -> Vec<Problem> {
    (0..n).filter_map(|row| problem(row).map(|kind| Problem { row, kind })).collect()
}

fn time_problem(time: f64) -> Option<ProblemKind> {
    if !time.is_finite() {
        Some(ProblemKind::NotFinite)
    } else {
        (time < 0.0).then_some(ProblemKind::BeforeOrigin)
    }
}

fn stay_problem(start: f64, stop: f64) -> Option<ProblemKind> {
    time_problem(start).or_else(|| time_problem(stop)).or(if stop < start {
        Some(ProblemKind::OutOfOrder)
    } else {
        (stop == start).then_some(ProblemKind::ZeroLength)
    })
}

/// Looks at each pair of neighbouring rows of a subject, in order of their begin.
fn of_subjects(
    subject: &[u32],
    start: &[f64],
    problem: impl Fn(usize, usize) -> Option<ProblemKind>,
) -> Vec<Problem> {
    let mut rows: Vec<usize> = (0..subject.len()).collect();
    rows.sort_by(|&a, &b| subject[a].cmp(&subject[b]).then(start[a].total_cmp(&start[b])));
    let pairs = rows.windows(2).filter(|pair| subject[pair[0]] == subject[pair[1]]);
    pairs.filter_map(|pair| problem(pair[0], pair[1]).map(|kind| Problem { row: pair[1], kind })).collect()
}

fn unless<T>(mut problems: Vec<Problem>, value: impl FnOnce() -> T) -> Checked<T> {
    if problems.is_empty() {
        return Ok(value());
    }
    problems.sort_by_key(|problem| problem.row);
    Err(problems)
}
