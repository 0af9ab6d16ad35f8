//! Operations.

use timeline::{Day, SurgeryIntent, SurgeryKind};

use crate::care::{Additional, Care};
use crate::cell::Cell;
use crate::draw::Draw;
use crate::role::Role;
use crate::sheet::{Chart, Sheet};

const SIDES: [&str; 3] = ["left", "right", "both"];
const LEVELS: [(&str, f64); 5] = [("VI", 5.0), ("II-IV", 3.0), ("II-V", 2.0), ("III", 1.0), ("", 2.0)];

/// Adds every operation of the person.
pub(crate) fn record(care: &Care, chart: &mut Chart, draw: &mut Draw) {
    match care.role {
        Role::NoThyroidectomy => no_thyroidectomy(care, chart, draw),
        _ => thyroidectomy(care, chart, draw),
    }
    if let Some(day) = care.reoperation {
        neck(day, SurgeryIntent::Reoperation, chart, draw);
    } else if let (Some(first), Some(second)) = (care.rai1, care.rai2)
        && draw.chance(0.03)
    {
        let day = first + draw.whole(20, second - first - 10);
        add(day, SurgeryKind::NodeExcision, Some(SurgeryIntent::Diagnostic), chart, draw);
    }
    for &(day, kind) in &care.additional {
        if kind == Additional::NeckSurgery {
            neck(day, SurgeryIntent::Reoperation, chart, draw);
        }
    }
    if draw.chance(0.02) {
        let day = care.surgery + draw.whole(0, (care.last_contact - care.surgery).max(1));
        add(day, SurgeryKind::Other, None, chart, draw);
    }
}

/// Total, near-total, or lobectomy and completion, before any radioiodine.
fn thyroidectomy(care: &Care, chart: &mut Chart, draw: &mut Draw) {
    let way = draw.weighted(&[
        (SurgeryKind::TotalThyroidectomy, 0.78),
        (SurgeryKind::NearTotalThyroidectomy, 0.14),
        (SurgeryKind::CompletionThyroidectomy, 0.08),
    ]);
    if way == SurgeryKind::CompletionThyroidectomy {
        if draw.chance(0.7) {
            add(care.surgery, SurgeryKind::Lobectomy, Some(SurgeryIntent::Initial), chart, draw);
        }
        add(care.surgery + draw.whole(7, 24), way, Some(SurgeryIntent::Completion), chart, draw);
    } else {
        add(care.surgery, way, Some(SurgeryIntent::Initial), chart, draw);
    }
    if draw.chance(0.35) {
        add(care.surgery, SurgeryKind::NeckDissection, Some(SurgeryIntent::Initial), chart, draw);
    }
}

/// A lobectomy only, or the thyroidectomy after the first dose.
fn no_thyroidectomy(care: &Care, chart: &mut Chart, draw: &mut Draw) {
    if draw.chance(0.9) {
        add(care.surgery, SurgeryKind::Lobectomy, Some(SurgeryIntent::Initial), chart, draw);
    }
    if let Some(first) = care.rai1
        && draw.chance(0.5)
    {
        let day = first + draw.whole(30, 300);
        add(day, SurgeryKind::TotalThyroidectomy, Some(SurgeryIntent::Completion), chart, draw);
    }
}

/// An operation of the neck for disease.
fn neck(day: Day, intent: SurgeryIntent, chart: &mut Chart, draw: &mut Draw) {
    let kind = draw.weighted(&[
        (SurgeryKind::NeckDissection, 0.72),
        (SurgeryKind::NodeExcision, 0.18),
        (SurgeryKind::SoftTissueExcision, 0.1),
    ]);
    let intent = (!draw.chance(0.15)).then_some(intent);
    add(day, kind, intent, chart, draw);
}

fn add(day: Day, kind: SurgeryKind, intent: Option<SurgeryIntent>, chart: &mut Chart, draw: &mut Draw) {
    let neck = !matches!(kind, SurgeryKind::TotalThyroidectomy | SurgeryKind::NearTotalThyroidectomy);
    let side = if neck && draw.chance(0.8) { draw.one_of(&SIDES) } else { "" };
    let level = if kind == SurgeryKind::NeckDissection { draw.weighted(&LEVELS) } else { "" };
    let intent = intent.map_or(Cell::Empty, |intent| Cell::Word(intent.word()));
    let cells = vec![
        Cell::Person,
        Cell::Date(day),
        Cell::Word(kind.word()),
        Cell::word(side),
        Cell::word(level),
        intent,
    ];
    chart.add(Sheet::Surgery, day, cells);
}
