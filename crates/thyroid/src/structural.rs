//! Structural evidence of locoregional disease (contract 5).

use timeline::{
    Cytology, Day, Feature, Imaging, Lesion, Modality, RecordRef, Region, Rule, Site, Study, at_least, below,
};

use crate::rules::{Certainty, StructuralRules};

/// Confirmed by cytology.
pub static BY_CYTOLOGY: Rule =
    Rule { id: "5.confirmed.cytology", says: "The lesion's latest diagnostic cytology is malignant." };
/// Confirmed by washout.
pub static BY_WASHOUT: Rule =
    Rule { id: "5.confirmed.washout", says: "The lesion's latest needle washout reaches the bound." };
/// Probable by a suspicious feature.
pub static BY_FEATURE: Rule = Rule {
    id: "5.probable.feature",
    says: "A suspicious feature: microcalcification, cystic change, peripheral vascularity or hyperechoic tissue.",
};
/// Probable by uptake.
pub static BY_UPTAKE: Rule = Rule { id: "5.probable.avid", says: "Avid outside the thyroid bed." };
/// Probable by size.
pub static BY_SIZE: Rule = Rule { id: "5.probable.size", says: "Short axis on CT or MRI reaches the bound." };

/// A lesion that is structural evidence, and why.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// The lesion's row in the study.
    pub lesion: &'a Lesion,
    /// The rule.
    pub rule: &'static Rule,
    /// The row of the cytology or washout that counted, when another row's did.
    pub support: Option<RecordRef>,
}

/// What needle results say of a lesion by a given day.
#[derive(Clone, Copy, Debug, Default)]
pub struct Needle<'a> {
    /// The row with the latest malignant or benign cytology (on one day malignant before benign).
    pub cytology: Option<(&'a Lesion, Cytology)>,
    /// The row with the latest washout (on one day the highest), ng/mL.
    pub washout: Option<(&'a Lesion, f64)>,
}

/// Needle results of a lesion recorded in any study on or before `until` (`None`: at any time).
pub fn needle<'a>(lesions: &'a [Lesion], id: &str, until: Option<Day>) -> Needle<'a> {
    let mut found = Needle::default();
    let known =
        lesions.iter().filter(|lesion| *lesion.id == *id && until.is_none_or(|day| lesion.day <= day));
    for lesion in known {
        if let Some(result @ (Cytology::Malignant | Cytology::Benign)) = lesion.cytology {
            let rank = |row: &Lesion, result: Cytology| (row.day, result == Cytology::Malignant);
            if found.cytology.is_none_or(|(row, old)| rank(lesion, result) > rank(row, old)) {
                found.cytology = Some((lesion, result));
            }
        }
        if let Some(value) = lesion.washout_ng_ml
            && found
                .washout
                .is_none_or(|(row, old)| lesion.day > row.day || (lesion.day == row.day && value > old))
        {
            found.washout = Some((lesion, value));
        }
    }
    found
}

/// Whether the study can show or exclude disease in the neck.
pub fn is_neck_study(study: &Study) -> bool {
    study.adequate
        && study.region == Some(Region::Neck)
        && matches!(study.modality, Modality::Us | Modality::Ct | Modality::Mri)
}

/// Whether the study counts as a whole-body study.
pub fn is_whole_body_study(study: &Study) -> bool {
    let region = study.region;
    study.adequate
        && match study.modality {
            Modality::Wbs | Modality::SpectCt | Modality::PetCt => {
                matches!(region, Some(Region::WholeBody | Region::Neck))
            }
            Modality::Ct | Modality::Mri => region == Some(Region::WholeBody),
            Modality::Us | Modality::PostTherapyWbs => false,
        }
}

/// Whether any suspicious feature was recorded.
pub fn is_suspicious(lesion: &Lesion) -> bool {
    [Feature::Microcalcification, Feature::Cystic, Feature::PeripheralVascularity, Feature::Hyperechoic]
        .into_iter()
        .any(|feature| lesion.features.contains(feature))
}

/// Whether the lesion is a node below `bound` mm short axis without suspicious feature and not avid.
pub fn is_small_bland_node(lesion: &Lesion, bound: f64) -> bool {
    lesion.site == Site::Node
        && lesion.short_mm.is_some_and(|short| below(short, bound))
        && !is_suspicious(lesion)
        && !lesion.avid
}

/// The lesions of a study that are structural evidence. The caller chooses studies that count
/// ([`is_neck_study`], [`is_whole_body_study`]).
pub fn evidence<'a>(imaging: Imaging<'a>, study: usize, rules: &StructuralRules) -> Vec<Evidence<'a>> {
    let modality = imaging.studies[study].modality;
    imaging
        .lesions_of(study)
        .iter()
        .filter_map(|lesion| judge(lesion, modality, imaging.lesions, rules))
        .collect()
}

fn judge<'a>(
    lesion: &'a Lesion,
    modality: Modality,
    all: &'a [Lesion],
    rules: &StructuralRules,
) -> Option<Evidence<'a>> {
    let locoregional = matches!(lesion.site, Site::Node | Site::Bed | Site::SoftTissue | Site::Mediastinum);
    if !locoregional || is_small_bland_node(lesion, rules.node_min_mm) {
        return None;
    }
    let needle = needle(all, &lesion.id, Some(lesion.day));
    let evidence = |rule, support: Option<&Lesion>| {
        let support = support.map(|row| row.record).filter(|record| *record != lesion.record);
        Some(Evidence { lesion, rule, support })
    };
    match needle.cytology {
        Some((row, Cytology::Malignant)) => return evidence(&BY_CYTOLOGY, Some(row)),
        cytology => {
            if let Some((row, value)) = needle.washout
                && at_least(value, rules.washout_ng_ml)
            {
                return evidence(&BY_WASHOUT, Some(row));
            }
            if cytology.is_some() || rules.evidence == Certainty::Confirmed {
                return None;
            }
        }
    }
    let large = matches!(modality, Modality::Ct | Modality::Mri)
        && lesion.short_mm.is_some_and(|short| at_least(short, rules.cross_sectional_mm));
    if is_suspicious(lesion) {
        evidence(&BY_FEATURE, None)
    } else if lesion.avid && lesion.site != Site::Bed {
        evidence(&BY_UPTAKE, None)
    } else if large {
        evidence(&BY_SIZE, None)
    } else {
        None
    }
}
