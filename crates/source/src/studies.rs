//! Which imaging studies there are.

use timeline::{Day, Grouped, Study};

use crate::ids::{Ids, hash};

/// A study's place: its person, its position in that person's list, and its day.
#[derive(Clone, Copy)]
pub(crate) struct StudyPlace {
    pub person: u32,
    pub study: u32,
    pub day: Day,
}

/// Places in the list of all studies by identifier.
#[derive(Default)]
pub(crate) struct StudyIds {
    /// Rows of the imaging sheet, numbered in reading order.
    pub ids: Ids,
    /// The place of each of them.
    pub places: Vec<u32>,
}

/// The used imaging studies.
#[derive(Default)]
pub(crate) struct Studies<'a> {
    studies: Option<&'a Grouped<Study>>,
    ids: StudyIds,
    /// The person of each study, and its position in that person's list.
    owners: Vec<(u32, u32)>,
}

impl<'a> Studies<'a> {
    /// Of studies sorted by day within each person.
    pub(crate) fn new(studies: &'a Grouped<Study>, ids: StudyIds, n_persons: usize) -> Studies<'a> {
        let mut owners = Vec::with_capacity(studies.rows().len());
        for person in 0..n_persons as u32 {
            let n_studies = studies.of(person as usize).len() as u32;
            owners.extend((0..n_studies).map(|position| (person, position)));
        }
        Studies { studies: Some(studies), ids, owners }
    }

    /// Where the study with this id is; `None` when no used row has it. The studies of the person
    /// `last` and of the person after are looked at first, because rows often come person by person.
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
        let study = |row: u32| {
            let place = self.ids.places[row as usize] as usize;
            (place, &studies.rows()[place])
        };
        let row = self.ids.ids.find(hash(id.as_bytes(), 0), |row| *study(row).1.id == *id)?;
        let (place, found) = study(row);
        let (person, study) = self.owners[place];
        Some(StudyPlace { person, study, day: found.day })
    }
}
