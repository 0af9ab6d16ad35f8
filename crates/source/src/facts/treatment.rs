//! The treatment sheet, and visits.

use std::collections::{BTreeMap, HashSet};

use timeline::{Day, Meaning, TreatmentKind};

use super::earliest::day;
use super::pages::Pages;
use crate::chart::{Chart, Coded};
use crate::schema::Sheet;

/// Exposures to kinase inhibitors closer than this, in days, are one treatment (contract 10).
const ONE_TREATMENT_DAYS: i32 = 30;

pub(crate) fn write(chart: &Chart, pages: &mut Pages) {
    radiotherapy(chart, pages);
    kinase_inhibitors(chart, pages);
    for visit in &chart.visits {
        if let Some(person) = chart.persons.get(visit.person as usize) {
            pages.row(Sheet::Visit, visit.at, [&*person.id, &visit.day, &visit.kind]);
        }
    }
}

/// One row per day of radiotherapy, however many procedures are billed for it.
fn radiotherapy(chart: &Chart, pages: &mut Pages) {
    let mut met = HashSet::new();
    for row in chart.procedures.iter().filter(|row| row.meaning == Meaning::Ebrt) {
        if met.insert((row.person, &*row.day)) {
            treatment(chart, row, TreatmentKind::Ebrt, pages);
        }
    }
}

/// An exposure begins a treatment when none began less than 30 days before it. Monthly prescriptions are a
/// chain: each is compared with the one before it. Without a readable day every exposure stands for itself.
fn kinase_inhibitors(chart: &Chart, pages: &mut Pages) {
    let mut by_person: BTreeMap<u32, Vec<&Coded>> = BTreeMap::new();
    for row in chart.drugs.iter().filter(|row| row.coded.meaning == Meaning::Tki) {
        by_person.entry(row.coded.person).or_default().push(&row.coded);
    }
    for mut rows in by_person.into_values() {
        rows.sort_by_key(|row| (day(row), row.at));
        let mut before: Option<Day> = None;
        for row in rows {
            let today = day(row);
            let is_same =
                today.zip(before).is_some_and(|(today, before)| today - before < ONE_TREATMENT_DAYS);
            before = today.or(before);
            if !is_same {
                treatment(chart, row, TreatmentKind::Tki, pages);
            }
        }
    }
}

fn treatment(chart: &Chart, row: &Coded, kind: TreatmentKind, pages: &mut Pages) {
    if let Some(person) = chart.persons.get(row.person as usize) {
        pages.row(Sheet::Treatment, row.at, [&*person.id, &row.day, kind.word(), &row.code]);
    }
}
