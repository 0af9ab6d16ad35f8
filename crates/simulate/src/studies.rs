//! Which imaging studies were made, and when.

use timeline::{Day, Modality, Region, Site};

use crate::Scenario;
use crate::care::{Care, Reason};
use crate::disease::Disease;
use crate::draw::Draw;
use crate::lesions::{Lesion, distant};
use crate::role::{ResponseClass, Role};

/// One study before it is written.
pub(crate) struct Study {
    pub day: Day,
    pub modality: Modality,
    pub region: Region,
    pub adequate: bool,
}

/// Draws the studies of a person, by day; `far` are the distant lesions.
pub(crate) fn draw(
    care: &Care,
    disease: &Disease,
    far: &[Lesion],
    scenario: &Scenario,
    draw: &mut Draw,
) -> Vec<Study> {
    let mut studies = Vec::new();
    yearly_ultrasound(care, &mut studies, draw);
    around_reference(care, scenario, &mut studies, draw);
    scans(care, &mut studies, draw);
    occasional(care, disease, &mut studies, draw);
    staging(care, far, &mut studies, draw);
    studies.retain(|study| study.day <= care.last_contact);
    studies.sort_by_key(|study| (study.day, study.modality));
    studies
}

/// Neck ultrasound about once a year, outside the windows around the index date.
fn yearly_ultrasound(care: &Care, studies: &mut Vec<Study>, draw: &mut Draw) {
    let mut day = care.surgery + draw.whole(150, 400);
    while day < care.last_contact {
        let offset = day - care.reference();
        let decided = care.rai2.is_some() && ((-365..=0).contains(&offset) || (330..=760).contains(&offset));
        if !decided {
            studies.push(neck(day, Modality::Us, draw));
        }
        day = day + draw.whole(300, 520);
    }
}

/// The studies before and after a second course, or their absence.
fn around_reference(care: &Care, scenario: &Scenario, studies: &mut Vec<Study>, draw: &mut Draw) {
    let Some(second) = care.rai2 else { return };
    let settled = care.rai1.map_or(second - 190, |first| first + 180);
    let earliest = care.reoperation.map_or(settled, |day| settled.max(day + 15));
    if !draw.chance(scenario.gaps.imaging_before) {
        studies.push(neck(second - draw.whole(5, (second - earliest).clamp(6, 190)), Modality::Us, draw));
    } else if care.class == ResponseClass::Structural {
        let modality = draw.one_of(&[Modality::PetCt, Modality::Ct]);
        let region = if modality == Modality::PetCt { Region::WholeBody } else { Region::Neck };
        studies.push(Study { day: second - draw.whole(3, 120), modality, region, adequate: true });
    }
    if !draw.chance(scenario.gaps.imaging_after) {
        let day = second + draw.lognormal(500.0, 0.18).clamp(370.0, 725.0) as i32;
        studies.push(neck(day, Modality::Us, draw));
    }
}

/// Scans with a dose: after therapy, and diagnostic ones.
fn scans(care: &Care, studies: &mut Vec<Study>, draw: &mut Draw) {
    for stimulation in &care.stimulations {
        let (chance, modality, days) = match stimulation.reason {
            Reason::Test => continue,
            Reason::Scan => (0.8, Modality::Wbs, 2),
            _ => (0.55, Modality::PostTherapyWbs, draw.whole(3, 9)),
        };
        let spect = draw.chance(0.15);
        if draw.chance(chance) {
            let (region, day) = (Region::WholeBody, stimulation.day + days);
            studies.push(Study { day, modality, region, adequate: true });
            if spect && modality == Modality::Wbs {
                studies.push(Study {
                    day,
                    modality: Modality::SpectCt,
                    region: Region::Neck,
                    adequate: true,
                });
            }
        }
    }
}

/// CT, MRI and PET/CT, oftener with more disease.
fn occasional(care: &Care, disease: &Disease, studies: &mut Vec<Study>, draw: &mut Draw) {
    let rate = [0.1, 0.2, 0.5, 0.9, 2.5][disease.class as usize];
    let days = (care.last_contact - care.surgery).max(1);
    let mut left = rate;
    while draw.chance(left) {
        left -= 1.0;
        let (modality, region) = draw.weighted(&[
            ((Modality::Ct, Region::Neck), 3.0),
            ((Modality::Ct, Region::Chest), 3.0),
            ((Modality::PetCt, Region::WholeBody), 2.5),
            ((Modality::Mri, Region::Neck), 1.0),
            ((Modality::Mri, Region::Other), 0.6),
            ((Modality::Ct, Region::WholeBody), 0.6),
            ((Modality::Us, Region::Other), 0.4),
        ]);
        let adequate = draw.chance(0.98);
        studies.push(Study { day: care.surgery + draw.whole(30, days.max(31)), modality, region, adequate });
    }
}

/// The studies that find distant metastases, and one that follows them.
fn staging(care: &Care, far: &[Lesion], studies: &mut Vec<Study>, draw: &mut Draw) {
    let Some(first) = far.iter().map(|lesion| lesion.from).min() else { return };
    let found = first.max(care.reference() - 200) + draw.whole(0, 190);
    studies.push(Study { day: found, modality: Modality::Ct, region: Region::Chest, adequate: true });
    let day = found + draw.whole(5, 800);
    studies.push(Study { day, modality: Modality::PetCt, region: Region::WholeBody, adequate: true });
}

/// Distant lesions: of the metastatic from early on, of others late and rarely.
pub(crate) fn metastases(care: &Care, scenario: &Scenario, draw: &mut Draw) -> Vec<Lesion> {
    let reference = care.reference();
    let sites = [(Site::Lung, 6.0), (Site::Bone, 2.0), (Site::OtherDistant, 1.0)];
    let late = care.role.stratum(scenario).map_or(0.0, |stratum| stratum.late_metastasis);
    let from = match care.role {
        Role::Metastatic => care.surgery,
        _ if draw.chance(late) => reference + draw.whole(380, 2_000),
        _ => return Vec::new(),
    };
    let n = draw.weighted(&[(1, 3.0), (2, 1.0)]);
    (0..n).map(|at| distant(["D1", "D2"][at], draw.weighted(&sites), from, reference, draw)).collect()
}

/// A neck study, now and then inadequate.
fn neck(day: Day, modality: Modality, draw: &mut Draw) -> Study {
    Study { day, modality, region: Region::Neck, adequate: draw.chance(0.975) }
}
