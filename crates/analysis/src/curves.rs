//! The curves of a study: additional treatment, survival, death of the disease, distant metastasis.

use protocol::Protocol;
use stats::survival::competing::{IncidenceVariance, cumulative_incidence};
use stats::survival::{CurveInterval, Survival, Transform, kaplan_meier};

use crate::curve::{Curve, CurveKind, READ_YEARS, Step};
use crate::member::MemberRow;
use crate::study::{Population, Study};
use crate::times::{End, Endpoint, Times};

/// Scale of every interval of a curve: it never leaves 0 to 1.
pub(crate) const SCALE: Transform = Transform::LogLog;

/// Columns of numbers at risk that a figure of one journal column has room for.
const MOST_COLUMNS: f64 = 11.0;

/// All curves of a cohort: additional treatment and survival of everybody and of each stratum, death of the
/// disease and (where it happened) distant metastasis of everybody.
pub fn curves(members: &[MemberRow], protocol: &Protocol) -> Vec<Curve> {
    let study = Study::new(members, protocol.analysis.confidence_level);
    let populations = study.populations();
    let of = |endpoint: Endpoint| populations.iter().map(move |population| (endpoint, population));
    let mut all: Vec<(Endpoint, &Population)> = of(Endpoint::AdditionalTreatment).collect();
    all.extend(of(Endpoint::Death));
    all.extend(of(Endpoint::DeathOfDisease).take(1));
    all.extend(of(Endpoint::DistantMetastasis).take(1));
    let width = width(&Times::of(Endpoint::Death, members, &populations[0].members).years);
    let drawn = all.into_iter().map(|(endpoint, population)| curve(&study, endpoint, population, width));
    drawn.filter(|curve| curve.n_events > 0 || !curve.id.ends_with("distant_metastasis")).collect()
}

fn curve(study: &Study<'_>, endpoint: Endpoint, population: &Population, width: f64) -> Curve {
    let (id, label, competing) = match endpoint {
        Endpoint::AdditionalTreatment => ("additional_treatment", "Additional treatment", "death"),
        Endpoint::Death => ("overall_survival", "Overall survival", ""),
        Endpoint::DeathOfDisease => {
            ("death_of_disease", "Death of thyroid cancer", "death of another or unknown cause")
        }
        Endpoint::DistantMetastasis => ("distant_metastasis", "New distant metastasis", "death"),
    };
    let times = Times::of(endpoint, study.members, &population.members);
    let rule = CurveInterval { level: study.level, transform: SCALE };
    let kind = match endpoint {
        Endpoint::Death => CurveKind::Survival,
        _ => CurveKind::CumulativeIncidence,
    };
    let Drawn { steps, censored } = match kind {
        CurveKind::Survival => survival(&times, rule),
        CurveKind::CumulativeIncidence => incidence(&times, rule),
    };
    Curve {
        id: format!("{}time.{id}", population.prefix),
        label: label.into(),
        population: population.name.into(),
        kind,
        competing,
        n: times.members.len(),
        missing: times.missing.len(),
        n_events: times.count(End::Event),
        n_competing: times.count(End::Competing),
        steps,
        censored,
        at_risk: at_risk(&times.years, (0..).map(|column| f64::from(column) * width)),
        read_at: at_risk(&times.years, READ_YEARS.into_iter()),
        ci_level: study.level.get(),
        method: match kind {
            CurveKind::Survival => "kaplan_meier_log_log",
            CurveKind::CumulativeIncidence => "aalen_johansen_log_log",
        },
    }
}

/// What the estimator gives a figure.
struct Drawn {
    steps: Vec<Step>,
    censored: Vec<f64>,
}

impl Drawn {
    /// Keeps the times with an event, and repeats the last value at the last time.
    fn new(start: f64, times: &[f64], censored: &[f64], step: impl Fn(usize) -> Option<Step>) -> Drawn {
        let mut steps = vec![Step { years: 0.0, value: start, ci: None }];
        steps.extend((0..times.len()).filter_map(step));
        if let (Some(&end), Some(&last)) = (times.last(), steps.last())
            && last.years < end
        {
            steps.push(Step { years: end, ..last });
        }
        let censored = times.iter().zip(censored).filter(|(_, n)| **n > 0.0).map(|(time, _)| *time);
        Drawn { steps, censored: censored.collect() }
    }
}

fn survival(times: &Times, rule: CurveInterval) -> Drawn {
    let events = times.events();
    let response = Survival::right(&times.years, &events).ok();
    match response.and_then(|response| kaplan_meier(&response).ok()) {
        Some(curve) => Drawn::new(1.0, &curve.time, &curve.censored, |i| {
            let (years, value) = (curve.time[i], curve.survival[i]);
            (curve.events[i] > 0.0).then(|| Step { years, value, ci: curve.limits(i, rule) })
        }),
        None => Drawn::new(1.0, &[], &[], |_| None),
    }
}

fn incidence(times: &Times, rule: CurveInterval) -> Drawn {
    let response = Survival::competing(&times.years, &times.ends, 2).ok();
    match response.and_then(|response| cumulative_incidence(&response).ok()) {
        Some(curve) => Drawn::new(0.0, &curve.time, &curve.censored, |i| {
            let (years, event) = (curve.time[i], &curve.causes[0]);
            (event.events[i] > 0.0).then(|| {
                let found = curve.estimate_at(1, years, rule, IncidenceVariance::Influence);
                let ci = found.ci.ok().map(|ci| (ci.low, ci.high));
                Step { years, value: event.incidence[i], ci }
            })
        }),
        None => Drawn::new(0.0, &[], &[], |_| None),
    }
}

/// Years between two columns of numbers at risk: 1, 2, 5, 10, ... so that all columns fit a figure; one width
/// for all curves of a study, so that they can stand in one figure.
fn width(years: &[f64]) -> f64 {
    let last = years.iter().copied().fold(0.0, f64::max);
    let widths = (0..).flat_map(|power| [1.0, 2.0, 5.0].map(|width| width * 10f64.powi(power)));
    widths.into_iter().find(|width| last / width < MOST_COLUMNS).unwrap_or(f64::MAX)
}

/// Members at risk at these ascending years up to the last at which somebody is; those who leave at a time
/// are at risk at it.
fn at_risk(years: &[f64], columns: impl Iterator<Item = f64>) -> Vec<(f64, usize)> {
    let mut sorted = years.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let last = sorted.last().copied().unwrap_or(0.0);
    let columns = columns.take_while(|year| *year <= last);
    columns.map(|year| (year, sorted.len() - sorted.partition_point(|time| *time < year - 1e-9))).collect()
}
