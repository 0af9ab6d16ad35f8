//! Persons: who they are, when they were born and when they died.

use std::collections::HashMap;

use sieve::{Extract, Rows};
use timeline::{Day, Meaning};

use super::decide::{Judge, StoredCode};
use crate::chart::{At, ChartPerson};
use crate::options::Identity;

/// The persons of a chart.
pub(super) struct People {
    /// Those whose events are wanted, by identifier.
    pub persons: Vec<ChartPerson>,
    /// Where each `person_id` stands among them.
    pub places: HashMap<i64, u32>,
    /// Everybody else, by identifier.
    pub uninvolved: Vec<Box<str>>,
    /// Persons without the identifier that is asked for.
    pub n_unnamed: u64,
}

/// Everybody, without deaths.
pub(super) fn people(extract: &Extract, identity: Identity, file: u16) -> People {
    let rows = &extract.persons;
    let mut persons: Vec<(i64, ChartPerson)> = Vec::with_capacity(rows.len());
    for row in 0..rows.len() {
        if let (Some(id), Some(name)) = (rows.id("person_id", row), identifier(rows, row, identity)) {
            persons.push((id, person(rows, row, name, At { file, row: id })));
        }
    }
    persons.sort_by(|(a, first), (b, second)| first.id.cmp(&second.id).then(a.cmp(b)));
    let n_named = persons.len();
    let (persons, places) = united(persons);
    let everybody = &extract.everybody;
    let rest = (0..everybody.len())
        .filter(|row| !everybody.id("person_id", *row).is_some_and(|id| extract.candidates.contains(id)));
    let mut uninvolved: Vec<_> = rest.filter_map(|row| identifier(everybody, row, identity)).collect();
    let n_unnamed = (everybody.len() - uninvolved.len() - n_named) as u64;
    uninvolved.sort_unstable();
    uninvolved.dedup();
    People { persons, places, uninvolved, n_unnamed }
}

/// One person for each identifier, the first, and where the facts of every `person_id` belong.
fn united(sorted: Vec<(i64, ChartPerson)>) -> (Vec<ChartPerson>, HashMap<i64, u32>) {
    let mut persons: Vec<ChartPerson> = Vec::with_capacity(sorted.len());
    let mut places = HashMap::with_capacity(sorted.len());
    for (id, person) in sorted {
        if persons.last().is_none_or(|last| last.id != person.id) {
            persons.push(person);
        }
        places.insert(id, persons.len() as u32 - 1);
    }
    (persons, places)
}

/// The identifier by which every source names the person; `None` when the column is empty.
fn identifier(rows: &Rows, row: usize, identity: Identity) -> Option<Box<str>> {
    match identity {
        Identity::PersonId => rows.id("person_id", row).map(|id| id.to_string().into()),
        Identity::SourceValue => {
            let text = rows.text("person_source_value", row).map(str::trim);
            text.filter(|text| !text.is_empty()).map(Into::into)
        }
    }
}

fn person(rows: &Rows, row: usize, id: Box<str>, at: At) -> ChartPerson {
    ChartPerson {
        id,
        sex: sex(rows.id("gender_concept_id", row)),
        birth: birth(rows, row),
        death: "".into(),
        death_cause: "",
        at,
    }
}

/// The contract names these two concepts (contract 10).
fn sex(gender: Option<i64>) -> &'static str {
    match gender {
        Some(8532) => "F",
        Some(8507) => "M",
        _ => "U",
    }
}

/// The day of birth: a missing day is the first of the month, a year without month stands for its 1 July.
fn birth(rows: &Rows, row: usize) -> Box<str> {
    if let Some(day) = rows.day("birth_datetime", row) {
        return Day::from_number(day).iso().into();
    }
    let part = |column| rows.id(column, row);
    match (part("year_of_birth"), part("month_of_birth"), part("day_of_birth")) {
        (Some(year), Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}").into(),
        (Some(year), Some(month), None) => format!("{year:04}-{month:02}-01").into(),
        (Some(year), None, _) => format!("{year:04}").into(),
        (None, ..) => "".into(),
    }
}

/// Writes the deaths: of several of one person the first day, and of that day the cause that says most.
/// Returns how many persons have one.
pub(super) fn deaths(people: &mut People, rows: &Rows, judge: &mut Judge<'_>) -> u64 {
    let mut n_used = 0;
    for row in 0..rows.len() {
        let place = rows.id("person_id", row).and_then(|id| people.places.get(&id));
        let Some(person) = place.map(|place| &mut people.persons[*place as usize]) else { continue };
        let (day, cause) = (day(rows, "death_date", row), cause(rows, row, judge));
        n_used += u64::from(person.death_cause.is_empty());
        if person.death_cause.is_empty() || is_before((&day, cause), (&person.death, person.death_cause)) {
            (person.death, person.death_cause) = (day, cause);
        }
    }
    n_used
}

/// What is known of causes of death, the most telling first.
const CAUSES: [&str; 3] = ["thyroid_cancer", "other", "unknown"];

/// Whether one death stands before another: a day before none, the earlier day, the more telling cause.
fn is_before(one: (&str, &str), other: (&str, &str)) -> bool {
    let rank = |(day, cause): (&str, &str)| {
        (day.is_empty(), day.to_owned(), CAUSES.iter().position(|known| *known == cause))
    };
    rank(one) < rank(other)
}

fn cause(rows: &Rows, row: usize, judge: &mut Judge<'_>) -> &'static str {
    let code = StoredCode {
        source: rows.id("cause_source_concept_id", row),
        standard: rows.id("cause_concept_id", row),
        text: rows.text("cause_source_value", row),
    };
    let is_cancer = |meaning: Meaning| matches!(meaning, Meaning::ThyroidCancer | Meaning::Histology);
    let has_text = code.text.is_some_and(|text| !text.trim().is_empty());
    let is_recorded = has_text || [code.source, code.standard].into_iter().flatten().any(|id| id != 0);
    if judge.decide(code).meanings.iter().any(|verdict| is_cancer(verdict.meaning)) {
        "thyroid_cancer"
    } else if is_recorded {
        "other"
    } else {
        "unknown"
    }
}

/// A day as `YYYY-MM-DD`; empty when there is none.
pub(super) fn day(rows: &Rows, column: &str, row: usize) -> Box<str> {
    rows.day(column, row).map_or("".into(), |day| Day::from_number(day).iso().into())
}
