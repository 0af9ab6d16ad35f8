//! Candidates, the cohort they become, and its attrition.

use std::sync::Arc;

use protocol::{Criterion, Protocol};
use rayon::prelude::*;
use thyroid::courses::{Courses, courses};
use thyroid::histology::is_poorly_differentiated;
use thyroid::surgery::thyroidectomy;
use timeline::{Day, Foresight, History, Judged, Names, Population, Reason, words};

use crate::baseline::{Baseline, Stratum, baseline};
use crate::criteria::fulfils;

words! {
    /// Something about a member that a reader should know.
    pub enum Flag {
        /// A course opened soon after the previous one.
        CourseGap = "course_gap",
        /// Completion thyroidectomy without its lobectomy in the records.
        LobectomyElsewhere = "lobectomy_elsewhere",
        /// Poorly differentiated carcinoma.
        PoorlyDifferentiated = "poorly_differentiated",
    }
}

/// The index date and the first course before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Index {
    /// Day of the first course.
    pub first_course: Day,
    /// The index date: day of the second course.
    pub day: Day,
}

/// One person on the way through the criteria.
#[derive(Clone, Debug)]
pub struct Candidate<'a> {
    /// Number of the person in the population.
    pub person: usize,
    /// What selection may see.
    pub history: History<'a>,
    /// Radioiodine courses.
    pub courses: Courses,
    /// The index date, when there are two courses.
    pub index: Option<Index>,
    /// The baseline, once it was judged.
    pub baseline: Option<Baseline>,
    /// The criteria fulfilled so far, with their reasons.
    pub fulfilled: Vec<(Criterion, Reason)>,
}

impl Candidate<'_> {
    /// Day of the first therapeutic course.
    pub fn first_course(&self) -> Option<Day> {
        self.courses.courses.first().map(|course| course.day)
    }
}

/// One person who left, and why.
#[derive(Clone, Debug)]
pub struct Exclusion {
    /// Number of the person in the population.
    pub person: usize,
    /// The person's identifier.
    pub id: Box<str>,
    /// The first criterion that failed.
    pub criterion: Criterion,
    /// The criteria fulfilled before it.
    pub fulfilled: Vec<(Criterion, Reason)>,
    /// Why it failed.
    pub reason: Reason,
}

/// One step of the attrition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attrition {
    /// The criterion; `None` for the candidates themselves.
    pub criterion: Option<Criterion>,
    /// Persons who left at this step.
    pub n_excluded: usize,
    /// Persons who remained.
    pub n_remaining: usize,
}

/// One person of the cohort.
#[derive(Clone, Debug)]
pub struct Member {
    /// Number of the person in the population.
    pub person: usize,
    /// The index date.
    pub index: Index,
    /// Radioiodine courses.
    pub courses: Courses,
    /// The baseline.
    pub baseline: Baseline,
    /// The stratum.
    pub stratum: Stratum,
    /// Flags, in alphabetical order.
    pub flags: Vec<Flag>,
    /// The criteria fulfilled, with their reasons.
    pub fulfilled: Vec<(Criterion, Reason)>,
}

/// Candidates that shrink criterion by criterion; the counts always add up to the source's.
pub struct Cohort<'a> {
    candidates: Vec<Candidate<'a>>,
    attrition: Vec<Attrition>,
    exclusions: Vec<Exclusion>,
    n_uninvolved: usize,
}

