//! When blood was drawn, and visits.

use timeline::{Day, Preparation};

use crate::Scenario;
use crate::care::{Care, Reason, Stimulation};
use crate::cell::Cell;
use crate::disease::Disease;
use crate::draw::Draw;
use crate::laboratory::{LABORATORIES, Laboratory};
use crate::panel::{self, Sample, State};
use crate::sheet::{Chart, Sheet};

/// Adds every laboratory row and visit of the person.
pub(crate) fn record(
    care: &Care,
    disease: &Disease,
    scenario: &Scenario,
    chart: &mut Chart,
    draw: &mut Draw,
) {
    let mut samples: Vec<Sample> =
        care.stimulations.iter().filter(|it| it.sampled).map(|it| stimulated(it, disease, draw)).collect();
    regular(care, disease, &mut samples, draw);
    for sample in &mut samples {
        let doses = care.stimulations.iter().filter(|it| !matches!(it.reason, Reason::Scan | Reason::Test));
        sample.dose = doses.map(|it| it.day).filter(|dose| *dose <= sample.day).max();
        panel::record(sample, disease, scenario, chart, draw);
        if draw.chance(0.95) {
            visit(sample.day, if draw.chance(0.97) { "endocrine" } else { "" }, chart);
        }
    }
    for stimulation in care.stimulations.iter().filter(|it| it.reason != Reason::Test) {
        visit(stimulation.day, "nuclear_medicine", chart);
    }
    if draw.chance(0.4) {
        visit(care.surgery, "admission", chart);
    }
    visit(care.last_contact, "endocrine", chart);
}

/// The sample of a stimulation: on the day or the day before after withdrawal, else two to four days
/// after the second injection, mostly three.
fn stimulated(stimulation: &Stimulation, disease: &Disease, draw: &mut Draw) -> Sample {
    let second = stimulation.reason == Reason::SecondCourse;
    let rhtsh = stimulation.preparation == Preparation::Rhtsh;
    let fails = draw.chance(0.03);
    let (state, day) = if rhtsh {
        (State::Rhtsh, stimulation.day + draw.weighted(&[(2, 8.0), (1, 1.0), (3, 1.0)]))
    } else if fails && !second {
        (State::Insufficient, stimulation.day)
    } else {
        (State::Withdrawal, stimulation.day - draw.weighted(&[(0, 7.0), (1, 3.0)]))
    };
    let laboratory = if second || draw.chance(0.93) { disease.laboratory } else { other_laboratory(draw) };
    Sample { day, state, laboratory, error: second.then_some(disease.error_before), dose: None }
}

/// Visits on hormone: every few months in the first two years after a treatment, then about yearly;
/// none within three weeks of a stimulation, sampled or not.
fn regular(care: &Care, disease: &Disease, samples: &mut Vec<Sample>, draw: &mut Draw) {
    let mut day = care.surgery + draw.whole(40, 110);
    while day < care.last_contact - 5 {
        let near = care.stimulations.iter().any(|it| (it.day - day).abs() < 21);
        if !near {
            let state = if draw.chance(0.65) { State::Suppressed } else { State::Replaced };
            let laboratory = if draw.chance(0.88) { disease.laboratory } else { other_laboratory(draw) };
            samples.push(Sample { day, state, laboratory, error: None, dose: None });
        }
        let recent = care.rai2.filter(|second| *second <= day).unwrap_or(care.surgery);
        day = day + if day - recent < 600 { draw.whole(150, 260) } else { draw.whole(320, 520) };
    }
}

/// The hospital's own laboratory for most; some persons bring their results from elsewhere.
pub(crate) fn usual_laboratory(draw: &mut Draw) -> &'static Laboratory {
    &LABORATORIES[draw.weighted(&[(0, 0.62), (1, 0.2), (2, 0.06), (3, 0.05), (4, 0.07)])]
}

fn other_laboratory(draw: &mut Draw) -> &'static Laboratory {
    &LABORATORIES[draw.weighted(&[(0, 0.3), (1, 0.4), (2, 0.1), (3, 0.05), (4, 0.15)])]
}

fn visit(day: Day, kind: &'static str, chart: &mut Chart) {
    chart.add(Sheet::Visit, day, vec![Cell::Person, Cell::Date(day), Cell::word(kind)]);
}
