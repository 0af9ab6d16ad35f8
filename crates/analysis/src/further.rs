//! Estimates that the contract does not name and a paper needs; their identifiers are ours
//! (`docs/guide/outputs.md`).

mod course;
mod marker;
mod outcomes;
mod times;

use protocol::Protocol;

use crate::curve::Curve;
use crate::estimate::Estimate;
use crate::member::MemberRow;
use crate::study::{Population, Study};

/// All further estimates, in the order of a report: who the patients are, how long they were followed, the
/// marker, responses and final status, later treatment and death, and the curves at fixed years.
pub fn further(members: &[MemberRow], curves: &[Curve], protocol: &Protocol) -> Vec<Estimate> {
    let study = Study::new(members, protocol.analysis.confidence_level);
    let populations = study.populations();
    let (cohort, strata) = populations.split_at(1);
    let cohort = &cohort[0];
    let mut list = course::described(&study, cohort);
    list.extend(populations.iter().map(|population| times::follow_up(&study, population)));
    list.extend(marker::counts(&study, cohort));
    for stratum in strata {
        list.extend(marker::beyond(&study, stratum));
    }
    for population in &populations {
        list.extend(outcomes::responses(&study, population));
    }
    for population in &populations {
        list.extend(outcomes::statuses(&study, population));
    }
    for stratum in strata {
        list.extend(outcomes::additional(&study, stratum));
    }
    list.extend(outcomes::deaths(&study, cohort));
    list.extend(times::at_years(curves, &study));
    list
}

/// The share of a population, identified by its prefix.
fn share(
    study: &Study<'_>,
    population: &Population,
    id: &str,
    label: &str,
    keep: impl Fn(&MemberRow) -> bool,
) -> Estimate {
    let id = format!("{}{id}", population.prefix);
    study.proportion(&id, label, population.name, &population.members, keep)
}
