//! Imaging studies and the lesions seen in them.

use timeline::{Day, Impression, Modality, Region, Site};

use crate::care::{Care, Reason};
use crate::cell::Cell;
use crate::disease::Disease;
use crate::draw::Draw;
use crate::lesions::{Fate, Lesion, distant};
use crate::role::{ResponseClass, Role};
use crate::sheet::{Chart, Sheet};
use crate::{Plan, Scenario, reports};

/// One study before it is written.
struct Study {
    day: Day,
    modality: Modality,
    region: Region,
    adequate: bool,
}

/// Adds every study and lesion row of the person.
pub(crate) fn record(
    number: usize,
    care: &Care,
    disease: &Disease,
    plan: &Plan,
    chart: &mut Chart,
    draw: &mut Draw,
) {
    let mut studies = Vec::new();
    yearly_ultrasound(care, &plan.scenario, &mut studies, draw);
    around_reference(care, &plan.scenario, &mut studies, draw);
    scans(care, &mut studies, draw);
    occasional(care, disease, &mut studies, draw);
    let far = metastases(care, &plan.scenario, draw);
    staging(care, &far, &mut studies, draw);
    studies.retain(|study| study.day <= care.last_contact);
    studies.sort_by_key(|study| (study.day, study.modality));
    for (at, study) in studies.iter().enumerate() {
        let id = format!("I{number:07}-{:02}", at + 1);
        let seen: Vec<&Lesion> =
            disease.lesions.iter().chain(&far).filter(|lesion| is_seen(study, lesion, draw)).collect();
        let impression = impression(study, &seen, disease.fate, care, draw);
        let report = draw.chance(plan.scenario.habits.report);
        let report = if report { reports::text(impression, plan.mess, draw) } else { "" };
        write_study(&id, study, impression, report, chart);
        for lesion in seen {
            write_lesion(&id, study, lesion, chart, draw);
        }
    }
}

/// Neck ultrasound about once a year, outside the windows around the index date.
fn yearly_ultrasound(care: &Care, scenario: &Scenario, studies: &mut Vec<Study>, draw: &mut Draw) {
    let mut day = care.surgery + draw.whole(150, 400);
    while day < care.last_contact {
        let offset = day - care.reference();
        let decided = care.rai2.is_some() && ((-365..=0).contains(&offset) || (330..=760).contains(&offset));
        if !decided {
            studies.push(neck(day, Modality::Us, draw));
        }
        day = day + draw.whole(300, 520);
    }
    if care.last_contact == scenario.data_end {
        studies.push(neck(care.last_contact, Modality::Us, draw));
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
fn metastases(care: &Care, scenario: &Scenario, draw: &mut Draw) -> Vec<Lesion> {
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

/// Whether a study shows a lesion that is there.
fn is_seen(study: &Study, lesion: &Lesion, draw: &mut Draw) -> bool {
    let hit = draw.unit();
    if !lesion.exists(study.day) {
        return false;
    }
    let far = matches!(lesion.site, Site::Lung | Site::Bone | Site::OtherDistant);
    let chest = far || lesion.site == Site::Mediastinum;
    let covered = match study.region {
        Region::Neck => !far && (lesion.site != Site::Mediastinum || study.modality != Modality::Us),
        Region::Chest => chest,
        Region::WholeBody => true,
        Region::Other => false,
    };
    let sensitivity = match study.modality {
        Modality::Us => {
            if study.adequate {
                0.99
            } else {
                0.4
            }
        }
        Modality::Ct | Modality::Mri => {
            if lesion.short_mm(study.day) >= 6.0 {
                0.95
            } else {
                0.5
            }
        }
        Modality::PetCt => {
            if lesion.id.starts_with('R') {
                0.0
            } else {
                0.85
            }
        }
        Modality::Wbs | Modality::PostTherapyWbs | Modality::SpectCt => {
            if lesion.avid {
                0.85
            } else {
                0.0
            }
        }
    };
    covered && hit < sensitivity
}

/// The reader's impression.
fn impression(
    study: &Study,
    seen: &[&Lesion],
    fate: Fate,
    care: &Care,
    draw: &mut Draw,
) -> Option<Impression> {
    let roll = draw.unit();
    if roll < 0.25 {
        return None;
    }
    let disease = seen.iter().any(|lesion| !lesion.id.starts_with('R'));
    let later = study.day > care.reference() + 250;
    Some(match (disease, later, fate) {
        (true, true, Fate::Progression) => Impression::Progression,
        (true, true, Fate::Shrinkage | Fate::Resolution) => Impression::Shrinkage,
        (true, true, Fate::Stable) if roll < 0.8 => Impression::Stable,
        (true, _, _) => Impression::Suspicious,
        (false, true, Fate::Resolution) => Impression::Resolved,
        (false, _, _) if !seen.is_empty() || roll > 0.97 => Impression::Indeterminate,
        _ => Impression::None,
    })
}

fn write_study(
    id: &str,
    study: &Study,
    impression: Option<Impression>,
    report: &'static str,
    chart: &mut Chart,
) {
    let cells = vec![
        Cell::Text(id.to_owned()),
        Cell::Person,
        Cell::Date(study.day),
        Cell::Word(study.modality.word()),
        Cell::Word(study.region.word()),
        Cell::Word(if study.adequate { "yes" } else { "no" }),
        impression.map_or(Cell::Empty, |impression| Cell::Word(impression.word())),
        if report.is_empty() { Cell::Empty } else { Cell::Text(report.to_owned()) },
    ];
    chart.add(Sheet::Imaging, study.day, cells);
}

fn write_lesion(id: &str, study: &Study, lesion: &Lesion, chart: &mut Chart, draw: &mut Draw) {
    use Modality::{Ct, Mri, PetCt, PostTherapyWbs, SpectCt, Us, Wbs};
    let nuclear = matches!(study.modality, Wbs | PostTherapyWbs | SpectCt | PetCt);
    let sized = !matches!(study.modality, Wbs | PostTherapyWbs) && !draw.chance(0.03);
    let short = (lesion.short_mm(study.day) + 0.35 * draw.normal()).max(1.5);
    let long = short * lesion.elongation;
    let faded = lesion.has_faded(study.day);
    let features = match study.modality {
        Us if !faded => lesion.features,
        Ct | Mri if lesion.features.contains("cystic") => "cystic",
        _ => "",
    };
    let punctured =
        study.modality == Us && study.day >= lesion.punctured && study.day < lesion.punctured + 420;
    let avid = match study.modality {
        _ if faded => "",
        PetCt => "yes",
        _ if nuclear && lesion.avid => "yes",
        _ if draw.chance(0.05) => "no",
        _ => "",
    };
    let cytology = lesion.cytology.filter(|_| punctured).map_or(Cell::Empty, |it| Cell::Word(it.word()));
    let washout = lesion.washout.filter(|_| punctured).map_or(Cell::Empty, |it| Cell::number(it, 1));
    let size = |mm: f64| if sized { Cell::number(mm, 1) } else { Cell::Empty };
    let suv = if study.modality == PetCt { Cell::number(draw.lognormal(6.0, 0.5), 1) } else { Cell::Empty };
    let cells = vec![
        Cell::Text(id.to_owned()),
        Cell::Text(lesion.id.clone()),
        Cell::Word(lesion.site.word()),
        Cell::word(lesion.level),
        Cell::word(lesion.side),
        size(long),
        size(short),
        Cell::word(features),
        cytology,
        washout,
        Cell::word(avid),
        suv,
    ];
    chart.add(Sheet::Lesion, study.day, cells);
}
