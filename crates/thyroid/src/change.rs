//! Change of lesions between two neck studies, profile `neck_us_v1` (contract 6).

use timeline::{Cytology, Imaging, Lesion, Reason, RecordRef, Rule, Site, TOLERANCE, at_least, words};

use crate::rules::{ChangeRules, StructuralRules};
use crate::structural::{evidence, is_small_bland_node, needle};

words! {
    /// Change of imaging from before to after.
    pub enum Change {
        /// A lesion grew or is new.
        Progression = "progression",
        /// All evaluable lesions resolved.
        Resolution = "resolution",
        /// Some resolved or shrank, none grew.
        Shrinkage = "shrinkage",
        /// No lesion changed.
        Stable = "stable",
        /// Nothing to compare.
        Insufficient = "insufficient",
    }
}

words! {
    /// Change of one lesion.
    pub enum LesionChange {
        /// Cannot be compared.
        NotEvaluable = "not_evaluable",
        /// Gone, or a small bland node.
        Resolved = "resolved",
        /// Grown.
        Progressed = "progressed",
        /// Smaller.
        Shrunk = "shrunk",
        /// Neither.
        Stable = "stable",
        /// Structural evidence after, none before.
        New = "new",
    }
}

/// Progression.
pub static PROGRESSION: Rule = Rule { id: "6.change.progression", says: "A lesion progressed or is new." };
/// Resolution.
pub static RESOLUTION: Rule = Rule { id: "6.change.resolution", says: "All evaluable lesions resolved." };
/// Shrinkage.
pub static SHRINKAGE: Rule =
    Rule { id: "6.change.shrinkage", says: "A lesion resolved or shrank and none progressed or is new." };
/// Stable.
pub static STABLE: Rule = Rule { id: "6.change.stable", says: "No evaluable lesion changed." };
/// Insufficient.
pub static INSUFFICIENT: Rule = Rule {
    id: "6.change.insufficient",
    says: "No study before or after, or no lesion that can be compared.",
};

/// One lesion's change with the rows compared.
#[derive(Clone, Debug)]
pub struct LesionVerdict {
    /// Identifier of the lesion.
    pub id: Box<str>,
    /// What became of it.
    pub change: LesionChange,
    /// Its row before.
    pub before: Option<RecordRef>,
    /// Its row after.
    pub after: Option<RecordRef>,
}

/// The patient's change with each lesion's.
#[derive(Clone, Debug)]
pub struct ImagingChange {
    /// The patient's change.
    pub change: Change,
    /// Lesions of the study before that are structural evidence, then new ones.
    pub lesions: Vec<LesionVerdict>,
    /// Why.
    pub reason: Reason,
}

/// The size that is compared, mm: short axis of nodes, long diameter else, no fallback.
pub fn size_mm(lesion: &Lesion) -> Option<f64> {
    if lesion.site == Site::Node { lesion.short_mm } else { lesion.long_mm }
}

/// Compares two studies of one person, given by position; `None` where there is no such study.
pub fn imaging_change(
    imaging: Imaging<'_>,
    before: Option<usize>,
    after: Option<usize>,
    structural: &StructuralRules,
    rules: &ChangeRules,
) -> ImagingChange {
    let (Some(before), Some(after)) = (before, after) else {
        let studies = [before, after].into_iter().flatten().map(|study| imaging.studies[study].record);
        return ImagingChange {
            change: Change::Insufficient,
            lesions: Vec::new(),
            reason: Reason::new(&INSUFFICIENT, studies),
        };
    };
    let same_modality = imaging.studies[before].modality == imaging.studies[after].modality;
    let evidence_before = evidence(imaging, before, structural);
    let rows_after = imaging.lesions_of(after);
    let mut lesions: Vec<LesionVerdict> = evidence_before
        .iter()
        .map(|found| {
            let later = rows_after.iter().find(|row| row.id == found.lesion.id);
            LesionVerdict {
                id: found.lesion.id.clone(),
                change: lesion_change(found.lesion, later, same_modality, rules),
                before: Some(found.lesion.record),
                after: later.map(|row| row.record),
            }
        })
        .collect();
    for found in evidence(imaging, after, structural) {
        let known = evidence_before.iter().any(|old| old.lesion.id == found.lesion.id);
        if !known && counts_as_new(found.lesion, imaging, rules) {
            lesions.push(LesionVerdict {
                id: found.lesion.id.clone(),
                change: LesionChange::New,
                before: None,
                after: Some(found.lesion.record),
            });
        }
    }
    let (change, rule) = patient_change(&lesions);
    let studies = [imaging.studies[before].record, imaging.studies[after].record];
    let rows = lesions.iter().flat_map(|lesion| [lesion.before, lesion.after]).flatten();
    let reason = Reason::new(rule, studies.into_iter().chain(rows));
    ImagingChange { change, lesions, reason }
}

fn lesion_change(
    before: &Lesion,
    after: Option<&Lesion>,
    same_modality: bool,
    rules: &ChangeRules,
) -> LesionChange {
    let Some(after) = after else {
        return if same_modality { LesionChange::Resolved } else { LesionChange::NotEvaluable };
    };
    let (Some(old), Some(new)) = (size_mm(before), size_mm(after)) else {
        return LesionChange::NotEvaluable;
    };
    let reaches = |difference: f64, mm: f64, pct: f64| {
        at_least(difference, mm) && difference >= old * pct / 100.0 - TOLERANCE
    };
    if is_small_bland_node(after, rules.resolved_node_mm) {
        LesionChange::Resolved
    } else if reaches(new - old, rules.grow_mm, rules.grow_pct) {
        LesionChange::Progressed
    } else if reaches(old - new, rules.shrink_mm, rules.shrink_pct) {
        LesionChange::Shrunk
    } else {
        LesionChange::Stable
    }
}

fn counts_as_new(lesion: &Lesion, imaging: Imaging<'_>, rules: &ChangeRules) -> bool {
    let malignant = matches!(
        needle(imaging.lesions, &lesion.id, Some(lesion.day)).cytology,
        Some((_, Cytology::Malignant))
    );
    malignant || size_mm(lesion).is_some_and(|size| at_least(size, rules.new_min_mm))
}

fn patient_change(lesions: &[LesionVerdict]) -> (Change, &'static Rule) {
    use LesionChange::{New, NotEvaluable, Progressed, Resolved, Shrunk, Stable};
    let any = |wanted: &[LesionChange]| lesions.iter().any(|lesion| wanted.contains(&lesion.change));
    if any(&[Progressed, New]) {
        (Change::Progression, &PROGRESSION)
    } else if any(&[Resolved, Shrunk]) {
        let all = lesions.iter().all(|lesion| matches!(lesion.change, Resolved | NotEvaluable));
        if all { (Change::Resolution, &RESOLUTION) } else { (Change::Shrinkage, &SHRINKAGE) }
    } else if any(&[Stable]) {
        (Change::Stable, &STABLE)
    } else {
        (Change::Insufficient, &INSUFFICIENT)
    }
}
