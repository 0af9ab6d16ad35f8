//! Dates that lie after a day. They are read and used as recorded (decision 0004); people are told.

use timeline::{Day, Event, Grouped, Population, RecordRef};

/// What lies after a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct After {
    /// Number of dates: those of events, and each patient's birth, diagnosis and death.
    pub n_dates: usize,
    /// The row of the first of them, by file and line.
    pub first: RecordRef,
}

/// The dates of a population that lie after `today`; `None` when there is none. Lesions have no date
/// of their own and are not counted beside their study.
pub fn after(population: &Population, today: Day) -> Option<After> {
    let n_persons = population.len();
    let mut rows = Vec::new();
    for patient in &population.patients {
        let days = [patient.birth, patient.diagnosis, patient.death];
        let late = days.into_iter().flatten().filter(|day| *day > today);
        rows.extend(late.map(|_| patient.record));
    }
    late(&population.surgeries, n_persons, today, &mut rows);
    late(&population.administrations, n_persons, today, &mut rows);
    late(&population.labs, n_persons, today, &mut rows);
    late(&population.injections, n_persons, today, &mut rows);
    late(&population.studies, n_persons, today, &mut rows);
    late(&population.metastases, n_persons, today, &mut rows);
    late(&population.treatments, n_persons, today, &mut rows);
    late(&population.visits, n_persons, today, &mut rows);
    let first = rows.iter().min().copied()?;
    Some(After { n_dates: rows.len(), first })
}

/// A person's events stand by day: the late ones are at the end.
fn late<T: Event + Send + Sync>(
    events: &Grouped<T>,
    n_persons: usize,
    today: Day,
    rows: &mut Vec<RecordRef>,
) {
    for person in 0..n_persons {
        let mine = events.of(person).iter().rev();
        rows.extend(mine.take_while(|event| event.day() > today).map(Event::record));
    }
}
