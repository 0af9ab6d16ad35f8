//! The imaging sheet.

use timeline::Study;

use super::row::Row;
use super::{Context, Record, Taken, day_order};
use crate::ids::hash;
use crate::schema::Sheet;

const IMAGING: usize = 0;
const PERSON: usize = 1;
const DATE: usize = 2;
const MODALITY: usize = 3;
const REGION: usize = 4;
const ADEQUATE: usize = 5;
const IMPRESSION: usize = 6;

/// A row of the imaging sheet.
#[derive(Clone)]
pub(crate) struct StudyRow {
    pub study: Study,
    pub person: u32,
    /// As recorded; empty and `no` differ only when a later source fills what is empty.
    pub adequate: Option<bool>,
}

impl Record for StudyRow {
    const SHEET: Sheet = Sheet::Imaging;
    type Memory = ();

    fn read<'r>(row: &mut Row<'r>, _: &mut (), context: &Context<'r>) -> Taken<StudyRow> {
        let id = row.key_id(IMAGING);
        let (person, day) = (row.person(PERSON, context), row.key_day(DATE, context));
        let modality = row.key_word(MODALITY);
        let (Some(id), Some(person), Some(day), Some(modality)) = (id, person, day, modality) else {
            return Taken::NotUsed;
        };
        let region = row.word(REGION);
        let adequate: Option<bool> = row.word(ADEQUATE);
        let impression = row.word(IMPRESSION);
        let study = Study {
            day,
            id: id.into(),
            modality,
            region,
            adequate: adequate == Some(true),
            impression,
            record: row.record,
        };
        Taken::Used(person, day_order(day), StudyRow { study, person, adequate })
    }

    const IS_KEYED: bool = true;

    fn identity(&self) -> u32 {
        hash(self.study.id.as_bytes(), 0)
    }

    fn is_same(&self, other: &Self) -> bool {
        self.study.id == other.study.id
    }

    fn line(&self) -> u32 {
        self.study.record.line
    }
}
