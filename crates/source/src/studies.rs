//! Which imaging studies there are.

use std::sync::OnceLock;

use timeline::{Day, Grouped, Study};

use crate::ids::{Ids, hash};

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
    studies: Option<&'a Grouped<Study>>,
    n_persons: u32,
    /// Made when first needed.
    index: OnceLock<Index>,
}

impl<'a> Studies<'a> {
    /// Of studies sorted by day within each person.
    pub(crate) fn new(studies: &'a Grouped<Study>, n_persons: usize) -> Studies<'a> {
        Studies { studies: Some(studies), n_persons: n_persons as u32, index: OnceLock::new() }
    }

    /// Where the study with this id is; `None` when no used row has it. The studies of the person
    /// `last` and of the person after are looked at first.
    pub(crate) fn find(&self, id: &str, last: u32) -> Option<StudyPlace> {
        let studies = self.studies?;
        let near = |person: u32| {
            const FEW: usize = 8;
            let mine = studies.of(person as usize);
            let study = mine.iter().take(FEW).position(|study| *study.id == *id)?;
            Some(StudyPlace { person, study: study as u32, day: mine[study].day })
        };
        near(last).or_else(|| near(last.wrapping_add(1))).or_else(|| self.far(studies, id))
    }

    fn far(&self, studies: &Grouped<Study>, id: &str) -> Option<StudyPlace> {
        let index = self.index.get_or_init(|| Index::of(studies, self.n_persons));
        let rows = studies.rows();
        let place = index.ids.find(hash(id.as_bytes(), 0), |place| *rows[place as usize].id == *id)? as usize;
        let (person, study) = index.places[place];
        Some(StudyPlace { person, study, day: rows[place].day })
    }
}

/// Every study by its identifier.
struct Index {
    /// Places in the list of all studies.
    ids: Ids,
    /// For each of them its person, and its position in that person's list.
    places: Vec<(u32, u32)>,
}

impl Index {
    fn of(studies: &Grouped<Study>, n_persons: u32) -> Index {
        let n_studies = studies.rows().len();
        let mut index = Index { ids: Ids::with_capacity(n_studies), places: Vec::with_capacity(n_studies) };
        for person in 0..n_persons {
            for (study, position) in studies.of(person as usize).iter().zip(0..) {
                index.ids.insert(hash(study.id.as_bytes(), 0), index.places.len() as u32);
                index.places.push((person, position));
            }
        }
        index
    }
}
