//! The radioiodine sheet, and the injections of recombinant human TSH.
//!
//! Every drug row is one administration. What was given for therapy says so by a therapy procedure of its day;
//! a code of a diagnostic product says so itself. On a day without a drug row a product billed as a procedure is
//! an administration, else a therapy procedure is one of unknown activity.

use std::collections::HashSet;

use timeline::{Meaning, Preparation, RadioiodineIntent};

use super::Known;
use super::earliest::day;
use super::pages::Pages;
use crate::cell::activity::is_unit;
use crate::chart::{Chart, Coded, Drug};
use crate::schema::Sheet;

/// A person and a day as stored.
type PersonDay<'a> = (u32, &'a str);

/// An administration before its intent and preparation are known.
struct Given<'a> {
    coded: &'a Coded,
    activity: &'a str,
    unit: &'a str,
}

pub(crate) fn write(chart: &Chart, known: &Known, pages: &mut Pages) {
    injections(chart, pages);
    let therapies: HashSet<PersonDay<'_>> =
        of(&chart.procedures, Meaning::RadioiodineTreatment).map(person_day).collect();
    let prepared: HashSet<(u32, i32)> = chart
        .drugs
        .iter()
        .filter(|row| row.coded.meaning == Meaning::Rhtsh)
        .filter_map(|row| Some((row.coded.person, day(&row.coded)?.number())))
        .collect();
    for Given { coded, activity, unit } in given(chart, known) {
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

/// Drug rows as they are; on days without one the products billed as procedures; on days without either, one
/// therapy procedure.
fn given<'a>(chart: &'a Chart, known: &Known) -> Vec<Given<'a>> {
    let products = chart.drugs.iter().filter(|row| is_product(row.coded.meaning));
    let (billed, drugs): (Vec<&Drug>, Vec<&Drug>) = products.partition(|row| is_billed(chart, row));
    let mut all: Vec<Given<'_>> = drugs.into_iter().map(administration).collect();
    let mut days: HashSet<PersonDay<'_>> = all.iter().map(|given| person_day(given.coded)).collect();
    let bare = chart.procedures.iter().filter(|row| is_product(row.meaning)).map(of_unknown_activity);
    all.extend(of_bills(billed.into_iter().map(administration).chain(bare), &days, chart, known));
    days.extend(all.iter().map(|given| person_day(given.coded)));
    for coded in of(&chart.procedures, Meaning::RadioiodineTreatment) {
        if days.insert(person_day(coded)) && !is_known(coded, chart, known) {
            all.push(of_unknown_activity(coded));
        }
    }
    all
}

/// Products billed as procedures, unless the day has a drug row: each with an activity is an administration;
/// without any, one of each kind is, unless another source has the day.
fn of_bills<'a>(
    billed: impl Iterator<Item = Given<'a>>,
    drug_days: &HashSet<PersonDay<'a>>,
    chart: &Chart,
    known: &Known,
) -> Vec<Given<'a>> {
    let billed = billed.filter(|given| !drug_days.contains(&person_day(given.coded)));
    let (mut all, unknown): (Vec<_>, Vec<_>) = billed.partition(|given| !given.activity.is_empty());
    let kind = |given: &Given<'a>| (person_day(given.coded), given.coded.meaning);
    let mut met: HashSet<(PersonDay<'_>, Meaning)> = all.iter().map(kind).collect();
    let is_new = |given: &Given<'a>| met.insert(kind(given)) && !is_known(given.coded, chart, known);
    all.extend(unknown.into_iter().filter(is_new));
    all
}

fn is_product(meaning: Meaning) -> bool {
    matches!(meaning, Meaning::RadioiodineActivity | Meaning::RadioiodineDiagnostic)
}

/// Whether a drug was read from a table of procedures.
fn is_billed(chart: &Chart, row: &Drug) -> bool {
    let file = chart.files.get(usize::from(row.coded.at.file));
    file.is_some_and(|file| matches!(file.table, "procedure_occurrence" | "Procedure"))
}

/// Whether another source has an administration of this person and day.
fn is_known(coded: &Coded, chart: &Chart, known: &Known) -> bool {
    let person = chart.persons.get(coded.person as usize);
    person.is_some_and(|person| known.radioiodine_days.contains(&(person.id.clone(), coded.day.clone())))
}

fn administration(row: &Drug) -> Given<'_> {
    match recorded(&row.quantity) {
        "" => of_unknown_activity(&row.coded),
        activity => Given { coded: &row.coded, activity, unit: unit(&row.unit) },
    }
}

fn of_unknown_activity(coded: &Coded) -> Given<'_> {
    Given { coded, activity: "", unit: "" }
}

/// The quantity; empty when there is none or when it is not above 0: nobody is given nothing.
fn recorded(quantity: &str) -> &str {
    let quantity = quantity.trim();
    if quantity.parse::<f64>().is_ok_and(|number| number <= 0.0) { "" } else { quantity }
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
    fn a_quantity_that_is_not_above_nothing_is_not_recorded() {
        for stored in ["", " ", "0", "0.0", "-1", "-0"] {
            assert_eq!(recorded(stored), "", "{stored}");
        }
        for stored in ["0.5", "100", "many"] {
            assert_eq!(recorded(stored), stored);
        }
    }

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
