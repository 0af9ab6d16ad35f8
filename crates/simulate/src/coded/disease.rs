//! The patient row: demographics, diagnosis, histology, stage, death.

use timeline::Day;

use super::codes::{self, Code};
use super::{CodedPerson, Event, Measurement, Operator};
use crate::draw::Draw;
use crate::recorded::Recorded;
use crate::sheet::Sheet;
use crate::view::View;

/// Codes the first patient row; a second, different one is not loaded (contract 1).
pub(crate) fn code(recorded: &Recorded, coded: &mut CodedPerson, draw: &mut Draw) {
    let Some(patient) = View::all(recorded, Sheet::Patient).next() else { return };
    coded.sex = match patient.word("sex").as_str() {
        "f" => "F",
        "m" => "M",
        _ => "U",
    };
    coded.birth = patient.day("birth_date");
    let year = || patient.text("birth_date").parse().ok();
    coded.birth_year = coded.birth.map(|day| day.ymd().0).or_else(year);
    coded.death = patient.day("death_date");
    coded.died_of_cancer = coded.death.is_some() && patient.word("death_cause") == "thyroid_cancer";
    if let Some(day) = patient.day("diagnosis_date") {
        diagnosis(&patient, day, coded);
        stage(&patient, day, coded, draw);
    }
}

/// The diagnosis, and the histology where a code of the thyroid gland says it. A benign disease has no code.
fn diagnosis(patient: &View, day: Day, coded: &mut CodedPerson) {
    let histology = patient.word("histology");
    let morphology = morphology(&histology);
    if !matches!(morphology, "8349/1" | "8330/0" | "hyperthyroidism" | "follicular adenoma") {
        coded.conditions.push(Event { day, code: &codes::THYROID_CANCER[0] });
    }
    coded.conditions.extend(codes::histology(morphology).map(|code| Event { day, code }));
}

/// The code of a histology in words (contract 1 lists the names); a code is its own.
pub(crate) fn morphology(histology: &str) -> &str {
    match histology {
        "papillary thyroid carcinoma" | "papillary carcinoma" | "ptc" => "8260/3",
        "papillary microcarcinoma" => "8341/3",
        "follicular variant of papillary carcinoma" => "8340/3",
        "tall cell variant of papillary thyroid carcinoma" => "8344/3",
        "follicular thyroid carcinoma" | "ftc" => "8330/3",
        "oncocytic carcinoma" | "hurthle cell carcinoma" => "8290/3",
        "poorly differentiated thyroid carcinoma" => "8337/3",
        "niftp" => "8349/1",
        other => other,
    }
}

/// T, N and M as measurements with the category as their text; `p` before it makes it pathological.
fn stage(patient: &View, day: Day, coded: &mut CodedPerson, draw: &mut Draw) {
    for (column, list) in [("t", codes::CATEGORY_T), ("n", codes::CATEGORY_N), ("m", codes::CATEGORY_M)] {
        let text = patient.text(column);
        if text.is_empty() {
            continue;
        }
        let pathological = text.to_lowercase().starts_with('p');
        if column == "n" && text.to_lowercase().contains("n1") && draw.chance(0.8) {
            coded.conditions.push(Event { day, code: &codes::NODES[0] });
        }
        let code = &list[usize::from(pathological)];
        coded.measurements.push(category(day, code, text));
    }
}

fn category(day: Day, code: &'static Code, text: String) -> Measurement {
    let (operator, unit) = (Operator::Absent, String::new());
    Measurement { event: Event { day, code }, operator, number: None, text, unit, upper_reference: None }
}
