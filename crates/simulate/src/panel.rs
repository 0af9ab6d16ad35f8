//! Blood samples and what the laboratory prints for them.

use timeline::{Analyte, Day};

use crate::Scenario;
use crate::cell::{Cell, Sign};
use crate::disease::Disease;
use crate::draw::Draw;
use crate::laboratory::{Laboratory, exact, print};
use crate::sheet::{Chart, Sheet};

/// The state of TSH at a draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Withdrawal,
    /// Withdrawal that did not reach 30 mIU/L.
    Insufficient,
    Rhtsh,
    Suppressed,
    /// On hormone, not suppressed.
    Replaced,
}

/// One blood sample.
pub(crate) struct Sample {
    pub day: Day,
    pub state: State,
    pub laboratory: &'static Laboratory,
    /// Standard normal error of the thyroglobulin, where it was drawn before.
    pub error: Option<f64>,
    /// Day of the last dose before the sample.
    pub dose: Option<Day>,
}

impl State {
    /// Logarithm of thyroglobulin relative to withdrawal.
    pub(crate) fn log_ratio(self, scenario: &Scenario, suppressed_ratio: f64) -> f64 {
        match self {
            State::Withdrawal => 0.0,
            State::Insufficient => 0.7f64.ln(),
            State::Rhtsh => scenario.measurement.rhtsh_ratio.ln(),
            State::Suppressed => suppressed_ratio.ln(),
            State::Replaced => (suppressed_ratio * 1.6).min(1.0).ln(),
        }
    }

    pub(crate) fn is_stimulated(self) -> bool {
        matches!(self, State::Withdrawal | State::Insufficient | State::Rhtsh)
    }

    fn tsh(self, draw: &mut Draw) -> f64 {
        match self {
            State::Withdrawal => draw.lognormal(85.0, 0.35).max(31.0),
            State::Insufficient => draw.between(14.0, 29.9),
            State::Rhtsh => draw.lognormal(18.0, 0.5).min(90.0),
            State::Suppressed => draw.lognormal(0.06, 0.9).min(0.47),
            State::Replaced => draw.lognormal(1.3, 0.5).clamp(0.51, 9.0),
        }
    }
}

/// Logarithm of the measured thyroglobulin, ng/mL.
pub(crate) fn measured_log_tg(sample: &Sample, disease: &Disease, scenario: &Scenario, error: f64) -> f64 {
    let measurement = &scenario.measurement;
    let interference =
        if disease.antibodies.at(sample.day) > 1.0 { scenario.antibodies.interference.ln() } else { 0.0 };
    let since_dose = sample.dose.map_or(i32::MAX, |dose| sample.day - dose);
    let release = if (4..=60).contains(&since_dose) { measurement.release } else { 0.0 };
    disease.tg.log_at(sample.day)
        + sample.state.log_ratio(scenario, disease.suppressed_ratio)
        + measurement.assay_bias * sample.laboratory.assay(sample.day.ymd().0).log_bias
        + measurement.log_sd * error
        + interference
        + release
}

/// Adds the rows of one sample.
pub(crate) fn record(
    sample: &Sample,
    disease: &Disease,
    scenario: &Scenario,
    chart: &mut Chart,
    draw: &mut Draw,
) {
    let stimulated = sample.state.is_stimulated();
    if stimulated || draw.chance(0.95) {
        thyroglobulin(sample, disease, scenario, chart, draw);
    }
    if draw.chance(0.88) {
        antibodies(sample, disease, chart, draw);
    }
    if stimulated || draw.chance(0.98) {
        tsh(sample, chart, draw);
    }
    if !stimulated && draw.chance(0.35) {
        ft4(sample, chart, draw);
    }
    if disease.calcitonin && draw.chance(0.7) {
        let value = Cell::number(draw.lognormal(80.0, 1.5), 1);
        add(
            sample.day,
            "calcitonin",
            value,
            "pg/mL",
            "",
            [Cell::Empty, Cell::Empty],
            sample.laboratory,
            chart,
        );
    }
}

fn thyroglobulin(
    sample: &Sample,
    disease: &Disease,
    scenario: &Scenario,
    chart: &mut Chart,
    draw: &mut Draw,
) {
    let laboratory = sample.laboratory;
    let year = sample.day.ymd().0;
    let (assay, unit) = (laboratory.assay(year), laboratory.unit(year));
    let error = sample.error.unwrap_or_else(|| draw.normal());
    let value = measured_log_tg(sample, disease, scenario, error).exp();
    let mut printed = print(value, assay.limit, assay.upper, unit.factor);
    let limit =
        if laboratory.prints_limit { exact(Sign::None, assay.limit * unit.factor) } else { Cell::Empty };
    if laboratory.prints_limit && value < assay.limit && draw.chance(0.15) {
        printed =
            Cell::Word(draw.one_of(&["undetectable", "not detected", "not detectable", "negative", "neg"]));
    }
    add(
        sample.day,
        Analyte::Tg.word(),
        printed,
        unit.name,
        assay.name,
        [limit, Cell::Empty],
        laboratory,
        chart,
    );
}

fn antibodies(sample: &Sample, disease: &Disease, chart: &mut Chart, draw: &mut Draw) {
    let assay = &sample.laboratory.antibody;
    let value = disease.antibodies.at(sample.day) * assay.reference * draw.lognormal(1.0, 0.05);
    let printed = print(value, assay.limit, assay.reference * 40.0, 1.0);
    let reference = exact(Sign::None, assay.reference);
    let day = sample.day;
    add(
        day,
        Analyte::Tgab.word(),
        printed,
        assay.unit,
        assay.name,
        [Cell::Empty, reference],
        sample.laboratory,
        chart,
    );
}

fn tsh(sample: &Sample, chart: &mut Chart, draw: &mut Draw) {
    let laboratory = sample.laboratory;
    let value = sample.state.tsh(draw);
    let printed = print(value, laboratory.tsh_limit, laboratory.tsh_upper, 1.0);
    let reference = if draw.chance(0.3) { Cell::number(4.2, 1) } else { Cell::Empty };
    let early = i32::from(sample.state == State::Withdrawal && draw.chance(0.08));
    let day = sample.day - early;
    add(
        day,
        Analyte::Tsh.word(),
        printed,
        laboratory.tsh_unit,
        "",
        [Cell::Empty, reference],
        laboratory,
        chart,
    );
}

fn ft4(sample: &Sample, chart: &mut Chart, draw: &mut Draw) {
    let laboratory = sample.laboratory;
    let value = draw.lognormal(19.0, 0.15) * laboratory.ft4_factor;
    let value = Cell::number(value, if laboratory.ft4_factor < 1.0 { 2 } else { 1 });
    add(
        sample.day,
        Analyte::Ft4.word(),
        value,
        laboratory.ft4_unit,
        "",
        [Cell::Empty, Cell::Empty],
        laboratory,
        chart,
    );
}

#[allow(clippy::too_many_arguments, reason = "one argument per column")]
fn add(
    day: Day,
    analyte: &'static str,
    value: Cell,
    unit: &'static str,
    assay: &'static str,
    [limit, reference]: [Cell; 2],
    laboratory: &Laboratory,
    chart: &mut Chart,
) {
    let cells = vec![
        Cell::Person,
        Cell::Date(day),
        Cell::Word(analyte),
        value,
        Cell::Word(unit),
        Cell::word(assay),
        Cell::word(laboratory.name),
        limit,
        reference,
    ];
    chart.add(Sheet::Lab, day, cells);
}
