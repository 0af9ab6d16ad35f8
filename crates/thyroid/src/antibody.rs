//! Thyroglobulin antibodies: state and trend (contract 2 and 5).

use timeline::{Analyte, Comparator, Day, Judged, Lab, Quantity, Reason, Rule, Window, at_least};

use crate::rules::MarkerRules;

/// Antibodies rise over the window.
pub static RISING: Rule = Rule {
    id: "5.tgab.rising",
    says: "TgAb rises: the first and the last value of the window (on one day the highest) lie far enough \
           apart, come from the same assay, the last is positive and last / first reaches the ratio.",
};

/// Antibodies do not rise over the window.
pub static NOT_RISING: Rule =
    Rule { id: "5.tgab.not_rising", says: "The TgAb values of the window do not fulfil the rule of a rise." };

/// What the antibodies say about a thyroglobulin value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Antibody {
    /// Positive.
    Positive,
    /// Negative.
    Negative,
    /// No antibody value near enough; treated as not positive.
    Unknown,
}

/// Whether an antibody value is positive: certainly above the row's upper reference, else above the
/// protocol's bound.
pub fn is_positive(lab: &Lab, value: Quantity, rules: &MarkerRules) -> bool {
    value.is_above(lab.upper_reference.unwrap_or(rules.antibody_positive_above))
}

/// The antibody state on the day a thyroglobulin value was drawn, from the nearest day with an
/// antibody value (tie: the later day; on one day a positive one), and the row that decided.
///
/// `antibodies` are the usable antibody values of the person ([`usable`]), in any order.
pub fn state_on<'a>(
    antibodies: &[(&'a Lab, Quantity)],
    drawn: Day,
    rules: &MarkerRules,
) -> (Antibody, Option<&'a Lab>) {
    let near = || antibodies.iter().filter(|(lab, _)| (lab.day - drawn).abs() <= rules.antibody_days);
    let Some(day) = near().map(|(lab, _)| lab.day).min_by_key(|day| ((*day - drawn).abs(), drawn - *day))
    else {
        return (Antibody::Unknown, None);
    };
    let mut on_day = near().filter(|(lab, _)| lab.day == day);
    let first = on_day.clone().next().map(|(lab, _)| *lab);
    match on_day.find(|(lab, value)| is_positive(lab, *value, rules)) {
        Some((lab, _)) => (Antibody::Positive, Some(lab)),
        None => (Antibody::Negative, first),
    }
}

/// Whether antibodies rise in the window. Days are the days of the draw; values of one day that are
/// equally high are all tried (decision 0003).
pub fn rising(labs: &[Lab], window: Window, rules: &MarkerRules) -> Judged<bool> {
    let inside: Vec<(&Lab, Quantity)> =
        usable(labs, Analyte::Tgab).filter(|(lab, _)| window.contains(lab.day)).collect();
    let (Some(&(first, _)), Some(&(last, _))) = (inside.first(), inside.last()) else {
        return Judged::new(false, Reason::new(&NOT_RISING, []));
    };
    if last.day - first.day >= rules.antibody_trend_days {
        for (start, low) in highest_on(&inside, first.day) {
            for (end, high) in highest_on(&inside, last.day) {
                if rises(start, low, end, high, rules) {
                    return Judged::new(true, Reason::new(&RISING, [start.record, end.record]));
                }
            }
        }
    }
    Judged::new(false, Reason::new(&NOT_RISING, inside.iter().map(|(lab, _)| lab.record)))
}

fn rises(start: &Lab, low: Quantity, end: &Lab, high: Quantity, rules: &MarkerRules) -> bool {
    start.assay == end.assay
        && is_positive(end, high, rules)
        && low.comparator != Comparator::Above
        && high.comparator != Comparator::Below
        && low.number > 0.0
        && at_least(high.number / low.number, rules.antibody_rising_ratio)
}

fn highest_on<'a>(inside: &[(&'a Lab, Quantity)], day: Day) -> Vec<(&'a Lab, Quantity)> {
    let on_day = || inside.iter().filter(move |(lab, _)| lab.day == day);
    let Some(highest) = on_day().map(|(_, value)| *value).max_by(|a, b| a.rank(*b)) else {
        return Vec::new();
    };
    on_day().filter(|(_, value)| value.rank(highest).is_eq()).copied().collect()
}

/// The rows of one analyte that have a value, in the order of `labs`.
pub fn usable(labs: &[Lab], analyte: Analyte) -> impl Iterator<Item = (&Lab, Quantity)> + Clone {
    labs.iter().filter(move |lab| lab.analyte == analyte).filter_map(|lab| Some((lab, lab.value?)))
}
