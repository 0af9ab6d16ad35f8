//! The marker: what limits the pairs, and how many changed by more than a bound.

use crate::estimate::Estimate;
use crate::member::{MarkerValue, MemberRow};
use crate::study::{Population, Study};

/// A fall of more than half is a response (clinical rules 3.5).
const FALL: f64 = 0.5;
/// A rise of a quarter or more is progression (clinical rules 3.5).
const RISE: f64 = 0.25;
/// Tolerance of every comparison of computed numbers (contract 2).
const TOLERANCE: f64 = 1e-9;

/// Pairs with a censored value, pairs excluded for antibodies, pairs across assays or preparations.
pub(super) fn counts(study: &Study<'_>, cohort: &Population) -> Vec<Estimate> {
    let pairs = study.among(&cohort.members, MemberRow::in_paired_analysis);
    let without = study.among(&cohort.members, |member| !member.in_paired_analysis());
    let both = study.among(&cohort.members, |member| values(member).is_some());
    let one = study.among(&cohort.members, |member| values(member).is_none());
    let censored = study.proportion(
        "pairs.censored",
        "Pairs with a value known only as below or above a limit",
        "primary pairs",
        &pairs,
        |member| values(member).is_some_and(|values| values.iter().any(|value| value.censored != "no")),
    );
    let antibodies = study.proportion(
        "pairs.tgab_positive",
        "Antibody-positive before or after",
        "both values present",
        &both,
        |member| values(member).is_some_and(|values| values.iter().any(|value| value.antibody_positive)),
    );
    vec![
        censored.with_missing(without),
        antibodies.with_missing(one),
        across(study, &pairs, "cross_assay", "assay", |member| member.particulars.same_assay),
        across(study, &pairs, "cross_preparation", "preparation", |member| {
            member.particulars.same_preparation
        }),
    ]
}

fn values(member: &MemberRow) -> Option<[&MarkerValue; 2]> {
    Some([member.before.as_ref()?, member.after.as_ref()?])
}

/// The share of pairs whose two values differ in something, of those where it is known of both.
fn across(
    study: &Study<'_>,
    pairs: &[u32],
    word: &str,
    what: &str,
    same: fn(&MemberRow) -> Option<bool>,
) -> Estimate {
    let known = study.among(pairs, |member| same(member).is_some());
    let missing = study.among(pairs, |member| same(member).is_none());
    let label = format!("Pairs with another {what} after than before");
    let population = format!("primary pairs, {what} known");
    study
        .proportion(&format!("pairs.{word}"), &label, &population, &known, |member| {
            same(member) == Some(false)
        })
        .with_missing(missing)
}

/// Pairs of a stratum with a fall of more than 50 %, and with a rise of 25 % or more.
pub(super) fn beyond(study: &Study<'_>, stratum: &Population) -> Vec<Estimate> {
    let known = study.among(&stratum.members, |member| change(member).is_some());
    let missing = study.among(&stratum.members, |member| change(member).is_none());
    let changes: Vec<Option<f64>> = known.iter().map(|position| change(study.member(*position))).collect();
    let is_censored = |position: &u32| {
        values(study.member(*position))
            .is_some_and(|values| values.iter().any(|value| value.censored != "no"))
    };
    let n_censored = known.iter().filter(|position| is_censored(position)).count();
    let share = |word: &str, label: &str, keep: fn(f64) -> bool| {
        let id = format!("{}sttg.{word}", stratum.prefix);
        let both = known.iter().zip(&changes);
        let counted = both.filter(|(_, change)| change.is_some_and(keep)).map(|(position, _)| *position);
        let found = study.share(&id, label, stratum.name, counted.collect(), known.len());
        let mut estimate = found.with_missing(missing.clone());
        if n_censored > 0 {
            estimate.cautions.push(format!("{n_censored} pair(s) hold a censored value, taken at its limit"));
        }
        estimate
    };
    vec![
        share("fall_over_50", "Fall of stimulated Tg by more than 50 %", |change| change < -FALL - TOLERANCE),
        share("rise_25_or_more", "Rise of stimulated Tg by 25 % or more", |change| {
            change >= RISE - TOLERANCE
        }),
    ]
}

/// Change of a primary pair as a share of the value before; `None` from a value of 0.
fn change(member: &MemberRow) -> Option<f64> {
    let (before, after) = member.pair()?;
    (before.number > 0.0).then(|| (after.number - before.number) / before.number)
}
