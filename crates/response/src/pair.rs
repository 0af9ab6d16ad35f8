//! The marker before and after the index treatment (contract 6).

use protocol::{PairAntibodies, PairAssays, PairRules};
use thyroid::antibody::Antibody;
use thyroid::marker::{Reading, State};
use timeline::{Assay, Comparator, Day, Quantity, Reason, Rule, RunnerUp, Window, words};

/// The value before.
pub static BEFORE: Rule = Rule {
    id: "6.marker.before",
    says: "The latest stimulated Tg of the baseline window; on its day the choice that gives the same assay \
           before and after, else the highest.",
};
/// The value after.
pub static AFTER: Rule = Rule {
    id: "6.marker.after",
    says: "The stimulated Tg nearest to the target day (tie: the later) in the follow-up window before any \
           intercurrent treatment; on its day the choice that gives the same assay, else the highest.",
};

words! {
    /// Why a member is not in the primary paired analysis.
    pub enum PairExclusion {
        /// No value before nor after.
        MissingBoth = "missing_both",
        /// No value before.
        MissingBefore = "missing_before",
        /// No value after.
        MissingAfter = "missing_after",
        /// A value is antibody-positive.
        TgabPositive = "tgab_positive",
        /// A value has no antibody value near it, where the protocol asks for negative ones.
        TgabUnknown = "tgab_unknown",
        /// The two assays are not known to be one, where the protocol asks for the same.
        OtherAssay = "other_assay",
    }
}

/// A chosen value.
#[derive(Clone, Debug)]
pub struct Pick {
    /// The value, ng/mL.
    pub value: Quantity,
    /// The day that counts.
    pub day: Day,
    /// Whether antibodies are positive.
    pub antibody_positive: bool,
    /// The method; `None` when not recorded.
    pub assay: Assay,
    /// Whether it was drawn under recombinant TSH.
    pub rhtsh: bool,
    /// Why this one, with the others of its window.
    pub reason: Reason,
}

impl Pick {
    /// The number; a censored value's limit.
    pub fn number(&self) -> f64 {
        self.value.number
    }

    /// `no`, `left` or `right`.
    pub fn censored(&self) -> &'static str {
        match self.value.comparator {
            Comparator::Below => "left",
            Comparator::Exact => "no",
            Comparator::Above => "right",
        }
    }
}

/// The marker before and after.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The value before.
    pub before: Option<Pick>,
    /// The value after.
    pub after: Option<Pick>,
    /// Why the pair is not in the primary analysis; `None` when it is.
    pub exclusion: Option<PairExclusion>,
}

/// Chooses the pair. `intercurrent` is the day of the first treatment after the index date.
pub fn pair(
    readings: &[Reading<'_>],
    baseline: Window,
    follow_up: Window,
    target: Day,
    intercurrent: Option<Day>,
    rules: &PairRules,
) -> Pair {
    let open = intercurrent.map_or(follow_up, |day| follow_up.before(day));
    let before_day = stimulated(readings, baseline).map(|reading| reading.day).max();
    let after_day = stimulated(readings, open)
        .map(|reading| reading.day)
        .min_by_key(|day| ((*day - target).abs(), target - *day));
    let before: Vec<_> = on_day(readings, baseline, before_day);
    let after: Vec<_> = on_day(readings, open, after_day);
    let (first, second) = choose(&before, &after);
    let before = first.map(|reading| pick(reading, &BEFORE, passed_over(readings, baseline, None, reading)));
    let after =
        second.map(|reading| pick(reading, &AFTER, passed_over(readings, follow_up, intercurrent, reading)));
    let exclusion = match (first, second) {
        (None, None) => Some(PairExclusion::MissingBoth),
        (None, Some(_)) => Some(PairExclusion::MissingBefore),
        (Some(_), None) => Some(PairExclusion::MissingAfter),
        (Some(a), Some(b)) => restricted(a, b, rules),
    };
    Pair { before, after, exclusion }
}

/// Why two values that are there are no pair of the primary analysis.
fn restricted(before: &Reading<'_>, after: &Reading<'_>, rules: &PairRules) -> Option<PairExclusion> {
    let either = |antibody: Antibody| before.antibody == antibody || after.antibody == antibody;
    if either(Antibody::Positive) {
        Some(PairExclusion::TgabPositive)
    } else if rules.antibodies == PairAntibodies::Negative && either(Antibody::Unknown) {
        Some(PairExclusion::TgabUnknown)
    } else if rules.assays == PairAssays::Same && !is_same_assay(before, after) {
        Some(PairExclusion::OtherAssay)
    } else {
        None
    }
}

fn is_same_assay(a: &Reading<'_>, b: &Reading<'_>) -> bool {
    a.lab.assay.is_some() && a.lab.assay == b.lab.assay
}

fn stimulated<'a, 'r>(readings: &'r [Reading<'a>], window: Window) -> impl Iterator<Item = &'r Reading<'a>> {
    readings.iter().filter(move |reading| {
        reading.is_usable() && reading.state == State::Stimulated && window.contains(reading.day)
    })
}

