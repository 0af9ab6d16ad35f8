//! Response categories, final status, additional treatment, death and distant disease.

use std::collections::BTreeMap;

use response::{AdditionalKind, FinalStatus, Response};

use super::share;
use crate::estimate::Estimate;
use crate::member::MemberRow;
use crate::study::{Population, Positions, Study};
use crate::times::is_prevalent;

/// A point in time at which the response is judged: the word of the identifier, its name, the response.
type Occasion = (&'static str, &'static str, fn(&MemberRow) -> Response);

const OCCASIONS: [Occasion; 3] = [
    ("before", "before", |member| member.response_before),
    ("1_2y", "at 1 to 2 years", |member| member.response_1_2y),
    ("last", "at the last visit", |member| member.response_last),
];

/// The share of each response category on each occasion; an unknown response is a category of its own and is
/// counted as missing beside the others.
pub(super) fn responses(study: &Study<'_>, population: &Population) -> Vec<Estimate> {
    let mut list = Vec::new();
    for (word, name, response) in OCCASIONS {
        let found = sorted(study, population, |member| response(member) as usize);
        let unknown = found.get(&(Response::Unknown as usize)).cloned().unwrap_or_default();
        list.extend(Response::ALL.iter().map(|&category| {
            let id = format!("{}response.{word}.{}", population.prefix, category.word());
            let label = format!("Response {name}: {}", spoken(category.word()));
            let counted = found.get(&(category as usize)).cloned().unwrap_or_default();
            let found = study.share(&id, &label, population.name, counted, population.members.len());
            if category == Response::Unknown { found } else { found.with_missing(unknown.clone()) }
        }));
    }
    list
}

/// The share of each final status, likewise; of the cohort also of everybody who is not NED.
pub(super) fn statuses(study: &Study<'_>, population: &Population) -> Vec<Estimate> {
    let found = sorted(study, population, |member| member.final_status as usize);
    let unknown = found.get(&(FinalStatus::Unknown as usize)).cloned().unwrap_or_default();
    let status = FinalStatus::ALL.iter().map(|&status| {
        let id = format!("{}final_status.{}", population.prefix, status.word());
        let label = match status {
            FinalStatus::Ned => "Final status: NED".into(),
            _ => format!("Final status: {}", spoken(status.word())),
        };
        let counted = found.get(&(status as usize)).cloned().unwrap_or_default();
        let found = study.share(&id, &label, population.name, counted, population.members.len());
        if status == FinalStatus::Unknown { found } else { found.with_missing(unknown.clone()) }
    });
    let mut list: Vec<Estimate> = status.collect();
    let label = "Not NED at last visit, dead and unknown included";
    let other =
        share(study, population, "outcome.not_ned", label, |member| member.final_status != FinalStatus::Ned);
    list.push(other.with_missing(unknown));
    list
}

/// Additional treatment of a stratum, any and by kind.
pub(super) fn additional(study: &Study<'_>, stratum: &Population) -> Vec<Estimate> {
    let any = share(study, stratum, "outcome.additional_treatment", "Additional treatment", |member| {
        !member.additional.is_empty()
    });
    let kinds = AdditionalKind::ALL.iter().map(|kind| {
        let id = format!("outcome.additional_treatment.{}", kind.word());
        let label = format!("Additional treatment: {}", spoken(kind.word()));
        share(study, stratum, &id, &label, |member| member.additional.contains(kind))
    });
    std::iter::once(any).chain(kinds).collect()
}

/// Deaths of the cohort, and new distant metastases among those without earlier ones.
pub(super) fn deaths(study: &Study<'_>, cohort: &Population) -> Vec<Estimate> {
    let is = |wanted: FinalStatus| move |member: &MemberRow| member.final_status == wanted;
    let free = study.among(&cohort.members, |member| !is_prevalent(member));
    let prevalent = study.among(&cohort.members, is_prevalent);
    let new = study.proportion(
        "outcome.new_distant_metastasis",
        "New distant metastasis after the second course",
        "without distant metastasis at the index date",
        &free,
        |member| member.afterwards.first_distant.is_some(),
    );
    vec![
        share(study, cohort, "outcome.death", "Death of any cause", |member| {
            matches!(member.final_status, FinalStatus::DeadOfDisease | FinalStatus::DeadOther)
        }),
        share(
            study,
            cohort,
            "outcome.death.disease",
            "Death of thyroid cancer",
            is(FinalStatus::DeadOfDisease),
        ),
        share(
            study,
            cohort,
            "outcome.death.other",
            "Death of another or unknown cause",
            is(FinalStatus::DeadOther),
        ),
        new.with_missing(prevalent),
    ]
}

/// The members of each category, by its number; each member is looked at once.
fn sorted(
    study: &Study<'_>,
    population: &Population,
    category: impl Fn(&MemberRow) -> usize,
) -> BTreeMap<usize, Positions> {
    let mut found: BTreeMap<usize, Positions> = BTreeMap::new();
    for &position in &population.members {
        found.entry(category(study.member(position))).or_default().push(position);
    }
    found
}

/// A word of results as people read it.
fn spoken(word: &str) -> String {
    word.replace('_', " ")
}
