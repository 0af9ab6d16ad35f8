//! Every estimate in one long table.

use analysis::Estimate;

use super::JournalTable;
use super::cell::{Part, Value};
use super::grid::{Column, Grid, Line};
use crate::Document;
use crate::html::{number, words};

const VALUE: &[Part] = &[Part::N, Part::Of, Part::Share, Part::Mean, Part::Sd, Part::Value];
const NOT_ESTIMATED: &str = "not estimable from these patients";
const NO_MEDIAN: &str = "the quantity has no median";
const NO_INTERVAL: &str = "the quantity has no interval, or none can be computed";
const NO_TEST: &str = "no test is made of this quantity, or none can be computed";
const NO_LIMIT: &str = "not a value with a limit of detection";
const NO_METHOD: &str = "counted or described, without a method of inference";

/// The estimates of the contract.
pub(super) fn all(document: &Document<'_>) -> Option<JournalTable> {
    let caption = "All estimates of the study contract";
    table(document, "estimates", "All estimates", caption, &document.results.estimates)
}

/// Estimates beyond the contract.
pub(super) fn further(document: &Document<'_>) -> Option<JournalTable> {
    let caption = "Further estimates, beyond those of the study contract";
    table(document, "further", "Further estimates", caption, &document.results.further)
}

fn table(
    document: &Document<'_>,
    id: &'static str,
    tab: &'static str,
    caption: &str,
    list: &[Estimate],
) -> Option<JournalTable> {
    let level = number::level(document.protocol.analysis.confidence_level);
    let mut lines = Vec::new();
    for group in list.chunk_by(|a, b| a.population == b.population) {
        lines.push(Line::Group(format!("Among: {}", words::plain(&group[0].population))));
        lines.extend(group.iter().map(line));
    }
    let grid = Grid {
        id,
        tab,
        caption: caption.into(),
        first: ("Estimate", 2.4),
        columns: vec![
            Column::new("Identifier", &[Part::Text], 2.2),
            Column::new("n", &[Part::N], 0.6),
            Column::new("Missing", &[Part::N], 0.7),
            Column::new("Below a limit", &[Part::N], 0.7),
            Column::new("Value", VALUE, 1.6),
            Column::new("Median (Q1 to Q3)", &[Part::Median, Part::Q1, Part::Q3], 1.6),
            Column::new(format!("{level} CI"), &[Part::Low, Part::High], 1.5),
            Column::new("p", &[Part::P], 0.7),
            Column::new("Method and cautions", &[Part::Text], 2.0),
        ],
        lines,
        notes: vec![
            "Value: n/N (%), or mean (SD), or the estimate. n: patients or pairs that entered; missing: \
             those of the population for whom it is missing. results.json has every digit."
                .into(),
        ],
        is_wide: true,
        ..Grid::default()
    };
    (!list.is_empty()).then(|| grid.finish())
}

fn line(found: &Estimate) -> Line {
    let ci = found.ci.filter(is_finite).map(|ci| interval(found, ci));
    let p = found.p_value.filter(|p| p.is_finite()).map(Value::P);
    let quartiles = found.q1.zip(found.q3);
    let median = found.median.map(|median| Value::MedianIqr { median, quartiles });
    let mut name = found.label.clone();
    if !matches!(found.unit, "proportion" | "patients" | "ratio" | "") && !name.ends_with(found.unit) {
        name = format!("{name}, {}", found.unit);
    }
    let values = vec![
        Value::Text(found.id.clone()),
        Value::Count(found.n),
        Value::Count(found.missing),
        found.censored.map_or(Value::NotApplicable(Part::N, NO_LIMIT), Value::Count),
        value(found),
        median.unwrap_or(Value::NotApplicable(Part::Median, NO_MEDIAN)),
        ci.unwrap_or(Value::NotApplicable(Part::Low, NO_INTERVAL)),
        p.unwrap_or(Value::NotApplicable(Part::P, NO_TEST)),
        method(found),
    ];
    Line::inside(name, values)
}

fn method(found: &Estimate) -> Value {
    let method = found.method.map(words::method);
    let cautions = found.cautions.iter().map(|caution| format!("Caution: {caution}"));
    let texts: Vec<String> = method.into_iter().chain(cautions).collect();
    if texts.is_empty() { Value::NotApplicable(Part::Text, NO_METHOD) } else { Value::Text(texts.join(". ")) }
}

/// The value in the form of its kind: a share, a count, a mean with its SD, a number.
pub(super) fn value(found: &Estimate) -> Value {
    let number = found.value.filter(|value| value.is_finite());
    match (found.numerator.zip(found.denominator), number) {
        (Some((n, of)), _) => Value::Share { n, of },
        (None, None) => Value::NotApplicable(Part::Value, NOT_ESTIMATED),
        (None, Some(value)) if found.unit == "patients" => Value::Count(value as usize),
        (None, Some(value)) if found.unit == "proportion" => Value::Proportion(value),
        // A value with a median and no method is a mean that is described; a method may estimate a median.
        (None, Some(mean)) if found.sd.is_some() || (found.median.is_some() && found.method.is_none()) => {
            Value::MeanSd { mean, sd: found.sd, decimals: decimals(found, mean) }
        }
        (None, Some(value)) => Value::Number { value, decimals: decimals(found, value) },
    }
}

/// The value with its interval; why there is none otherwise.
pub(super) fn with_interval(found: Option<&Estimate>, none: &'static str) -> Value {
    let Some((found, value)) = found.and_then(|found| Some((found, found.value.filter(|v| v.is_finite())?)))
    else {
        return Value::NotApplicable(Part::Value, none);
    };
    let ci = found.ci.filter(is_finite);
    Value::Estimate { value, ci, decimals: decimals(found, value) }
}

/// The interval, as shares where the value is one.
pub(super) fn interval(found: &Estimate, ci: (f64, f64)) -> Value {
    if found.unit == "proportion" {
        return Value::ShareInterval(ci);
    }
    Value::Interval { ci, decimals: decimals(found, found.value.unwrap_or_default()) }
}

fn decimals(found: &Estimate, value: f64) -> usize {
    match found.ci.filter(is_finite) {
        Some(ci) => number::decimals_with(value, ci, found.unit == "ratio"),
        None => number::decimals(value),
    }
}

fn is_finite((low, high): &(f64, f64)) -> bool {
    low.is_finite() && high.is_finite()
}