fn on_day<'a, 'r>(readings: &'r [Reading<'a>], window: Window, day: Option<Day>) -> Vec<&'r Reading<'a>> {
    stimulated(readings, window).filter(|reading| Some(reading.day) == day).collect()
}

type Choice<'a, 'r> = Option<&'r Reading<'a>>;

/// Over all combinations of the two days: equal non-empty assay first, then the highest before, then the
/// highest after; at full ties an antibody-positive value (decision 0003), then the first read.
fn choose<'a, 'r>(before: &[&'r Reading<'a>], after: &[&'r Reading<'a>]) -> (Choice<'a, 'r>, Choice<'a, 'r>) {
    let options = |list: &[&'r Reading<'a>]| -> Vec<Choice<'a, 'r>> {
        if list.is_empty() { vec![None] } else { list.iter().copied().map(Some).collect() }
    };
    let same_assay = |(a, b): (Choice, Choice)| a.zip(b).is_some_and(|(a, b)| is_same_assay(a, b));
    let rank = |a: Choice, b: Choice| match a.zip(b) {
        Some((a, b)) => a.value.rank(b.value),
        None => std::cmp::Ordering::Equal,
    };
    let positive = |a: Choice| a.is_some_and(|reading| reading.antibody == Antibody::Positive);
    let mut best = (None, None);
    for (position, pair) in
        options(before).into_iter().flat_map(|a| options(after).into_iter().map(move |b| (a, b))).enumerate()
    {
        let order = same_assay(pair)
            .cmp(&same_assay(best))
            .then_with(|| rank(pair.0, best.0))
            .then_with(|| rank(pair.1, best.1))
            .then_with(|| positive(pair.0).cmp(&positive(best.0)))
            .then_with(|| positive(pair.1).cmp(&positive(best.1)));
        if position == 0 || order.is_gt() {
            best = pair;
        }
    }
    best
}

fn pick(reading: &Reading<'_>, rule: &'static Rule, runners_up: Vec<RunnerUp>) -> Pick {
    Pick {
        value: reading.value,
        day: reading.day,
        antibody_positive: reading.antibody == Antibody::Positive,
        assay: reading.lab.assay,
        rhtsh: reading.rhtsh,
        reason: Reason::new(rule, reading.records()).over(runners_up),
    }
}

/// Every other thyroglobulin value of the window, with why it was not chosen.
fn passed_over(
    readings: &[Reading<'_>],
    window: Window,
    intercurrent: Option<Day>,
    chosen: &Reading<'_>,
) -> Vec<RunnerUp> {
    readings
        .iter()
        .filter(|other| window.contains(other.day) && other.lab.record != chosen.lab.record)
        .map(|other| {
            let why = if !other.is_usable() {
                "drawn in the blackout after a therapeutic administration"
            } else if other.state == State::Suppressed {
                "suppressed, not stimulated"
            } else if other.state == State::Neither {
                "not shown to be stimulated"
            } else if intercurrent.is_some_and(|day| other.day >= day) {
                "on or after another treatment"
            } else if other.day != chosen.day {
                "another day is preferred"
            } else {
                "on the same day the chosen value gives the same assay or is higher"
            };
            RunnerUp { record: other.lab.record, why }
        })
        .collect()
}
