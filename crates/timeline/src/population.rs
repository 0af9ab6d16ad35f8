//! All persons of a hospital, each with the events that belong to them.

use std::sync::Arc;

use crate::{
    Administration, Injection, Lab, Lesion, Metastasis, Names, Patient, Study, Surgery, Timeline, Treatment,
    Visit,
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

impl<T> Grouped<T> {
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
    /// Metastases known by their diagnosis alone.
    pub metastases: Grouped<Metastasis>,
    /// Other treatments.
    pub treatments: Grouped<Treatment>,
    /// Visits.
    pub visits: Grouped<Visit>,
    /// Identifiers of the persons of whom the source has no record of the disease. They are candidates
    /// like the others, but without histology; their events were not read.
    pub uninvolved: Arc<Names>,
    /// Names of the laboratory methods met; an [`Assay`](crate::Assay) `k` names entry `k - 1`.
    pub assays: Vec<String>,
}

impl Population {
    /// Number of all candidates: the persons and the uninvolved.
    pub fn n_candidates(&self) -> usize {
        self.patients.len() + self.uninvolved.len()
    }

    /// Number of persons with a timeline.
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
            metastases: self.metastases.of(person),
            treatments: self.treatments.of(person),
            visits: self.visits.of(person),
        }
    }

    /// The number of the person with this id.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.patients.binary_search_by(|patient| patient.id.as_bytes().cmp(id.as_bytes())).ok()
    }
}
