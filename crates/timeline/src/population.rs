//! All persons of a hospital, each with the events that belong to them.

use rayon::prelude::*;

use crate::{
    Administration, Day, Event, Injection, Lab, Lesion, Patient, Study, Surgery, Timeline, Treatment, Visit,
};

/// Rows grouped by person: person `i` owns `rows[starts[i]..starts[i + 1]]`.
#[derive(Clone)]
pub struct Grouped<T> {
    rows: Vec<T>,
    starts: Vec<usize>,
}

impl<T> Default for Grouped<T> {
    fn default() -> Self {
        Grouped { rows: Vec::new(), starts: vec![0] }
    }
}

impl<T: Send + Sync> Grouped<T> {
    /// Groups `(person, row)` pairs; persons are numbered from 0 to `n_persons - 1`. Rows of one
    /// person keep the order in which they came. Panics on a person number out of range.
    pub fn new(n_persons: usize, pairs: Vec<(u32, T)>) -> Grouped<T> {
        let mut starts = vec![0usize; n_persons + 1];
        for (person, _) in &pairs {
            starts[*person as usize + 1] += 1;
        }
        for person in 0..n_persons {
            starts[person + 1] += starts[person];
        }
        let mut next = starts.clone();
        let mut rows: Vec<Option<T>> = Vec::with_capacity(pairs.len());
        rows.resize_with(pairs.len(), || None);
        for (person, row) in pairs {
            let place = &mut next[person as usize];
            rows[*place] = Some(row);
            *place += 1;
        }
        Grouped { rows: rows.into_iter().flatten().collect(), starts }
    }

    /// Rows already grouped: `starts` has one entry per person and one more, rising, the last equal
    /// to the number of rows. Panics otherwise.
    pub fn from_parts(rows: Vec<T>, starts: Vec<usize>) -> Grouped<T> {
        assert!(starts.windows(2).all(|pair| pair[0] <= pair[1]), "starts must rise");
        assert_eq!(starts.last(), Some(&rows.len()), "the last start is the number of rows");
        Grouped { rows, starts }
    }

    /// The rows of one person.
    pub fn of(&self, person: usize) -> &[T] {
        if person + 1 >= self.starts.len() {
            return &[];
        }
        &self.rows[self.starts[person]..self.starts[person + 1]]
    }

    /// All rows, person after person.
    pub fn rows(&self) -> &[T] {
        &self.rows
    }

    /// Applies `change` to the rows of each person, in parallel.
    pub fn for_each_person(&mut self, change: impl Fn(&mut [T]) + Sync) {
        let mut rest = self.rows.as_mut_slice();
        let mut slices = Vec::with_capacity(self.starts.len());
        for pair in self.starts.windows(2) {
            let (mine, others) = rest.split_at_mut(pair[1] - pair[0]);
            rest = others;
            if mine.len() > 1 {
                slices.push(mine);
            }
        }
        slices.into_par_iter().for_each(&change);
    }
}

impl<T: Event + Send + Sync> Grouped<T> {
    /// Sorts each person's rows by day, then by reading order.
    pub fn sort_by_day(&mut self) {
        self.for_each_person(|rows| rows.sort_by_key(|row| (row.day(), row.record())));
    }
}

/// All persons of a hospital, sorted by id (bytewise), with their events. Every list of events must
/// be sorted by day within a person, lesions by the position of their study.
#[derive(Default)]
pub struct Population {
    /// The persons.
    pub patients: Vec<Patient>,
    /// Operations.
    pub surgeries: Grouped<Surgery>,
    /// Radioiodine.
    pub administrations: Grouped<Administration>,
    /// Laboratory results.
    pub labs: Grouped<Lab>,
    /// Injections of recombinant human TSH.
    pub injections: Grouped<Injection>,
    /// Imaging studies.
    pub studies: Grouped<Study>,
    /// Lesions.
    pub lesions: Grouped<Lesion>,
    /// Other treatments.
    pub treatments: Grouped<Treatment>,
    /// Visits.
    pub visits: Grouped<Visit>,
    /// Names of the laboratory methods met; an [`Assay`](crate::Assay) `k` names entry `k - 1`.
    pub assays: Vec<String>,
}

impl Population {
    /// Number of persons.
    pub fn len(&self) -> usize {
        self.patients.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.patients.is_empty()
    }

    /// The timeline of person number `person`. Panics when there is no such number.
    pub fn timeline(&self, person: usize) -> Timeline<'_> {
        Timeline {
            patient: &self.patients[person],
            surgeries: self.surgeries.of(person),
            administrations: self.administrations.of(person),
            labs: self.labs.of(person),
            injections: self.injections.of(person),
            studies: self.studies.of(person),
            lesions: self.lesions.of(person),
            treatments: self.treatments.of(person),
            visits: self.visits.of(person),
        }
    }

    /// The number of the person with this id.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.patients.binary_search_by(|patient| patient.id.as_bytes().cmp(id.as_bytes())).ok()
    }

    /// The first and last day of any event; `None` without events.
    pub fn span(&self) -> Option<(Day, Day)> {
        (0..self.len())
            .into_par_iter()
            .filter_map(|person| self.timeline(person).span())
            .reduce_with(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    }
}
