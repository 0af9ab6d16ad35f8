//! Operations, radioiodine, injections, other treatments, imaging procedures, visits, reports.

use std::collections::HashSet;

use timeline::{Day, Modality, SurgeryKind, TreatmentKind};

use super::codes::{self, Code};
use super::{CodedPerson, Drug, Event, Note, Visit};
use crate::draw::Draw;
use crate::recorded::Recorded;
use crate::sheet::Sheet;
use crate::view::View;

/// Share of imaging studies that stand in the record as a procedure too.
const CODED_STUDIES: f64 = 0.8;

/// Days between the exposures to a kinase inhibitor.
const REFILL_DAYS: i32 = 28;

/// Codes every usable row of these sheets.
pub(crate) fn code(recorded: &Recorded, coded: &mut CodedPerson, draw: &mut Draw) {
    for (day, row) in View::usable(recorded, Sheet::Surgery) {
        let code = row.operation().and_then(|kind| operation(kind, draw));
        coded.procedures.extend(code.map(|code| Event { day, code }));
    }
    for (day, row) in View::usable(recorded, Sheet::Radioiodine) {
        radioiodine(day, &row, coded, draw);
    }
    for (day, _) in View::usable(recorded, Sheet::Rhtsh) {
        let code = &codes::RHTSH[draw.weighted(&[(0, 7.0), (1, 3.0)])];
        coded.drugs.push(Drug { event: Event { day, code }, quantity: Some(1.0), unit: "" });
    }
    let inhibitors: HashSet<Day> = inhibitors(recorded).collect();
    for (day, row) in View::usable(recorded, Sheet::Treatment) {
        treatment(day, &row, inhibitors.len(), coded, draw);
    }
    imaging(recorded, coded, draw);
    for (day, row) in View::usable(recorded, Sheet::Visit) {
        coded.visits.push(Visit { day, kind: row.text("type") });
    }
}

fn operation(kind: SurgeryKind, draw: &mut Draw) -> Option<&'static Code> {
    let list = match kind {
        SurgeryKind::TotalThyroidectomy => codes::TOTAL_THYROIDECTOMY,
        SurgeryKind::NearTotalThyroidectomy => &codes::TOTAL_THYROIDECTOMY[..1],
        SurgeryKind::CompletionThyroidectomy => codes::COMPLETION_THYROIDECTOMY,
        SurgeryKind::Lobectomy => codes::LOBECTOMY,
        SurgeryKind::NeckDissection => codes::NECK_DISSECTION,
        SurgeryKind::NodeExcision => codes::NODE_EXCISION,
        SurgeryKind::SoftTissueExcision => codes::SOFT_TISSUE_EXCISION,
        SurgeryKind::Other => return None,
    };
    Some(one_of(list, draw))
}

/// The drug with its activity, the procedure of a therapy, and the metastasis that its scan shows.
fn radioiodine(day: Day, row: &View, coded: &mut CodedPerson, draw: &mut Draw) {
    let intent = row.word("intent");
    let list = if intent == "diagnostic" { codes::RADIOIODINE_DIAGNOSTIC } else { codes::RADIOIODINE };
    let event = Event { day, code: one_of(list, draw) };
    coded.drugs.push(Drug { event, quantity: row.mci(), unit: "mCi" });
    if matches!(intent.as_str(), "ablation" | "adjuvant" | "treatment") {
        coded.procedures.push(Event { day, code: one_of(codes::RADIOIODINE_TREATMENT, draw) });
    }
    let site = match row.word("post_therapy_scan").as_str() {
        "lung" => codes::LUNG,
        "bone" => codes::BONE,
        "other_distant" => codes::OTHER_DISTANT,
        "mediastinal" => codes::MEDIASTINUM,
        _ => return,
    };
    coded.conditions.push(Event { day, code: one_of(site, draw) });
}

/// The days of kinase inhibitors.
fn inhibitors(recorded: &Recorded) -> impl Iterator<Item = Day> {
    let rows = View::usable(recorded, Sheet::Treatment);
    rows.filter(|(_, row)| row.treatment() == Some(TreatmentKind::Tki)).map(|(day, _)| day)
}

/// Radiotherapy and kinase inhibitors have codes; the other kinds stay in the sidecar sheet. An inhibitor
/// given once is refilled, as long as nothing else tells its start apart from a refill.
fn treatment(day: Day, row: &View, n_inhibitors: usize, coded: &mut CodedPerson, draw: &mut Draw) {
    match row.treatment() {
        Some(TreatmentKind::Ebrt) => coded.procedures.push(Event { day, code: one_of(codes::EBRT, draw) }),
        Some(TreatmentKind::Tki) => {
            let code = one_of(codes::KINASE_INHIBITORS, draw);
            let refills = if n_inhibitors == 1 { draw.whole(0, 3) } else { 0 };
            let days = (0..=refills).map(|refill| day + refill * REFILL_DAYS);
            let alive = |day: &Day| coded.death.is_none_or(|death| *day <= death);
            for day in days.filter(|it| *it == day || alive(it)).collect::<Vec<_>>() {
                let event = Event { day, code };
                coded.drugs.push(Drug { event, quantity: Some(30.0), unit: "" });
            }
        }
        _ => {}
    }
}

/// Most studies of the sidecar sheet as procedures of the same day and kind, and every report as a note.
fn imaging(recorded: &Recorded, coded: &mut CodedPerson, draw: &mut Draw) {
    let mut seen = HashSet::new();
    for (day, row) in View::usable(recorded, Sheet::Imaging) {
        let (study, report) = (row.text("imaging_id"), row.text("report"));
        let Some(modality) = Modality::from_word(&row.word("modality")) else { continue };
        if study.is_empty() || !seen.insert(study.clone()) {
            continue;
        }
        let chosen = draw.chance(CODED_STUDIES);
        let list = study_codes(modality, &row.word("region")).filter(|_| chosen);
        coded.procedures.extend(list.map(|list| Event { day, code: one_of(list, draw) }));
        if !report.is_empty() {
            coded.notes.push(Note { day, study, text: report });
        }
    }
}

fn study_codes(modality: Modality, region: &str) -> Option<&'static [Code]> {
    Some(match (modality, region) {
        (Modality::Us, "neck") => codes::US_NECK,
        (Modality::Ct, "neck") => codes::CT_NECK,
        (Modality::Ct, "chest") => codes::CT_CHEST,
        (Modality::Mri, "neck") => codes::MRI_NECK,
        (Modality::Wbs | Modality::PostTherapyWbs, _) => codes::WBS,
        (Modality::PetCt, _) => codes::PET_CT,
        _ => return None,
    })
}

fn one_of(list: &'static [Code], draw: &mut Draw) -> &'static Code {
    &list[draw.whole(0, list.len() as i32 - 1) as usize]
}
