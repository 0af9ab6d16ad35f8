//! Dates and numbers that cannot be, or hardly. They stay as recorded; the review queue names them.

use rayon::prelude::*;
use timeline::{Day, Event, Grouped, Patient, Population, RecordRef};

use crate::finding::{Finding, FindingKind};
use crate::schema::Sheet;

/// More than any gland or node measures, mm.
const LARGEST_MM: f64 = 300.0;
/// More than is ever given at once, mCi.
const HIGHEST_MCI: f64 = 1000.0;

/// Every implausible date and number of a population, in no particular order.
pub(crate) fn implausible(population: &Population) -> Vec<Finding> {
    (0..population.len())
        .into_par_iter()
        .with_min_len(512)
        .map(|person| {
            let mut found = Vec::new();
            of_person(population, person, &mut found);
            found
        })
        .filter(|found| !found.is_empty())
        .flatten_iter()
        .collect()
}

fn of_person(population: &Population, person: usize, found: &mut Vec<Finding>) {
    let patient = &population.patients[person];
    own_dates(patient, found);
    events(patient, person, &population.surgeries, Sheet::Surgery, found);
    events(patient, person, &population.administrations, Sheet::Radioiodine, found);
    events(patient, person, &population.labs, Sheet::Lab, found);
    events(patient, person, &population.injections, Sheet::Rhtsh, found);
    events(patient, person, &population.studies, Sheet::Imaging, found);
    events(patient, person, &population.metastases, Sheet::Metastasis, found);
    events(patient, person, &population.treatments, Sheet::Treatment, found);
    events(patient, person, &population.visits, Sheet::Visit, found);
    for administration in population.administrations.of(person) {
        match administration.activity_mci {
            Some(mci) if mci <= 0.0 || mci > HIGHEST_MCI => {
                let message = "an activity of nothing, or of more than 1000 mCi; used as recorded";
                found.push(value(patient, administration.record, Sheet::Radioiodine, "activity", message));
            }
            _ => {}
        }
    }
    for lesion in population.lesions.of(person) {
        for (column, size) in [("long_mm", lesion.long_mm), ("short_mm", lesion.short_mm)] {
            if size.is_some_and(|size| size > LARGEST_MM) {
                let message = "a diameter of more than 300 mm; used as recorded";
                found.push(value(patient, lesion.record, Sheet::Lesion, column, message));
            }
        }
        if let (Some(long), Some(short)) = (lesion.long_mm, lesion.short_mm)
            && short > long
        {
            let message = "the short diameter is longer than the long one; used as recorded";
            found.push(value(patient, lesion.record, Sheet::Lesion, "short_mm", message));
        }
    }
}

fn own_dates(patient: &Patient, found: &mut Vec<Finding>) {
    let after = |a: Option<Day>, b: Option<Day>| a.zip(b).is_some_and(|(a, b)| a > b);
    let mut order = |column, day: Option<Day>, message| {
        found.push(finding(patient, patient.record, Sheet::Patient, column, day, message));
    };
    if after(patient.birth, patient.diagnosis) {
        order("birth_date", patient.birth, "born after the diagnosis; used as recorded");
    }
    if after(patient.birth, patient.death) {
        order("death_date", patient.death, "died before the birth; used as recorded");
    }
    if after(patient.diagnosis, patient.death) {
        order("death_date", patient.death, "died before the diagnosis; used as recorded");
    }
}

fn events<T: Event + Send + Sync>(
    patient: &Patient,
    person: usize,
    grouped: &Grouped<T>,
    sheet: Sheet,
    found: &mut Vec<Finding>,
) {
    let rows = grouped.of(person);
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
        return;
    };
    let is_early = patient.birth.is_some_and(|birth| first.day() < birth);
    let is_late = patient.death.is_some_and(|death| last.day() > death);
    if !is_early && !is_late {
        return;
    }
    let n_before = patient.birth.map_or(0, |birth| rows.partition_point(|row| row.day() < birth));
    let last = patient.death.map_or(rows.len(), |death| rows.partition_point(|row| row.day() <= death));
    for (rows, message) in [
        (&rows[..n_before], "dated before the birth; used as recorded"),
        (&rows[last..], "dated after the death; used as recorded"),
    ] {
        for row in rows {
            found.push(finding(patient, row.record(), sheet, "date", Some(row.day()), message));
        }
    }
}

fn value(
    patient: &Patient,
    record: RecordRef,
    sheet: Sheet,
    column: &'static str,
    message: &'static str,
) -> Finding {
    let finding = finding(patient, record, sheet, column, None, message);
    Finding { kind: FindingKind::ImplausibleValue, ..finding }
}

fn finding(
    patient: &Patient,
    record: RecordRef,
    sheet: Sheet,
    column: &'static str,
    day: Option<Day>,
    message: &'static str,
) -> Finding {
    let place = sheet.columns().iter().position(|known| known.name == column);
    Finding {
        person_id: patient.id.clone(),
        record,
        line: 0,
        column: Some(column),
        text: day.map(Day::iso).unwrap_or_default().into(),
        kind: FindingKind::ImplausibleOrder,
        message: message.into(),
        order: place.map_or(0, |place| place as u8 + 1),
    }
}