impl<'a> Cohort<'a> {
    /// Every person of the population is a candidate, the uninvolved too: they leave at the first
    /// criterion that is required (a source names persons uninvolved only where that is the histology).
    pub fn candidates(population: &'a Population, protocol: &Protocol) -> Cohort<'a> {
        let candidates: Vec<Candidate> = (0..population.len())
            .into_par_iter()
            .map(|person| candidate(population, person, protocol))
            .collect();
        let n_uninvolved = population.uninvolved.len();
        let n_remaining = candidates.len() + n_uninvolved;
        let start = Attrition { criterion: None, n_excluded: 0, n_remaining };
        Cohort { candidates, attrition: vec![start], exclusions: Vec::new(), n_uninvolved }
    }

    /// Keeps the candidates who fulfil the criterion and records the step. The only way in which a
    /// cohort shrinks.
    pub fn require(
        &mut self,
        criterion: Criterion,
        test: impl Fn(&mut Candidate<'a>) -> Judged<bool> + Sync,
    ) {
        let judged: Vec<Result<Candidate, Exclusion>> = std::mem::take(&mut self.candidates)
            .into_par_iter()
            .map(|mut candidate| {
                let Judged { value, reason } = test(&mut candidate);
                if value {
                    candidate.fulfilled.push((criterion, reason));
                    Ok(candidate)
                } else {
                    let Candidate { person, fulfilled, history, .. } = candidate;
                    let id = history.person_id().into();
                    Err(Exclusion { person, id, criterion, fulfilled, reason })
                }
            })
            .collect();
        let n_before = judged.len() + std::mem::take(&mut self.n_uninvolved);
        for outcome in judged {
            match outcome {
                Ok(candidate) => self.candidates.push(candidate),
                Err(exclusion) => self.exclusions.push(exclusion),
            }
        }
        let n_remaining = self.candidates.len();
        let n_excluded = n_before - n_remaining;
        self.attrition.push(Attrition { criterion: Some(criterion), n_excluded, n_remaining });
    }
}

/// The result of a selection.
#[derive(Clone, Debug)]
pub struct Selection {
    /// The cohort, in the population's order.
    pub members: Vec<Member>,
    /// Everybody else, in the population's order.
    pub exclusions: Vec<Exclusion>,
    /// The steps, candidates first.
    pub attrition: Vec<Attrition>,
    /// Those of whom there is no record of the disease, and the criterion at which they left.
    pub uninvolved: Option<(Criterion, Arc<Names>)>,
}

/// Selects the cohort by the protocol's criteria, in their order.
pub fn select(population: &Population, protocol: &Protocol) -> Selection {
    let mut cohort = Cohort::candidates(population, protocol);
    for &criterion in &protocol.criteria {
        cohort.require(criterion, |candidate| fulfils(criterion, candidate, protocol));
    }
    let Cohort { candidates, attrition, mut exclusions, .. } = cohort;
    exclusions.sort_by_key(|exclusion| exclusion.person);
    let members = candidates.into_par_iter().filter_map(|candidate| member(candidate, protocol)).collect();
    let first = protocol.criteria.first().filter(|_| !population.uninvolved.is_empty());
    let uninvolved = first.map(|first| (*first, population.uninvolved.clone()));
    Selection { members, exclusions, attrition, uninvolved }
}

fn candidate<'a>(population: &'a Population, person: usize, protocol: &Protocol) -> Candidate<'a> {
    let timeline = population.timeline(person);
    let courses = courses(timeline.administrations, &protocol.index);
    let index = courses.first_two().map(|(first, second)| Index { first_course: first.day, day: second.day });
    let history = match index {
        Some(index) => History::until(timeline, index.day, foresight(protocol)),
        None => History::without_index(timeline),
    };
    Candidate { person, history, courses, index, baseline: None, fulfilled: Vec::new() }
}

/// The exceptions: evidence of distant disease after the index date, and the TSH, injections and
/// antibodies that classify a value counted on the index date.
fn foresight(protocol: &Protocol) -> Foresight {
    let marker = &protocol.marker;
    let companions = marker.stimulated_tsh_days.max(marker.suppressed_tsh_days).max(marker.antibody_days);
    Foresight {
        evidence: protocol.distant_until_days.max(marker.post_dose_days),
        companions: marker.post_dose_days + companions,
    }
}

fn member(candidate: Candidate<'_>, protocol: &Protocol) -> Option<Member> {
    let index = candidate.index?;
    let judged = candidate
        .baseline
        .unwrap_or_else(|| baseline(&candidate.history, index, &candidate.courses.doses, protocol));
    let stratum = judged.stratum?;
    let history = &candidate.history;
    let lobectomy_elsewhere = thyroidectomy(history.surgeries(), Some(index.first_course))
        .is_some_and(|operation| operation.lobectomy_elsewhere);
    let flags = [
        (Flag::CourseGap, candidate.courses.courses.iter().any(|course| course.close_to_previous)),
        (Flag::LobectomyElsewhere, lobectomy_elsewhere),
        (Flag::PoorlyDifferentiated, is_poorly_differentiated(history.morphology(), &protocol.histology)),
    ];
    Some(Member {
        person: candidate.person,
        index,
        courses: candidate.courses,
        baseline: judged,
        stratum,
        flags: flags.into_iter().filter(|(_, raised)| *raised).map(|(flag, _)| flag).collect(),
        fulfilled: candidate.fulfilled,
    })
}
