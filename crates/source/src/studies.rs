//! Which imaging studies there are.

use hashbrown::HashMap;
use timeline::{Day, Grouped, Study};

/// A study's place: its person, its position in that person's list, and its day.
#[derive(Clone, Copy)]
pub(crate) struct StudyPlace {
    pub person: u32,
    pub study: u32,
    pub day: Day,
}

/// The used imaging studies by their identifier.
#[derive(Default)]
pub(crate) struct Studies<'a> {
    places: HashMap<&'a str, StudyPlace>,
}

impl<'a> Studies<'a> {
    /// Of studies sorted by day within each person.
    pub(crate) fn new(studies: &'a Grouped<Study>, n_persons: usize) -> Studies<'a> {
        let mut places = HashMap::with_capacity(studies.rows().len());
        for person in 0..n_persons {
            for (study, place) in studies.of(person).iter().zip(0..) {
                let day = study.day;
                places.insert(&*study.id, StudyPlace { person: person as u32, study: place, day });
            }
        }
        Studies { places }
    }

    /// Where the study with this id is; `None` when no used row has it.
    pub(crate) fn find(&self, id: &str) -> Option<StudyPlace> {
        self.places.get(id).copied()
    }
}
