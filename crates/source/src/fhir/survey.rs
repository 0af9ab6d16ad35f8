//! The first reading: whether every line is a resource, who is a patient, who has the disease, which
//! medications there are, and how often each code of the study stands anywhere.

use std::collections::{BTreeMap, HashMap, HashSet};

use sieve::{Failure, Fault, FaultKind};
use timeline::Meaning;

use super::faults::{self, Faults};
use super::folder::Source;
use super::kinds;
use super::lines::{Piece, Sizes, sweep};
use super::meaning::{is_stated, meant};
use super::reference::Target;
use super::resource::{Kind, Reference, Resource, text};
use super::sets::{Match, Sets};

/// What the first reading found.
#[derive(Default)]
pub(super) struct Survey {
    /// Of each file: the kinds of its lines by name, with how many there are.
    pub kinds: Vec<BTreeMap<&'static str, u64>>,
    /// Of each file.
    pub sha256: Vec<String>,
    /// Identifiers of all patients.
    pub patients: HashSet<Box<str>>,
    /// Lines of patients whose identifier had been read before: it, and the file.
    pub repeated: Vec<(Box<str>, usize)>,
    /// Whom a record of the disease names.
    pub diseased: HashSet<Box<str>>,
    /// What each medication means.
    pub medications: HashMap<Box<str>, Vec<Match>>,
    /// How often each line of the concept sets was met, by kind of resource.
    pub uses: BTreeMap<(u32, &'static str), u64>,
}

/// What one piece holds.
#[derive(Default)]
struct Part {
    kinds: BTreeMap<&'static str, u64>,
    patients: Vec<Box<str>>,
    diseased: HashSet<Box<str>>,
    medications: Vec<(Box<str>, Vec<Match>)>,
    uses: BTreeMap<(u32, &'static str), u64>,
    faults: Faults,
}

/// Reads all files.
///
/// # Errors
/// Every fault of the data (the first ones, with how many more there are), or the first of the world.
pub(super) fn survey(sources: &[Source], sets: &Sets<'_>, sizes: Sizes) -> Result<Survey, Failure> {
    let swept = sweep(sources, true, sizes, |file, piece| part(&sources[file].name, piece, sets));
    let mut survey = Survey::default();
    let mut all = Faults::default();
    for (file, swept) in swept.into_iter().enumerate() {
        let mut of_file = Faults::default();
        let mut kinds = BTreeMap::new();
        for mut part in swept.results {
            of_file.add(std::mem::take(&mut part.faults));
            survey.add(part, file, &mut kinds);
        }
        let has_kindless = kinds.contains_key(kinds::NONE) && kinds.len() > 1;
        if has_kindless {
            of_file.push(faults::kindless(&sources[file].name, kinds[kinds::NONE]));
        }
        match swept.failure {
            Some(Failure::Data(faults)) => faults.into_iter().for_each(|fault| of_file.push(fault)),
            Some(world) => return Err(world),
            None => {}
        }
        all.add(of_file.of_one_file());
        survey.kinds.push(kinds);
        survey.sha256.push(swept.sha256);
    }
    all.check()?;
    survey.has_patients(sources)
}

impl Survey {
    fn add(&mut self, part: Part, file: usize, kinds: &mut BTreeMap<&'static str, u64>) {
        for (kind, n) in part.kinds {
            *kinds.entry(kind).or_default() += n;
        }
        for id in part.patients {
            match self.patients.contains(&id) {
                true => self.repeated.push((id, file)),
                false => _ = self.patients.insert(id),
            }
        }
        self.diseased.extend(part.diseased);
        for (id, matches) in part.medications {
            self.medications.entry(id).or_insert(matches);
        }
        for (key, n) in part.uses {
            *self.uses.entry(key).or_default() += n;
        }
    }

    fn has_patients(self, sources: &[Source]) -> Result<Survey, Failure> {
        if !self.patients.is_empty() {
            return Ok(self);
        }
        let place = sources.first().map(|source| source.name.clone()).unwrap_or_default();
        let place = if sources.len() > 1 { format!("{place} and {} more", sources.len() - 1) } else { place };
        let message = "no Patient in any file";
        let help = "export the resource type Patient as well, into the same folder";
        Err(Fault::new(FaultKind::MissingTable, place, message, help).into())
    }
}

fn part(name: &str, piece: &Piece, sets: &Sets<'_>) -> Part {
    let mut part = Part::default();
    for (number, line) in piece.lines() {
        if let Err(fault) = part.line(line, sets) {
            part.faults.push(fault.at(name, number));
        }
    }
    part
}

impl Part {
    fn line(&mut self, line: &[u8], sets: &Sets<'_>) -> Result<(), faults::Bad> {
        let line = faults::utf8(line)?;
        let (name, kind) = kinds::of(line)?;
        *self.kinds.entry(name).or_default() += 1;
        let Some(kind) = kind else { return faults::well_formed(line) };
        let resource = Resource::parse(kind, line).map_err(|error| faults::Bad::json(&error, line))?;
        self.resource(kind, &resource, sets);
        Ok(())
    }

    fn resource(&mut self, kind: Kind, resource: &Resource<'_>, sets: &Sets<'_>) {
        if let Resource::Patient(patient) = resource {
            let id = text(&patient.id).trim();
            if !id.is_empty() {
                self.patients.push(id.into());
            }
            return;
        }
        let meant = meant(resource, sets);
        for found in &meant.matches {
            *self.uses.entry((found.concept, kind.name())).or_default() += 1;
        }
        if kind == Kind::Medication {
            self.medications.push((resource.id().into(), meant.matches));
        } else if is_stated(resource) && meant.matches.iter().any(|found| is_disease(found.meaning)) {
            self.diseased.extend(subject(resource).and_then(patient_of));
        }
    }
}

/// Whether such a record makes its person one with the disease.
fn is_disease(meaning: Meaning) -> bool {
    matches!(meaning, Meaning::ThyroidCancer | Meaning::Histology | Meaning::HistologyText)
}

/// Whom a resource is about.
fn subject<'r, 'a>(resource: &'r Resource<'a>) -> Option<&'r Reference<'a>> {
    match resource {
        Resource::Condition(resource) => resource.subject.as_ref(),
        Resource::Procedure(resource) => resource.subject.as_ref(),
        Resource::MedicationAdministration(resource) => resource.subject.as_ref(),
        Resource::MedicationRequest(resource) => resource.subject.as_ref(),
        Resource::Observation(resource) => resource.subject.as_ref(),
        Resource::DiagnosticReport(resource) => resource.subject.as_ref(),
        Resource::ImagingStudy(resource) => resource.subject.as_ref(),
        Resource::Encounter(resource) => resource.subject.as_ref(),
        Resource::Patient(_) | Resource::Medication(_) => None,
    }
}

fn patient_of(reference: &Reference<'_>) -> Option<Box<str>> {
    Target::of(text(&reference.reference)).id_of(Kind::Patient.name())
}
