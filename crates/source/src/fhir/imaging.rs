//! Imaging studies: by the code of what was done, else by modality and region.

use timeline::Meaning;

use super::account::item;
use super::facts::{About, Fact, is_imaging};
use super::reference::Target;
use super::resource::{Coding, ImagingStudy, Reference, text};
use super::sets::Match;

/// The study as a procedure.
pub(super) fn study(study: &ImagingStudy<'_>, about: &About, day: &str) -> Result<Vec<Fact>, &'static str> {
    let coded = about.matches.iter().filter(|found| is_imaging(found.meaning));
    let facts: Vec<Fact> = coded.map(|found| Fact::Procedure(about.coded(found, day))).collect();
    if !facts.is_empty() {
        return Ok(facts);
    }
    let (meaning, code) = by_modality(study)?;
    let found = Match { meaning, concept: u32::MAX, code };
    Ok(vec![Fact::Procedure(about.coded(&found, day))])
}

/// DICOM's modalities (PS3.16, context group 29) with a region in words: neck or chest. Nuclear medicine is
/// left to codes: the modality alone says neither whole body nor what was given.
fn by_modality(study: &ImagingStudy<'_>) -> Result<(Meaning, Box<str>), &'static str> {
    let of_series = study.series.iter().filter_map(|series| series.modality.as_ref());
    let codes: Vec<&str> =
        study.modality.iter().chain(of_series).map(|coding| text(&coding.code).trim()).collect();
    let modality = ["US", "CT", "MR"].into_iter().find(|known| codes.contains(known));
    let is_hybrid = codes.iter().any(|code| matches!(*code, "PT" | "NM" | "ST"));
    let modality = modality.filter(|_| !is_hybrid).ok_or(item::OTHER_CODE)?;
    let sites = study.series.iter().filter_map(|series| series.body_site.as_ref());
    let displays = sites.map(|site: &Coding<'_>| text(&site.display));
    let words = displays
        .chain(std::iter::once(text(&study.description)))
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase();
    let says = |known: &[&str]| words.split(|c: char| !c.is_alphanumeric()).any(|word| known.contains(&word));
    let (is_neck, is_chest) = (says(&["neck", "thyroid", "cervical"]), says(&["chest", "thorax", "lung"]));
    let meaning = match (modality, is_neck, is_chest) {
        ("US", true, _) => Meaning::UsNeck,
        ("CT", true, _) => Meaning::CtNeck,
        ("CT", false, true) => Meaning::CtChest,
        ("MR", true, _) => Meaning::MriNeck,
        _ => return Err(item::NO_REGION),
    };
    Ok((meaning, modality.into()))
}

/// The identifier of the study that a report refers to.
pub(super) fn id(reference: &Reference<'_>) -> Option<Box<str>> {
    Target::of(text(&reference.reference)).id_of("ImagingStudy")
}
