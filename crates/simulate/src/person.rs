//! One person: the course, the chart, the truth.

use timeline::TreatmentKind;

use crate::care::{Additional, Care};
use crate::cell::Cell;
use crate::disease::Disease;
use crate::draw::{Draw, Stream};
use crate::role::Role;
use crate::sheet::{Chart, Sheet};
use crate::truth::Truth;
use crate::{Plan, imaging, patient, radioiodine, sampling, surgery};

/// Days after the index date at which the truth file states thyroglobulin.
const AFTER: i32 = 547;

/// Simulates person number `number` (from 1).
pub(crate) fn simulate(plan: &Plan, number: usize) -> (Chart, Truth) {
    let draw = &mut Draw::of_person(plan.seed, number, Stream::Course);
    let scenario = &plan.scenario;
    let role = Role::draw(scenario, draw);
    let care = Care::draw(role, scenario, draw);
    let disease = Disease::draw(&care, scenario, draw);
    let mut chart = Chart::default();
    patient::record(&care, &disease, &mut chart, draw);
    surgery::record(&care, &mut chart, draw);
    radioiodine::record(&care, &disease, scenario, &mut chart, draw);
    sampling::record(&care, &disease, scenario, &mut chart, draw);
    imaging::record(number, &care, &disease, plan, &mut chart, draw);
    treatments(&care, &mut chart);
    chart.sort();
    (chart, truth(&care, &disease))
}

fn treatments(care: &Care, chart: &mut Chart) {
    for &(day, kind) in &care.additional {
        let kind = match kind {
            Additional::Ebrt => TreatmentKind::Ebrt,
            Additional::Ablation => TreatmentKind::PercutaneousAblation,
            Additional::Tki => TreatmentKind::Tki,
            Additional::Systemic => TreatmentKind::Systemic,
            Additional::Radioiodine | Additional::NeckSurgery => continue,
        };
        chart.add(Sheet::Treatment, day, vec![Cell::Person, Cell::Date(day), Cell::Word(kind.word())]);
    }
}

fn truth(care: &Care, disease: &Disease) -> Truth {
    let second = care.rai2;
    Truth {
        role: care.role,
        response_class: (care.role != Role::OtherHistology).then_some(disease.class),
        rai1_date: care.rai1,
        rai2_date: second,
        effect_log_tg: disease.effect,
        tg_before: second.map(|day| disease.true_tg(day)),
        tg_after: second.map(|day| disease.true_tg(day + AFTER)),
        avid: disease.avid,
        lesion_fate: disease.fate.word(),
        late_remission: disease.late_remission,
        antibodies: disease.antibodies.trend,
        additional_treatment: second.is_some() && !care.additional.is_empty(),
        lost_to_follow_up: care.lost,
        death_cause: care.death.map_or("", |death| death.1),
    }
}
