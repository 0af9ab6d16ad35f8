//! A folder of FHIR R4 resources, one on each line (NDJSON), becomes a [`Chart`] (contract 10).
//!
//! In: the files of a bulk export, plain or gzip, and the study's concept sets. Out: the chart of the
//! persons with the disease, the identifiers of everybody else, and what became of every line. The
//! files are read twice: first to know who has the disease, then for what is said of them; in memory are
//! a few pieces of text, the identifiers of the patients, and the rows of the study.
//!
//! It never guesses the meaning of a code whose system is not known, and never shows a patient's value in
//! a message.

mod account;
mod base64;
mod facts;
mod faults;
mod folder;
mod gather;
mod imaging;
mod kinds;
mod lines;
mod links;
mod meaning;
mod reference;
mod resource;
mod sets;
mod settle;
mod survey;
mod systems;
#[cfg(test)]
mod tests;
mod value;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use sieve::Failure;
use timeline::Concept;

pub(crate) use self::account::{Account, Count, Place, item, remark};
use self::facts::Fact;
use self::folder::Source;
use self::gather::{Found, Known, gather, too_many};
use self::lines::{SIZES, Sizes};
use self::resource::Kind;
use self::sets::Sets;
use self::settle::settle;
use self::survey::{Survey, survey};
use crate::chart::{Chart, ChartFile};

/// How often a line of the concept sets was met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ConceptUse {
    /// Position in the list of concepts.
    pub concept: u32,
    /// Kind of the resources.
    pub table: &'static str,
    /// Lines, whoever's they are.
    pub n_rows: u64,
}

/// What a folder says.
pub(crate) struct FhirChart {
    pub chart: Chart,
    /// Lines of the concept sets that were met; the others never were.
    pub uses: Vec<ConceptUse>,
    pub account: Account,
}

/// Reads a folder. Persons named by other sources (`known`) belong to the study as well.
///
/// # Errors
/// Every fault of the data at once (file and line), or the first failure of the world.
pub(crate) fn chart(
    folder: &Path,
    concepts: &[Concept],
    known: &BTreeSet<Box<str>>,
) -> Result<FhirChart, Failure> {
    chart_in_pieces(folder, concepts, known, SIZES)
}

fn chart_in_pieces(
    folder: &Path,
    concepts: &[Concept],
    known: &BTreeSet<Box<str>>,
    sizes: Sizes,
) -> Result<FhirChart, Failure> {
    let sources = folder::sources(folder)?;
    let sets = Sets::new(concepts);
    let mut survey = survey(&sources, &sets, sizes)?;
    let (files, numbers) = files(&sources, &survey).ok_or_else(|| too_many(&folder.display().to_string()))?;
    let involved = involved(&survey, known);
    let persons: HashMap<&str, u32> = involved.iter().map(|id| &**id).zip(0..).collect();

    let all = Known { sources: &sources, sets: &sets, survey: &survey, persons: &persons, numbers: &numbers };
    let mut gathered = gather(&all, sizes)?;
    for (id, file) in &survey.repeated {
        if let (None, Some(number)) = (persons.get(&**id), numbers[*file].get(Kind::Patient.name())) {
            gathered.tally.instead_of_used(*number, item::DUPLICATE);
        }
    }
    let found = settle(gathered.found, &mut gathered.tally);
    let uninvolved = others(&mut survey, &persons);
    let mut chart = Chart { files, uninvolved, ..Chart::default() };
    found.into_iter().for_each(|found| add(&mut chart, found));
    sort(&mut chart);
    let uses = survey.uses.iter();
    let uses = uses.map(|(&(concept, table), &n_rows)| ConceptUse { concept, table, n_rows });
    Ok(FhirChart { chart, uses: uses.collect(), account: gathered.tally.account() })
}

/// The patients with the disease or named elsewhere, by identifier.
fn involved(survey: &Survey, known: &BTreeSet<Box<str>>) -> Vec<Box<str>> {
    let named = survey.diseased.iter().chain(known).filter(|id| survey.patients.contains(*id));
    let distinct: BTreeSet<&Box<str>> = named.collect();
    distinct.into_iter().cloned().collect()
}

/// All other patients, by identifier.
fn others(survey: &mut Survey, involved: &HashMap<&str, u32>) -> Vec<Box<str>> {
    let patients = std::mem::take(&mut survey.patients).into_iter();
    let mut others: Vec<Box<str>> = patients.filter(|id| !involved.contains_key(&**id)).collect();
    others.sort_unstable();
    others
}

type Numbers = Vec<BTreeMap<&'static str, u16>>;

/// The files of the chart, one for each file and kind of resource in it, and their numbers; `None` when
/// there are too many to be numbered.
fn files(sources: &[Source], survey: &Survey) -> Option<(Vec<ChartFile>, Numbers)> {
    let (mut files, mut numbers) = (Vec::new(), Vec::new());
    for ((source, kinds), sha256) in sources.iter().zip(&survey.kinds).zip(&survey.sha256) {
        let mut of_file = BTreeMap::new();
        for (&table, &n_rows) in kinds {
            of_file.insert(table, u16::try_from(files.len()).ok()?);
            let (name, sha256) = (source.name.clone(), sha256.clone());
            files.push(ChartFile { name, table, bytes: source.bytes, sha256, n_rows });
        }
        numbers.push(of_file);
    }
    Some((files, numbers))
}

fn add(chart: &mut Chart, found: Found) {
    for fact in found.facts {
        match fact {
            Fact::Person(row) => chart.persons.push(row),
            Fact::Condition(row) => chart.conditions.push(row),
            Fact::Procedure(row) => chart.procedures.push(row),
            Fact::Drug(row) => chart.drugs.push(row),
            Fact::Measurement(row) => chart.measurements.push(row),
            Fact::Visit(row) => chart.visits.push(row),
            Fact::Note(row) => chart.notes.push(row),
        }
    }
}

/// By person, day and place; the sort keeps the order of several facts of one line.
fn sort(chart: &mut Chart) {
    chart.persons.sort_by(|a, b| a.id.cmp(&b.id));
    chart.conditions.sort_by(|a, b| (a.person, &a.day, a.at).cmp(&(b.person, &b.day, b.at)));
    chart.procedures.sort_by(|a, b| (a.person, &a.day, a.at).cmp(&(b.person, &b.day, b.at)));
    chart.drugs.sort_by(|a, b| {
        (a.coded.person, &a.coded.day, a.coded.at).cmp(&(b.coded.person, &b.coded.day, b.coded.at))
    });
    chart.measurements.sort_by(|a, b| {
        (a.coded.person, &a.coded.day, a.coded.at).cmp(&(b.coded.person, &b.coded.day, b.coded.at))
    });
    chart.visits.sort_by(|a, b| (a.person, &a.day, a.at).cmp(&(b.person, &b.day, b.at)));
    chart.notes.sort_by(|a, b| (a.person, &a.day, a.at).cmp(&(b.person, &b.day, b.at)));
}
