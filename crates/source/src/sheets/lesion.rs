//! The lesion sheet. A lesion belongs to the person of its study, and to the study's day.

use timeline::{Feature, Features, Lesion};

use super::row::{Row, Word};
use super::{Context, Record, Taken};
use crate::cell::word::{text, trim};
use crate::finding::FindingKind;
use crate::ids::hash;
use crate::schema::Sheet;

const IMAGING: usize = 0;
const LESION: usize = 1;
const SITE: usize = 2;
const LONG: usize = 5;
const SHORT: usize = 6;
const FEATURES: usize = 7;
const CYTOLOGY: usize = 8;
const WASHOUT: usize = 9;
const AVID: usize = 10;
const SUV: usize = 11;

/// A row of the lesion sheet.
#[derive(Clone)]
pub(crate) struct LesionRow {
    pub lesion: Lesion,
    pub person: u32,
    /// As recorded; empty and `no` differ only when a later source fills what is empty.
    pub avid: Option<bool>,
}

impl Record for LesionRow {
    const SHEET: Sheet = Sheet::Lesion;
    type Memory = ();

    fn read<'r>(row: &mut Row<'r>, _: &mut (), context: &Context<'r>) -> Taken<LesionRow> {
        let imaging = row.key_id(IMAGING);
        let place = imaging.and_then(|id| context.studies.find(id, *row.last_person));
        if let Some(place) = place {
            *row.last_person = place.person;
            row.person_id = context.persons.id(place.person);
        } else if imaging.is_some() {
            let message = "no used row of the imaging sheet has this study; the row is not used";
            row.report(IMAGING, FindingKind::UnknownStudy, message);
        }
        let (id, site) = (row.key_id(LESION), row.key_word(SITE));
        let (Some(place), Some(id), Some(site)) = (place, id, site) else {
            return Taken::NotUsed;
        };
        let (long_mm, short_mm) = (row.number(LONG), row.number(SHORT));
        let features = features(row);
        let cytology = row.word(CYTOLOGY);
        let washout_ng_ml = row.number(WASHOUT);
        let avid: Option<bool> = row.word(AVID);
        row.number(SUV);
        let lesion = Lesion {
            day: place.day,
            study: place.study,
            id: id.into(),
            site,
            long_mm,
            short_mm,
            features,
            cytology,
            washout_ng_ml,
            avid: avid == Some(true),
            record: row.record,
        };
        Taken::Used(place.person, place.study, LesionRow { lesion, person: place.person, avid })
    }

    const IS_KEYED: bool = true;

    fn identity(&self) -> u32 {
        let study = u64::from(self.person) << 32 | u64::from(self.lesion.study);
        hash(self.lesion.id.as_bytes(), study)
    }

    fn is_same(&self, other: &Self) -> bool {
        let study = |row: &Self| (row.person, row.lesion.study);
        study(self) == study(other) && self.lesion.id == other.lesion.id
    }

    fn line(&self) -> u32 {
        self.lesion.record.line
    }
}

/// An unknown feature is dropped alone.
fn features(row: &mut Row<'_>) -> Features {
    let mut features = Features::default();
    for part in row.cell(FEATURES).split(|byte| *byte == b';') {
        let part = trim(part);
        match Feature::named(part) {
            Some(feature) => features.insert(feature),
            None if part.is_empty() => {}
            None => {
                let message = format!(
                    "{} is not one of {}; the feature is dropped",
                    text(part),
                    Feature::LIST.join(", ")
                );
                row.report(FEATURES, FindingKind::UnknownWord, message);
            }
        }
    }
    features
}
