//! Who is in the patient sheet.

use hashbrown::HashMap;
use timeline::Patient;

/// The persons by their identifier; their numbers are their places in the list of patients.
pub(crate) struct Persons<'a> {
    patients: &'a [Patient],
    numbers: HashMap<&'a [u8], u32>,
}

impl<'a> Persons<'a> {
    /// Of patients with different ids.
    pub(crate) fn new(patients: &'a [Patient]) -> Persons<'a> {
        let numbers = patients.iter().zip(0..).map(|(patient, number)| (patient.id.as_bytes(), number));
        Persons { patients, numbers: numbers.collect() }
    }

    /// The number of the person with this id; `last` is looked at first.
    #[inline]
    pub(crate) fn find(&self, id: &[u8], last: u32) -> Option<u32> {
        match self.patients.get(last as usize) {
            Some(patient) if patient.id.as_bytes() == id => Some(last),
            _ => self.numbers.get(id).copied(),
        }
    }

    /// The id of a person. Panics when there is no such number.
    pub(crate) fn id(&self, person: u32) -> &'a [u8] {
        self.patients[person as usize].id.as_bytes()
    }
}
