//! The imaging sheet from imaging procedures and notes, and the metastases that diagnoses name.
//!
//! A coded procedure does not say whether a study was adequate: it shows and excludes nothing, but it is a day
//! on which the person was seen.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use timeline::{Meaning, Modality, Region, Site};

use super::pages::Pages;
use super::{Known, KnownStudy};
use crate::chart::{Chart, ChartNote, Coded};
use crate::schema::Sheet;

pub(crate) fn write(chart: &Chart, known: &Known, pages: &mut Pages) {
    let notes = Notes::of(chart, known);
    let mut met = BTreeSet::new();
    for row in &chart.procedures {
        let Some((modality, region)) = kind(row.meaning) else { continue };
        let Some(person) = chart.persons.get(row.person as usize) else { continue };
        let study = (person.id.clone(), row.day.clone(), Box::from(modality.word()));
        if known.studies.contains(&study) || !met.insert((row.person, &*row.day, row.meaning)) {
            continue;
        }
        let id = identifier(&person.id, row, known);
        let region = region.map_or("", Region::word);
        let report = notes.of_day(row);
        let cells = [&*id, &person.id, &row.day, modality.word(), region, "", &report, &row.code];
        pages.row(Sheet::Imaging, row.at, cells);
    }
    reports(&notes, chart, known, pages);
    metastases(chart, pages);
}

/// What a code says of modality and region; it does not say what a PET/CT or SPECT/CT covered.
fn kind(meaning: Meaning) -> Option<(Modality, Option<Region>)> {
    Some(match meaning {
        Meaning::UsNeck => (Modality::Us, Some(Region::Neck)),
        Meaning::CtNeck => (Modality::Ct, Some(Region::Neck)),
        Meaning::CtChest => (Modality::Ct, Some(Region::Chest)),
        Meaning::MriNeck => (Modality::Mri, Some(Region::Neck)),
        Meaning::Wbs => (Modality::Wbs, Some(Region::WholeBody)),
        Meaning::SpectCt => (Modality::SpectCt, None),
        Meaning::PetCt => (Modality::PetCt, None),
        _ => return None,
    })
}

/// `100001/2007-04-19/us_neck`: the same study keeps its identifier in every coded source.
fn identifier(person: &str, row: &Coded, known: &Known) -> String {
    let mut id = format!("{person}/{}/{}", row.day, row.meaning.word());
    while known.ids.contains_key(&*id) {
        id.push('+');
    }
    id
}

/// Notes by what they are about.
struct Notes<'a> {
    /// By a study that another source describes.
    by_study: BTreeMap<&'a str, Vec<&'a ChartNote>>,
    /// All others by person and day.
    by_day: HashMap<(u32, &'a str), Vec<&'a ChartNote>>,
}

impl<'a> Notes<'a> {
    fn of(chart: &'a Chart, known: &Known) -> Notes<'a> {
        let mut notes = Notes { by_study: BTreeMap::new(), by_day: HashMap::new() };
        for note in chart.notes.iter().filter(|note| !note.text.trim().is_empty()) {
            if known.ids.contains_key(&note.study) {
                notes.by_study.entry(&note.study).or_default().push(note);
            } else {
                notes.by_day.entry((note.person, &note.day)).or_default().push(note);
            }
        }
        notes
    }

    /// The text of the person's notes of that day. With several studies on a day each has it: people will see
    /// which is meant, and nothing is decided by it.
    fn of_day(&self, row: &Coded) -> String {
        self.by_day.get(&(row.person, &*row.day)).map(|notes| joined(notes)).unwrap_or_default()
    }
}

/// The text of a note; of several each under its title.
fn joined(notes: &[&ChartNote]) -> String {
    if let [note] = notes {
        return note.text.to_string();
    }
    let titled = notes.iter().map(|note| match &*note.title {
        "" => note.text.to_string(),
        title => format!("{title}\n{}", note.text),
    });
    titled.collect::<Vec<_>>().join("\n\n")
}

/// The report of a study that another source describes without one: its row once more, with the text.
fn reports(notes: &Notes<'_>, chart: &Chart, known: &Known, pages: &mut Pages) {
    for (id, notes) in &notes.by_study {
        let (Some(study), Some(note)) = (known.ids.get(*id), notes.first()) else { continue };
        let is_same = chart.persons.get(note.person as usize).is_some_and(|person| person.id == study.person);
        if is_same && !study.has_report {
            let KnownStudy { person, day, modality, region, adequate, .. } = study;
            let cells = [*id, person, day, modality, region, adequate, &joined(notes), ""];
            pages.row(Sheet::Imaging, note.at, cells);
        }
    }
}

/// Diagnoses of distant metastases: evidence on the day on which they begin, like a lesion of that site, but no
/// study was made for them.
fn metastases(chart: &Chart, pages: &mut Pages) {
    for row in &chart.conditions {
        let site = match row.meaning {
            Meaning::DistantLung => Site::Lung,
            Meaning::DistantBone => Site::Bone,
            Meaning::DistantOther => Site::OtherDistant,
            _ => continue,
        };
        if let Some(person) = chart.persons.get(row.person as usize) {
            pages.row(Sheet::Metastasis, row.at, [&*person.id, &row.day, site.word(), &row.code]);
        }
    }
}
