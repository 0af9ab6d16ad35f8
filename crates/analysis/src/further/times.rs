//! How long the members were followed, and the curves at fixed years.

use stats::survival::{CurveInterval, Survival, follow_up as reverse};
use stats::{Answer, Fraction};

use crate::curve::{Curve, CurveKind};
use crate::curves::SCALE;
use crate::estimate::{Behind, Estimate};
use crate::study::{Population, Study};
use crate::times::{Endpoint, Times};

/// Years at which every curve is read.
const YEARS: [u8; 2] = [5, 10];

/// Median potential follow-up by the reverse Kaplan-Meier method, in which a death ends a time early and the
/// last contact is what is waited for; with its quartiles.
pub(super) fn follow_up(study: &Study<'_>, population: &Population) -> Estimate {
    let times = Times::of(Endpoint::Death, study.members, &population.members);
    let deaths = times.events();
    let response = Survival::right(&times.years, &deaths).ok();
    let curve = response.and_then(|response| reverse(&response).ok());
    let rule = CurveInterval { level: study.level, transform: SCALE };
    let found = |fraction| curve.as_ref().map(|curve| curve.quantile(fraction, rule));
    let median = found(Fraction::HALF);
    let value = |found: Option<stats::Estimate>| found.and_then(|found| found.value.ok());
    let ci = median.as_ref().and_then(|median| Answer::ok(median.ci));
    let median = value(median);
    let prefix = if population.prefix.is_empty() { "cohort." } else { &population.prefix };
    Estimate {
        id: format!("{prefix}follow_up"),
        label: "Follow-up from the index date, median".into(),
        population: population.name.into(),
        n: times.members.len(),
        missing: times.missing.len(),
        value: median,
        unit: "years",
        median,
        q1: value(found(Fraction::QUARTER)),
        q3: value(found(Fraction::THREE_QUARTERS)),
        ci: ci.map(|ci| (ci.low, ci.high)),
        ci_level: ci.map(|ci| ci.level.get()),
        method: Some("reverse_kaplan_meier"),
        behind: Behind { counted: times.members, missing: times.missing },
        ..Estimate::default()
    }
}

/// Every curve at 5 and 10 years; no value after the last follow-up.
pub(super) fn at_years(curves: &[Curve], study: &Study<'_>) -> Vec<Estimate> {
    let each = |curve| YEARS.into_iter().map(move |years| at(curve, years, study));
    curves.iter().flat_map(each).collect()
}

fn at(curve: &Curve, years: u8, study: &Study<'_>) -> Estimate {
    let time = f64::from(years);
    let followed = curve.steps.last().is_some_and(|last| last.years >= time);
    let step = curve.steps.iter().rev().find(|step| step.years <= time).filter(|_| followed);
    let share = match curve.kind {
        CurveKind::Survival => "share without the event",
        CurveKind::CumulativeIncidence => "cumulative incidence",
    };
    let ci = step.and_then(|step| step.ci);
    Estimate {
        id: format!("{}.at_{years}y", curve.id),
        label: format!("{} at {years} years, {share}", curve.label),
        population: curve.population.clone(),
        n: curve.n,
        missing: curve.missing,
        value: step.map(|step| step.value),
        unit: "proportion",
        ci,
        ci_level: ci.map(|_| study.level.get()),
        method: Some(curve.method),
        ..Estimate::default()
    }
}
