//! Administrations of radioiodine and injections of rhTSH.

use timeline::{Day, Preparation, RadioiodineIntent, ScanFinding};

use crate::Scenario;
use crate::care::{Care, Reason, Stimulation};
use crate::cell::Cell;
use crate::disease::Disease;
use crate::draw::Draw;
use crate::role::{ResponseClass, Role};
use crate::sheet::{Chart, Sheet};

/// Spellings of the units, with the factor from mCi.
const UNITS: [((&str, f64), f64); 8] = [
    (("mCi", 1.0), 0.58),
    (("MBq", 37.0), 0.2),
    (("GBq", 0.037), 0.12),
    (("mci", 1.0), 0.04),
    (("millicurie", 1.0), 0.02),
    (("millicuries", 1.0), 0.01),
    (("megabecquerel", 37.0), 0.02),
    (("gigabecquerels", 0.037), 0.01),
];

/// One administration before it is written.
struct Dose {
    day: Day,
    mci: f64,
    intent: Option<RadioiodineIntent>,
    preparation: Option<Preparation>,
    scan: Option<ScanFinding>,
}

/// Adds every administration and injection of the person.
pub(crate) fn record(
    care: &Care,
    disease: &Disease,
    scenario: &Scenario,
    chart: &mut Chart,
    draw: &mut Draw,
) {
    for stimulation in &care.stimulations {
        if stimulation.preparation == Preparation::Rhtsh {
            for before in [2, 1] {
                let day = stimulation.day - before;
                chart.add(Sheet::Rhtsh, day, vec![Cell::Person, Cell::Date(day)]);
            }
        }
        match stimulation.reason {
            Reason::Test => {}
            Reason::Scan => diagnostic(stimulation, chart, draw),
            _ => course(stimulation, care, disease, scenario, chart, draw),
        }
    }
}

fn diagnostic(stimulation: &Stimulation, chart: &mut Chart, draw: &mut Draw) {
    let mci = draw.one_of(&[1.0, 2.0, 2.0, 4.0, 5.0, 5.0, 10.0]);
    let intent = draw.chance(0.75).then_some(RadioiodineIntent::Diagnostic);
    let preparation = draw.chance(0.8).then_some(stimulation.preparation);
    let scan = draw.chance(0.5).then(|| draw.one_of(&[ScanFinding::Negative, ScanFinding::BedOnly]));
    write(&Dose { day: stimulation.day, mci, intent, preparation, scan }, draw.weighted(&UNITS), chart, draw);
}

fn course(
    stimulation: &Stimulation,
    care: &Care,
    disease: &Disease,
    scenario: &Scenario,
    chart: &mut Chart,
    draw: &mut Draw,
) {
    use RadioiodineIntent::{Ablation, Adjuvant, Treatment};
    let first = stimulation.reason == Reason::FirstCourse;
    let mci = if first {
        draw.weighted(&[(30.0, 2.0), (50.0, 1.0), (100.0, 4.0), (150.0, 3.0), (80.0, 0.5)])
    } else {
        draw.weighted(&[(100.0, 2.0), (150.0, 5.0), (200.0, 2.0), (120.0, 0.5)])
    };
    let intent = if first {
        draw.weighted(&[(Some(Ablation), 5.0), (Some(Adjuvant), 3.0), (Some(Treatment), 1.0), (None, 1.0)])
    } else {
        draw.weighted(&[(Some(Treatment), 8.0), (Some(Adjuvant), 0.7), (None, 1.3)])
    };
    let preparation = draw.chance(0.9).then_some(stimulation.preparation);
    let scan = draw.chance(0.88).then(|| scan(stimulation.reason, care, disease, draw));
    let mut dose = Dose { day: stimulation.day, mci, intent, preparation, scan };
    if draw.chance(scenario.habits.recorded_twice) {
        write(&dose, ("MBq", 37.0), chart, draw);
        return write(&dose, ("mCi", 1.0), chart, draw);
    }
    if draw.chance(scenario.habits.split_dose) && mci >= 80.0 {
        dose.mci /= 2.0;
        write(&dose, draw.weighted(&UNITS), chart, draw);
        dose.day = dose.day + draw.whole(7, 85);
        if dose.day > care.last_contact {
            return;
        }
    }
    write(&dose, draw.weighted(&UNITS), chart, draw);
}

/// What the scan after a course shows. Metastatic persons show it at the first or the second.
fn scan(reason: Reason, care: &Care, disease: &Disease, draw: &mut Draw) -> ScanFinding {
    use ScanFinding::{BedOnly, Bone, Indeterminate, Lung, Mediastinal, NeckNodal, Negative, OtherDistant};
    if care.role == Role::Metastatic && draw.chance(0.75) {
        return draw.weighted(&[(Lung, 6.0), (Bone, 2.0), (OtherDistant, 1.0)]);
    }
    let visible = care.class == ResponseClass::Structural;
    match reason {
        Reason::FirstCourse if visible => {
            draw.weighted(&[(BedOnly, 5.0), (NeckNodal, 4.0), (Mediastinal, 0.3), (Indeterminate, 0.5)])
        }
        Reason::FirstCourse => {
            draw.weighted(&[(BedOnly, 8.0), (Negative, 1.0), (NeckNodal, 0.5), (Indeterminate, 0.4)])
        }
        _ if disease.avid == Some(true) => {
            draw.weighted(&[(NeckNodal, 6.0), (BedOnly, 3.0), (Mediastinal, 0.5), (Indeterminate, 0.5)])
        }
        _ => draw.weighted(&[(Negative, 8.0), (BedOnly, 1.0), (Indeterminate, 0.6)]),
    }
}

fn write(dose: &Dose, (unit, factor): (&'static str, f64), chart: &mut Chart, draw: &mut Draw) {
    let decimals = if factor < 1.0 { 3 } else { 0 };
    let cells = vec![
        Cell::Person,
        Cell::Date(dose.day),
        Cell::number(dose.mci * factor, decimals),
        Cell::Word(unit),
        dose.intent.map_or(Cell::Empty, |intent| Cell::Word(intent.word())),
        dose.preparation.map_or(Cell::Empty, |preparation| Cell::Word(preparation.word())),
        dose.scan.map_or(Cell::Empty, |scan| Cell::Word(scan.word())),
        Cell::word(draw.weighted(&[("here", 6.0), ("elsewhere", 2.0), ("", 2.0)])),
    ];
    chart.add(Sheet::Radioiodine, dose.day, cells);
}
