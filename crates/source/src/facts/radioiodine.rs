//! The radioiodine sheet, and the injections of recombinant human TSH.
//!
//! Every drug row is one administration. What was given for therapy says so by a therapy procedure of its day;
//! a code of a diagnostic product says so itself. A therapy procedure on a day without a drug row is an
//! administration of unknown activity.

use std::collections::HashSet;

use timeline::{Meaning, Preparation, RadioiodineIntent};

use super::earliest::day;
use super::pages::Pages;
use crate::cell::activity::is_unit;
use crate::chart::{Chart, Coded};
use crate::schema::Sheet;

/// A person and a day as stored.
type PersonDay<'a> = (u32, &'a str);

/// An administration before its intent and preparation are known.
struct Given<'a> {
    coded: &'a Coded,
    activity: &'a str,
    unit: &'a str,
}

pub(crate) fn write(chart: &Chart, pages: &mut Pages) {
    injections(chart, pages);
    let therapies: HashSet<PersonDay<'_>> =
        of(&chart.procedures, Meaning::RadioiodineTreatment).map(person_day).collect();
    let prepared: HashSet<(u32, i32)> = chart
        .drugs
        .iter()
        .filter(|row| row.coded.meaning == Meaning::Rhtsh)
        .filter_map(|row| Some((row.coded.person, day(&row.coded)?.number())))
        .collect();
    for Given { coded, activity, unit } in given(chart) {
        let Some(person) = chart.persons.get(coded.person as usize) else { continue };
        let intent = match coded.meaning {
            Meaning::RadioiodineDiagnostic => RadioiodineIntent::Diagnostic.word(),
            _ if therapies.contains(&person_day(coded)) => RadioiodineIntent::Treatment.word(),
            _ => "",
        };
        let is_prepared = day(coded).is_some_and(|day| {
            (1..=3).any(|before| prepared.contains(&(coded.person, day.number() - before)))
        });
        let preparation = if is_prepared { Preparation::Rhtsh.word() } else { "" };
        let cells = [&*person.id, &coded.day, activity, unit, intent, preparation, &coded.code];
        pages.row(Sheet::Radioiodine, coded.at, cells);
    }
}

/// One row per person and day.
fn injections(chart: &Chart, pages: &mut Pages) {
    let mut met = HashSet::new();
    for row in chart.drugs.iter().filter(|row| row.coded.meaning == Meaning::Rhtsh) {
        let coded = &row.coded;
        if let (true, Some(person)) =
            (met.insert(person_day(coded)), chart.persons.get(coded.person as usize))
        {
            pages.row(Sheet::Rhtsh, coded.at, [&*person.id, &coded.day, &coded.code]);
        }
    }
}

/// Drug rows as they are; then procedures of days without one, one per day.
fn given(chart: &Chart) -> Vec<Given<'_>> {
    let is_drug = |meaning| matches!(meaning, Meaning::RadioiodineActivity | Meaning::RadioiodineDiagnostic);
    let mut all = Vec::new();
    let mut met: HashSet<PersonDay<'_>> = HashSet::new();
    for row in chart.drugs.iter().filter(|row| is_drug(row.coded.meaning)) {
        met.insert(person_day(&row.coded));
        let activity = &*row.quantity;
        let unit = if activity.trim().is_empty() { "" } else { unit(&row.unit) };
        all.push(Given { coded: &row.coded, activity, unit });
    }
    // A product billed as a procedure says how much nowhere; it comes before the procedure of its day.
    let billed = chart.procedures.iter().filter(|row| is_drug(row.meaning));
    for coded in billed.chain(of(&chart.procedures, Meaning::RadioiodineTreatment)) {
        if met.insert(person_day(coded)) {
            all.push(Given { coded, activity: "", unit: "" });
        }
    }
    all
}

fn of(rows: &[Coded], meaning: Meaning) -> impl Iterator<Item = &Coded> {
    rows.iter().filter(move |row| row.meaning == meaning)
}

fn person_day(coded: &Coded) -> PersonDay<'_> {
    (coded.person, &coded.day)
}

/// The codes are billed per mCi. A unit of activity that is stored stands all the same, also one the sheets do
/// not know: it goes to review. A unit of anything else (`each`, `mL`) is that of the product, not of the dose.
fn unit(stored: &str) -> &str {
    let lower = stored.trim().to_ascii_lowercase();
    let is_activity = is_unit(lower.as_bytes()) || lower.ends_with("ci") || lower.ends_with("bq");
    if is_activity { stored } else { "mCi" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantity_is_in_millicuries_unless_another_unit_of_activity_is_stored() {
        for (stored, written) in [
            ("", "mCi"),
            ("mCi", "mCi"),
            ("each", "mCi"),
            ("mL", "mCi"),
            ("MBq", "MBq"),
            ("gigabecquerels", "gigabecquerels"),
            ("uCi", "uCi"),
        ] {
            assert_eq!(unit(stored), written);
        }
    }
}
