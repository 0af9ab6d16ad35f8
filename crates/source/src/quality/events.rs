//! Dates that cannot be, by kind of event.

use timeline::{Event, Grouped, Patient, Population};

use super::{Check, QualityRow};
use crate::schema::Sheet;

/// Persons, then each kind of event: dates before the birth and after the death.
pub(super) fn account(population: &Population) -> Vec<QualityRow> {
    let n_candidates = population.n_candidates() as u64;
    let n_uninvolved = population.uninvolved.len() as u64;
    let mut account = vec![QualityRow::new("", Check::Uninvolved, "", n_uninvolved, Some(n_candidates))];
    let n_impossible = population.patients.iter().filter(|patient| is_impossible(patient)).count() as u64;
    if n_impossible > 0 {
        let n_persons = population.len() as u64;
        account.push(QualityRow::new("", Check::ImpossibleOrder, "patient", n_impossible, Some(n_persons)));
    }
    events(population, &population.surgeries, Sheet::Surgery, &mut account);
    events(population, &population.administrations, Sheet::Radioiodine, &mut account);
    events(population, &population.labs, Sheet::Lab, &mut account);
    events(population, &population.injections, Sheet::Rhtsh, &mut account);
    events(population, &population.studies, Sheet::Imaging, &mut account);
    events(population, &population.metastases, Sheet::Metastasis, &mut account);
    events(population, &population.treatments, Sheet::Treatment, &mut account);
    events(population, &population.visits, Sheet::Visit, &mut account);
    account
}

fn is_impossible(patient: &Patient) -> bool {
    let days = [patient.birth, patient.diagnosis, patient.death];
    !days.iter().flatten().is_sorted()
}

fn events<T: Event>(
    population: &Population,
    grouped: &Grouped<T>,
    sheet: Sheet,
    account: &mut Vec<QualityRow>,
) {
    let (mut n_before, mut n_after) = (0, 0);
    for (person, patient) in population.patients.iter().enumerate() {
        let rows = grouped.of(person);
        n_before += patient.birth.map_or(0, |birth| rows.partition_point(|row| row.day() < birth));
        let until = patient.death.map(|death| rows.partition_point(|row| row.day() <= death));
        n_after += until.map_or(0, |until| rows.len() - until);
    }
    let n_rows = grouped.rows().len() as u64;
    for (check, n) in [(Check::BeforeBirth, n_before), (Check::AfterDeath, n_after)] {
        if n > 0 {
            account.push(QualityRow::new("", check, sheet.word(), n as u64, Some(n_rows)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use timeline::{Day, RecordRef, Sex, Tumour, Visit};

    #[test]
    fn dates_before_birth_and_after_death_are_counted() {
        let day = |number| Some(Day::from_number(number));
        let record = RecordRef { file: 0, line: 2 };
        let patient = |birth, diagnosis, death| Patient {
            id: "A".into(),
            sex: Sex::Unknown,
            birth,
            diagnosis,
            morphology: None,
            tumour: Tumour::default(),
            death,
            death_cause: None,
            record,
        };
        let visit = |number| Visit { day: Day::from_number(number), record };
        let visits = vec![visit(9), visit(10), visit(20), visit(21), visit(22), visit(5)];
        let population = Population {
            patients: vec![patient(day(10), None, day(20)), patient(day(3), day(2), None)],
            visits: Grouped::from_parts(visits, vec![0, 5, 6]),
            ..Population::default()
        };
        let found: Vec<_> =
            account(&population).into_iter().map(|row| (row.check, row.n, row.of.unwrap_or(0))).collect();
        assert_eq!(
            found,
            [
                (Check::Uninvolved, 0, 2),
                (Check::ImpossibleOrder, 1, 2),
                (Check::BeforeBirth, 1, 6),
                (Check::AfterDeath, 2, 6),
            ]
        );
    }
}
