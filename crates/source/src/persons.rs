//! Who is in the patient sheet.

use timeline::Patient;

use crate::ids::{Ids, mix};

/// The persons by their identifier; their numbers are their places in the list of patients.
pub(crate) struct Persons<'a> {
    patients: &'a [Patient],
    /// The identifiers once more, side by side: looking one up touches little memory.
    keys: Vec<Key>,
    ids: Ids,
}

/// An identifier of up to 15 bytes with its length, or the beginning of a longer one.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Key(u128);

impl Key {
    const SHORT: usize = 15;

    fn of(id: &[u8]) -> Key {
        let mut bytes = [0; 16];
        let n_kept = id.len().min(Key::SHORT);
        bytes[..n_kept].copy_from_slice(&id[..n_kept]);
        bytes[Key::SHORT] = id.len().min(usize::from(u8::MAX)) as u8;
        Key(u128::from_le_bytes(bytes))
    }

    fn hash(self) -> u32 {
        (mix(self.0 as u64 ^ mix((self.0 >> 64) as u64)) >> 32) as u32
    }
}

impl<'a> Persons<'a> {
    /// Of patients with different ids.
    pub(crate) fn new(patients: &'a [Patient]) -> Persons<'a> {
        let keys: Vec<Key> = patients.iter().map(|patient| Key::of(patient.id.as_bytes())).collect();
        let mut ids = Ids::with_capacity(patients.len());
        for (key, number) in keys.iter().zip(0..) {
            ids.insert(key.hash(), number);
        }
        Persons { patients, keys, ids }
    }

    /// The number of the person with this id; `last` and the person after are looked at first,
    /// because rows often come person by person.
    #[inline]
    pub(crate) fn find(&self, id: &[u8], last: u32) -> Option<u32> {
        let key = Key::of(id);
        let is = |person: u32| {
            self.keys.get(person as usize) == Some(&key) && (id.len() <= Key::SHORT || self.id(person) == id)
        };
        if is(last) {
            return Some(last);
        }
        let next = last.wrapping_add(1);
        if is(next) { Some(next) } else { self.ids.find(key.hash(), is) }
    }

    /// The id of a person. Panics when there is no such number.
    pub(crate) fn id(&self, person: u32) -> &'a [u8] {
        self.patients[person as usize].id.as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use timeline::{RecordRef, Sex, Tumour};

    #[test]
    fn persons_are_found_by_their_whole_id() {
        let ids = ["", "A", "a", "A\0", "123456789012345", "1234567890123456", "1234567890123457"];
        let long = ["x".repeat(300), "x".repeat(301)];
        let patient = |id: &str| Patient {
            id: id.into(),
            sex: Sex::Unknown,
            birth: None,
            diagnosis: None,
            morphology: None,
            tumour: Tumour::default(),
            death: None,
            death_cause: None,
            record: RecordRef { file: 0, line: 0 },
        };
        let ids = ids.into_iter().chain(long.iter().map(String::as_str));
        let patients: Vec<Patient> = ids.map(patient).collect();
        let persons = Persons::new(&patients);
        for (patient, number) in patients.iter().zip(0..) {
            for last in [0, number, 5, u32::MAX] {
                assert_eq!(persons.find(patient.id.as_bytes(), last), Some(number));
            }
        }
        for id in ["B", "A\0\0", "123456789012346", "1234567890123458"] {
            assert_eq!(persons.find(id.as_bytes(), 0), None);
        }
    }
}
