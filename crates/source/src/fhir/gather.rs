//! The second reading: what the lines of the persons of the study say, and what became of every line.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::BuildHasher;

use hashbrown::DefaultHashBuilder;
use sieve::{Failure, Fault, FaultKind};

use super::account::{Tally, item, remark};
use super::facts::{About, Fact, facts};
use super::faults::{self, Bad, Faults};
use super::folder::Source;
use super::kinds;
use super::lines::{Piece, Sizes, sweep};
use super::meaning::{is_stated, is_unconfirmed, meant};
use super::reference::Target;
use super::resource::{Kind, Reference, Resource, Whose, text};
use super::sets::Sets;
use super::survey::Survey;
use crate::chart::At;

/// A resource of which facts were had.
pub(super) struct Found {
    pub at: At,
    pub kind: Kind,
    pub id: Box<str>,
    /// Of the line.
    pub hash: u64,
    /// When it was stored, and as which version.
    pub version: (Box<str>, Box<str>),
    pub facts: Vec<Fact>,
}

/// What the second reading needs to know.
pub(super) struct Known<'k> {
    pub sources: &'k [Source],
    pub sets: &'k Sets<'k>,
    pub survey: &'k Survey,
    /// Numbers of the persons of the study.
    pub persons: &'k HashMap<&'k str, u32>,
    /// Of each file, the number in the chart of its lines of each kind.
    pub numbers: &'k [BTreeMap<&'static str, u16>],
}

/// All that was found.
#[derive(Default)]
pub(super) struct Gathered {
    pub found: Vec<Found>,
    pub tally: Tally,
}

/// What one piece says.
#[derive(Default)]
pub(super) struct Part {
    found: Vec<Found>,
    pub tally: Tally,
    /// Observations of the persons of the study.
    pub observations: Vec<Box<str>>,
    /// Observations that reports refer to.
    pub results: Vec<(Box<str>, At)>,
    faults: Faults,
}

/// Reads all files again.
///
/// # Errors
/// When a file is not what it was at the first reading.
pub(super) fn gather(known: &Known<'_>, sizes: Sizes) -> Result<Gathered, Failure> {
    let hasher = DefaultHashBuilder::default();
    let swept = sweep(known.sources, false, sizes, |file, piece| part(known, file, piece, &hasher));
    let (mut gathered, mut all) = (Gathered::default(), Faults::default());
    let (mut observations, mut results) = (HashSet::new(), Vec::new());
    for swept in swept {
        for part in swept.results {
            gathered.found.extend(part.found);
            gathered.tally.add(part.tally);
            observations.extend(part.observations);
            results.extend(part.results);
            all.add(part.faults);
        }
        if let Some(failure) = swept.failure {
            return Err(failure);
        }
    }
    all.check()?;
    for (id, at) in results {
        if !observations.contains(&id) {
            gathered.tally.remark(at, remark::UNRESOLVED_RESULT);
        }
    }
    Ok(gathered)
}

fn part(known: &Known<'_>, file: usize, piece: &Piece, hasher: &DefaultHashBuilder) -> Part {
    let mut part = Part::default();
    for (number, line) in piece.lines() {
        if let Err(bad) = part.line(known, file, number, line, hasher) {
            part.faults.push(bad.at(&known.sources[file].name, number));
        }
    }
    part
}

impl Part {
    fn line(
        &mut self,
        known: &Known<'_>,
        file: usize,
        number: u64,
        line: &[u8],
        hasher: &DefaultHashBuilder,
    ) -> Result<(), Bad> {
        let line = faults::utf8(line)?;
        let (name, kind) = kinds::of(line)?;
        let numbers = &known.numbers[file];
        let Some(&file) = numbers.get(name) else { return Err(Bad::changed()) };
        let at = At { file, row: i64::try_from(number).unwrap_or(i64::MAX) };
        let Some(kind) = kind else {
            let became = if name == kinds::NONE { item::NO_KIND } else { item::NOT_READ };
            self.tally.line(file, became);
            return Ok(());
        };
        let became = self.became(known, kind, line, at, hasher)?;
        self.tally.line(file, became);
        Ok(())
    }

