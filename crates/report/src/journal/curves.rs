//! Times to events: the share with or without the event at fixed years, with those at risk.

use analysis::{Curve, CurveKind, READ_YEARS};

use super::JournalTable;
use super::cell::{Part, Value};
use super::grid::{Column, Grid, Line};
use crate::Document;
use crate::html::{number, words};

const BEYOND: &str = "later than the last follow-up";
const NO_INTERVAL: &str = "no interval before the first event, or nobody left at risk";

/// The curves read at 1, 2, 5 and 10 years.
pub(super) fn table(document: &Document<'_>) -> Option<JournalTable> {
    let curves = &document.results.curves;
    let level = curves.first()?.ci_level;
    let mut lines = Vec::new();
    for curve in curves {
        lines.push(Line::Group(heading(curve)));
        lines.extend(READ_YEARS.iter().map(|years| line(curve, *years)));
    }
    let grid = Grid {
        id: "times",
        tab: "Times to events",
        caption: "Times to events from the second radioiodine course".into(),
        first: ("Years from the index date", 1.6),
        columns: vec![
            Column::new("At risk, n", &[Part::N], 0.9),
            Column::new("Share", &[Part::Value], 0.9),
            Column::new(format!("{} CI", number::level(level)), &[Part::Low, Part::High], 1.4),
        ],
        lines,
        notes: notes(curves),
        ..Grid::default()
    };
    Some(grid.finish())
}

fn notes(curves: &[Curve]) -> Vec<String> {
    let mut notes = vec![
        "Share without the event: Kaplan-Meier. Share with the event: cumulative incidence \
         (Aalen-Johansen), where the competing event is named. Intervals are pointwise."
            .to_owned(),
    ];
    let mut methods: Vec<&str> = Vec::new();
    for curve in curves {
        if !methods.contains(&curve.method) {
            methods.push(curve.method);
        }
    }
    let named: Vec<String> = methods.into_iter().map(words::method).collect();
    notes.push(format!("Method: {}.", named.join("; ")));
    notes
}

/// `Additional treatment, structural: share with the event; 21/53 (39.6 %) with the event, ...`.
fn heading(curve: &Curve) -> String {
    let share = match curve.kind {
        CurveKind::Survival => "share without the event",
        CurveKind::CumulativeIncidence => "share with the event",
    };
    let mut text = format!(
        "{}, {}: {share}; events {}",
        curve.label,
        words::plain(&curve.population),
        number::share(curve.n_events, curve.n)
    );
    if !curve.competing.is_empty() {
        text += &format!(", {} first {}", curve.competing, number::share(curve.n_competing, curve.n));
    }
    if curve.missing > 0 {
        text += &format!(", time not known {}", number::count(curve.missing));
    }
    text
}

fn line(curve: &Curve, years: f64) -> Line {
    let last = curve.steps.last().map_or(f64::NEG_INFINITY, |step| step.years);
    let step = curve.steps.iter().rev().find(|step| step.years <= years).filter(|_| years <= last);
    let at_risk = curve.n_at_risk(years).map_or(Value::NotApplicable(Part::N, BEYOND), Value::Count);
    let values = match step.filter(|step| step.value.is_finite()) {
        None => [Value::NotApplicable(Part::Value, BEYOND), Value::NotApplicable(Part::Low, BEYOND)],
        Some(step) => [
            Value::Proportion(step.value),
            step.ci.map_or(Value::NotApplicable(Part::Low, NO_INTERVAL), Value::ShareInterval),
        ],
    };
    Line::inside(number::recorded(years), std::iter::once(at_risk).chain(values).collect())
}
