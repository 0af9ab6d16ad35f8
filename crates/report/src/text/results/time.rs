//! Times to events, read from the curves at whole years.

use analysis::{Curve, CurveKind};
use press::Block;

use crate::html::number;
use crate::text::say;
use crate::text::writing::{Writing, heading, paragraph};

/// Years at which a curve is read, where patients are still at risk.
const YEARS: [f64; 4] = [1.0, 2.0, 5.0, 10.0];

pub(super) fn write(writing: &Writing<'_>) -> Vec<Block> {
    let curves: Vec<&Curve> = writing.results().curves.iter().filter(|curve| curve.n > 0).collect();
    if curves.is_empty() {
        return Vec::new();
    }
    let figures = writing.figures.iter().filter(|id| is_curve(id)).map(|id| format!("figure:{id}"));
    let shown = std::iter::once("table:times".to_owned()).chain(figures);
    let shown: Vec<String> = shown.filter_map(|wanted| writing.pointer(&wanted)).collect();
    let of_cohort = curves.iter().copied().filter(|curve| curve.population == "cohort");
    let mut sentences: Vec<String> = of_cohort.map(of_curve).collect();
    if sentences.is_empty() {
        sentences = curves.iter().copied().map(of_curve).collect();
    }
    if !shown.is_empty() {
        sentences.insert(0, format!("Times to events are shown in {}.", say::list(&shown)));
    }
    vec![heading(2, "Times to events"), paragraph(&sentences)]
}

fn is_curve(id: &str) -> bool {
    ["additional_treatment", "survival", "disease"].iter().any(|word| id.contains(word))
}

fn of_curve(curve: &Curve) -> String {
    let events = say::counted(curve.n_events, "event");
    let competing = match (curve.competing, curve.n_competing) {
        ("", _) => String::new(),
        (what, 0) => format!(", no competing event ({what})"),
        (what, n) => format!(", {} ({what})", say::counted(n, "competing event")),
    };
    let missing = match curve.missing {
        0 => String::new(),
        n => format!(", time not known in {}", number::count(n)),
    };
    let read: Vec<String> = YEARS.iter().filter_map(|year| at(curve, *year)).collect();
    let what = match curve.kind {
        CurveKind::Survival => "Without the event",
        CurveKind::CumulativeIncidence => "With the event",
    };
    let first = format!("{}: {events} among {}{competing}{missing}", curve.label, say::patients(curve.n));
    match read.as_slice() {
        [] => format!("{first}; nobody was under observation for a year."),
        _ => format!("{first}. {what}: {}.", say::parts(&read)),
    }
}

/// `at 5 years 24.1 % (95 % CI 18.0 % to 31.0 %; 83 at risk)`.
fn at(curve: &Curve, year: f64) -> Option<String> {
    let at_risk = curve.n_at_risk(year);
    let is_followed = curve.steps.last().is_some_and(|last| last.years >= year);
    let step = curve.steps.iter().rev().find(|step| step.years <= year + 1e-9)?;
    if !is_followed || at_risk == Some(0) || !step.value.is_finite() {
        return None;
    }
    let per_cent = |share: f64| format!("{} %", number::fixed(100.0 * share, 1));
    let interval = step.ci.filter(|(low, high)| low.is_finite() && high.is_finite()).map(|(low, high)| {
        format!("{} CI {} to {}", number::level(curve.ci_level), per_cent(low), per_cent(high))
    });
    let at_risk = at_risk.map(|n| format!("{} at risk", number::count(n)));
    let inside: Vec<String> = interval.into_iter().chain(at_risk).collect();
    let inside = if inside.is_empty() { String::new() } else { format!(" ({})", inside.join("; ")) };
    let years = if year == 1.0 { "1 year".to_owned() } else { format!("{year} years") };
    Some(format!("at {years} {}{inside}", per_cent(step.value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use analysis::Step;

    #[test]
    fn a_curve_is_read_where_patients_are_at_risk() {
        let step = |years, value| Step { years, value, ci: Some((value - 0.05, value + 0.05)) };
        let curve = Curve {
            id: "time.additional_treatment".into(),
            label: "Additional treatment".into(),
            population: "cohort".into(),
            kind: CurveKind::CumulativeIncidence,
            competing: "death",
            n: 40,
            missing: 1,
            n_events: 10,
            n_competing: 1,
            steps: vec![step(0.0, 0.0), step(0.9, 0.1), step(2.0, 0.25), step(4.0, 0.3)],
            censored: Vec::new(),
            at_risk: vec![(0.0, 40), (1.0, 36), (2.0, 20), (3.0, 4), (5.0, 0)],
            read_at: Vec::new(),
            ci_level: 0.95,
            method: "aalen_johansen",
        };
        assert_eq!(
            of_curve(&curve),
            "Additional treatment: 10 events among 40 patients, 1 competing event (death), time not known in 1. \
             With the event: at 1 year 10.0 % (95 % CI 5.0 % to 15.0 %; 36 at risk) and at 2 years 25.0 % (95 % CI \
             20.0 % to 30.0 %; 20 at risk)."
        );
    }
}
