//! What imaging studies show, as rows.

use timeline::{Impression, Modality, Region, Site};

use crate::care::Care;
use crate::cell::Cell;
use crate::disease::Disease;
use crate::draw::Draw;
use crate::lesions::{Fate, Lesion};
use crate::sheet::{Chart, Sheet};
use crate::studies::{self, Study};
use crate::{Plan, reports};

/// Adds every study and lesion row of the person.
pub(crate) fn record(
    number: usize,
    care: &Care,
    disease: &Disease,
    plan: &Plan,
    chart: &mut Chart,
    draw: &mut Draw,
) {
    let far = studies::metastases(care, &plan.scenario, draw);
    let studies = studies::draw(care, disease, &far, &plan.scenario, draw);
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
