//! The patient sheet: one row per person, with the places where its facts were read.

use timeline::Meaning;

use super::earliest::Earliest;
use super::pages::Pages;
use crate::chart::{At, Chart, Coded, Measurement};
use crate::schema::Sheet;

pub(crate) fn write(chart: &Chart, pages: &mut Pages) {
    let diagnosed = conditions(chart, &[Meaning::ThyroidCancer, Meaning::Histology]);
    let coded = conditions(chart, &[Meaning::Histology]);
    let written = measured(chart, Meaning::HistologyText);
    let [t, n, m] =
        [Meaning::TumourT, Meaning::TumourN, Meaning::TumourM].map(|meaning| staged(chart, meaning));
    for (place, person) in chart.persons.iter().enumerate() {
        let shown = |at: Option<At>| at.map(|at| shown(chart, at)).unwrap_or_default();
        let histology = match (coded.get(place), written.get(place)) {
            (Some(row), _) => morphology(&row.code),
            (None, Some(row)) => morphology(printed(row)),
            (None, None) => "",
        };
        let cells = [
            &*person.id,
            person.sex,
            &person.birth,
            diagnosed.day(place),
            histology,
            said(&t, place),
            said(&n, place),
            said(&m, place),
            &person.death,
            person.death_cause,
            &shown(diagnosed.at(place)),
            &shown(coded.at(place).or(written.at(place))),
            &shown(t.at(place)),
            &shown(n.at(place)),
            &shown(m.at(place)),
        ];
        pages.row(Sheet::Patient, person.at, cells);
    }
}

/// `condition_occurrence.parquet #123`: the table or file, and the row's own number in it.
fn shown(chart: &Chart, at: At) -> String {
    let name = chart.files.get(usize::from(at.file)).map_or("", |file| &file.name);
    format!("{name} #{}", at.row)
}

/// Of each person the earliest condition of these meanings.
fn conditions<'a>(chart: &'a Chart, meanings: &[Meaning]) -> Earliest<'a, Coded> {
    let rows = chart.conditions.iter().filter(|row| meanings.contains(&row.meaning));
    Earliest::of(chart.persons.len(), rows, |row| row)
}

/// Of each person the earliest measurement of this meaning that has a value.
fn measured(chart: &Chart, meaning: Meaning) -> Earliest<'_, Measurement> {
    measured_as(chart, meaning, |_| true)
}

/// Of each person the earliest staging; one that was not assessed only where there is no other.
fn staged(chart: &Chart, meaning: Meaning) -> Earliest<'_, Measurement> {
    let assessed = measured_as(chart, meaning, |value| !is_unassessed(value));
    assessed.or(measured_as(chart, meaning, is_unassessed))
}

fn measured_as(chart: &Chart, meaning: Meaning, is_wanted: fn(&str) -> bool) -> Earliest<'_, Measurement> {
    let is_value = |row: &&Measurement| {
        let value = printed(row).trim();
        row.coded.meaning == meaning && !value.is_empty() && is_wanted(value)
    };
    Earliest::of(chart.persons.len(), chart.measurements.iter().filter(is_value), |row| &row.coded)
}

/// `TX`, `pNx`, `cMX`, `X`, also with words after it.
fn is_unassessed(value: &str) -> bool {
    let category = value.split(|sign: char| !sign.is_ascii_alphanumeric()).next().unwrap_or_default();
    category.ends_with(['X', 'x'])
}

/// `8260/3` of `8260/3-C73.9`; any other text as it is.
fn morphology(text: &str) -> &str {
    let text = text.trim();
    match text.as_bytes() {
        [a, b, c, d, b'/', behaviour, rest @ ..]
            if [a, b, c, d, behaviour].iter().all(|byte| byte.is_ascii_digit())
                && !rest.first().is_some_and(u8::is_ascii_alphanumeric) =>
        {
            &text[..6]
        }
        _ => text,
    }
}

/// What the person's measurement says; empty when there is none.
fn said<'a>(found: &Earliest<'a, Measurement>, person: usize) -> &'a str {
    found.get(person).map_or("", printed)
}

/// What a measurement says in words, else its number.
fn printed(row: &Measurement) -> &str {
    if row.text.trim().is_empty() { &row.number } else { &row.text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_ending_in_x_was_not_assessed() {
        for value in ["TX", "pNx", "cMX", "X", "MX (no imaging)"] {
            assert!(is_unassessed(value), "{value}");
        }
        for value in ["T1a", "pT3b(m)", "M0", "cM0(i+)", "N1 x", "0", "(TX)"] {
            assert!(!is_unassessed(value), "{value}");
        }
    }

    #[test]
    fn the_topography_is_left_off_a_histology() {
        for (text, found) in [
            ("8260/3-C73.9", "8260/3"),
            (" 8344/3 ", "8344/3"),
            ("8349/1-C73.9", "8349/1"),
            ("8260/3 papillary carcinoma", "8260/3"),
            ("8260/34", "8260/34"),
            ("8260", "8260"),
            ("papillary thyroid carcinoma", "papillary thyroid carcinoma"),
            ("ÄÄÄ/3", "ÄÄÄ/3"),
        ] {
            assert_eq!(morphology(text), found);
        }
    }
}