    /// What became of a line of a kind that is read; it is read in full for persons of the study only.
    fn became(
        &mut self,
        known: &Known<'_>,
        kind: Kind,
        line: &str,
        at: At,
        hasher: &DefaultHashBuilder,
    ) -> Result<&'static str, Bad> {
        let bad = |error: serde_json::Error| Bad::json(&error, line);
        let whose: Whose<'_> = serde_json::from_str(line).map_err(bad)?;
        if !whose.contained.is_empty() {
            self.tally.remark(at, remark::CONTAINED);
        }
        let person = match self.whose(known, kind, &whose, at) {
            Ok(person) => person,
            Err(became) => return Ok(became),
        };
        let resource = Resource::parse(kind, line).map_err(bad)?;
        let facts = match self.facts(known, person, &resource, at) {
            Ok(facts) => facts,
            Err(reason) => return Ok(reason),
        };
        let (stored, version) = resource.version();
        let (id, hash) = (resource.id().trim().into(), hasher.hash_one(line));
        self.found.push(Found { at, kind, id, hash, version: (stored.into(), version.into()), facts });
        Ok(item::USED)
    }

    /// The number of the person of the study, or what becomes of the line otherwise.
    fn whose(
        &mut self,
        known: &Known<'_>,
        kind: Kind,
        whose: &Whose<'_>,
        at: At,
    ) -> Result<u32, &'static str> {
        let id = text(&whose.id).trim();
        match kind {
            Kind::Medication => Err(item::USED),
            Kind::Patient if id.is_empty() => Err(item::NO_ID),
            Kind::Patient => known.persons.get(id).copied().ok_or(item::USED),
            _ => self.person(known, whose.subject.as_ref(), at)?.ok_or(item::UNINVOLVED),
        }
    }

    /// What a line says, or why it says nothing.
    fn facts(
        &mut self,
        known: &Known<'_>,
        person: u32,
        resource: &Resource<'_>,
        at: At,
    ) -> Result<Vec<Fact>, &'static str> {
        self.references(resource, at);
        if !is_stated(resource) {
            self.unconfirmed(resource, known.sets, at);
            return Err(item::STATUS);
        }
        let mut meant = meant(resource, known.sets);
        self.complete(known, resource, &mut meant, at)?;
        facts(resource, &About { person, at, matches: meant.matches }, &mut self.tally)
    }

    /// A diagnosis of the study that was only thought of is remarked: it may have been confirmed elsewhere.
    fn unconfirmed(&mut self, resource: &Resource<'_>, sets: &Sets<'_>, at: At) {
        if let Resource::Condition(condition) = resource
            && is_unconfirmed(condition)
            && !meant(resource, sets).matches.is_empty()
        {
            self.tally.remark(at, remark::UNCONFIRMED);
        }
    }

    /// The number of the person; `None` for one without the disease.
    fn person(
        &mut self,
        known: &Known<'_>,
        subject: Option<&Reference<'_>>,
        at: At,
    ) -> Result<Option<u32>, &'static str> {
        let reference = subject.map(|subject| text(&subject.reference)).unwrap_or_default();
        let id = match Target::of(reference) {
            Target::Resource(kind, id) if kind == Kind::Patient.name() => id,
            Target::Identifier(id) => id,
            Target::Resource(..) => return Err(item::OTHER_SUBJECT),
            Target::Contained(_) => return Err(item::CONTAINED_SUBJECT),
            Target::Unreadable => {
                self.tally.remark(at, remark::UNRESOLVED_SUBJECT);
                return Err(item::ORPHAN);
            }
            Target::Nothing => return Err(item::NO_SUBJECT),
        };
        if let Some(person) = known.persons.get(id) {
            return Ok(Some(*person));
        }
        if known.survey.patients.contains(id) {
            return Ok(None);
        }
        self.tally.remark(at, remark::UNRESOLVED_SUBJECT);
        Err(item::ORPHAN)
    }
}

impl Bad {
    /// A line that was another one at the first reading.
    fn changed() -> Bad {
        Bad::of_file("the file was changed while it was read", "run again when nothing writes to it")
    }
}

/// More files than can be numbered.
pub(super) fn too_many(folder: &str) -> Fault {
    let message = "more than 65535 files and kinds of resource";
    Fault::new(FaultKind::TooLarge, folder, message, "join the files of one kind")
}
