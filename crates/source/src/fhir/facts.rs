//! From one resource to what the chart holds of it.

use timeline::Meaning;

use super::account::{Tally, item, remark};
use super::base64;
use super::imaging;
use super::meaning::is_drug;
use super::resource::{
    Attachment, CodeableConcept, Condition, DiagnosticReport, Encounter, Patient, Period, Procedure,
    Resource, Text, text,
};
use super::sets::Match;
use super::value;
use crate::chart::{At, ChartNote, ChartPerson, ChartVisit, Coded, Drug, Measurement};

/// One row of a chart.
pub(super) enum Fact {
    Person(ChartPerson),
    Condition(Coded),
    Procedure(Coded),
    Drug(Drug),
    Measurement(Measurement),
    Visit(ChartVisit),
    Note(ChartNote),
}

/// Whose a resource is, where it was read, and what its codes mean.
pub(super) struct About {
    pub person: u32,
    pub at: At,
    pub matches: Vec<Match>,
}

impl About {
    /// A row of this meaning.
    pub fn coded(&self, found: &Match, day: &str) -> Coded {
        let (code, day) = (found.code.clone(), day.into());
        Coded { person: self.person, day, meaning: found.meaning, code, at: self.at }
    }
}

/// The facts of a resource whose status lets it stand, or why there are none.
pub(super) fn facts(
    resource: &Resource<'_>,
    about: &About,
    tally: &mut Tally,
) -> Result<Vec<Fact>, &'static str> {
    match resource {
        Resource::Patient(patient) => Ok(vec![Fact::Person(person(patient, about.at, tally))]),
        Resource::Condition(condition) => conditions(condition, about, tally),
        Resource::Procedure(procedure) => procedures(procedure, about, tally),
        Resource::MedicationAdministration(given) => {
            let day = day(&[&given.effective_date_time], given.effective_period.as_ref());
            let dose = given.dosage.as_ref().and_then(|dosage| dosage.dose.as_ref());
            let quantity = dose.and_then(|dose| dose.value).map(value::shortest).unwrap_or_default();
            let unit = dose.map(value::unit).unwrap_or_default();
            done(about, needed(day, about.at, tally)?, &quantity, unit)
        }
        Resource::MedicationRequest(request) => {
            done(about, needed(text(&request.authored_on), about.at, tally)?, "", "")
        }
        Resource::Observation(observation) => {
            let days = [&observation.effective_date_time, &observation.effective_instant];
            let day = day(&days, observation.effective_period.as_ref());
            coded_only(about)?;
            value::measurements(observation, about, needed(day, about.at, tally)?)
        }
        Resource::DiagnosticReport(report) => note(report, about, tally),
        Resource::ImagingStudy(study) => {
            let study_day = needed(text(&study.started), about.at, tally)?;
            imaging::study(study, about, study_day)
        }
        Resource::Encounter(encounter) => visit(encounter, about, tally),
        Resource::Medication(_) => Ok(Vec::new()),
    }
}

/// The first of these that is there, else the start of the period.
fn day<'r>(days: &[&'r Option<Text<'_>>], period: Option<&'r Period<'_>>) -> &'r str {
    let start = period.map(|period| text(&period.start));
    let days = days.iter().map(|day| text(day)).chain(start);
    days.map(str::trim).find(|day| !day.is_empty()).unwrap_or_default()
}

/// The calendar day as written (a time and its zone are cut off), or what is stored when it is no day.
fn needed<'r>(stored: &'r str, at: At, tally: &mut Tally) -> Result<&'r str, &'static str> {
    let stored = stored.trim();
    let day = stored.split_once('T').map_or(stored, |(day, _)| day);
    if day.is_empty() {
        return Err(item::NO_DAY);
    }
    if day.len() < 10 {
        tally.remark(at, remark::PARTIAL_DAY);
    }
    Ok(day)
}

fn coded_only(about: &About) -> Result<(), &'static str> {
    if about.matches.is_empty() { Err(item::OTHER_CODE) } else { Ok(()) }
}

/// A year stays a year; of a month without a day it is the first.
fn birth(stored: &str) -> Box<str> {
    let stored = stored.trim();
    let stored = stored.split_once('T').map_or(stored, |(day, _)| day);
    match stored.len() {
        7 => format!("{stored}-01").into(),
        _ => stored.into(),
    }
}

fn person(patient: &Patient<'_>, at: At, tally: &mut Tally) -> ChartPerson {
    let death = needed(text(&patient.deceased_date_time), at, tally).unwrap_or_default();
    if patient.deceased_boolean == Some(true) && death.is_empty() {
        tally.remark(at, remark::DEATH_WITHOUT_DAY);
    }
    let sex = match text(&patient.gender).trim() {
        "female" => "F",
        "male" => "M",
        _ => "U",
    };
    ChartPerson {
        id: text(&patient.id).trim().into(),
        sex,
        birth: birth(text(&patient.birth_date)),
        death: death.into(),
        death_cause: "",
        at,
    }
}

fn conditions(
    condition: &Condition<'_>,
    about: &About,
    tally: &mut Tally,
) -> Result<Vec<Fact>, &'static str> {
    coded_only(about)?;
    let onset = day(&[&condition.onset_date_time], condition.onset_period.as_ref());
    let day = needed(if onset.is_empty() { text(&condition.recorded_date) } else { onset }, about.at, tally)?;
    let staged = |found: &Match| value::staged(condition, found).map(|text| (about.coded(found, day), text));
    let facts = about.matches.iter().filter_map(|found| match super::meaning::is_staged(found.meaning) {
        true => staged(found).map(|(coded, text)| Fact::Measurement(Measurement::of_text(coded, text))),
        false => Some(Fact::Condition(about.coded(found, day))),
    });
    Ok(facts.collect())
}

fn procedures(
    procedure: &Procedure<'_>,
    about: &About,
    tally: &mut Tally,
) -> Result<Vec<Fact>, &'static str> {
    coded_only(about)?;
    let day = day(&[&procedure.performed_date_time], procedure.performed_period.as_ref());
    done(about, needed(day, about.at, tally)?, "", "")
}

/// What was done or given.
fn done(about: &About, day: &str, quantity: &str, unit: &str) -> Result<Vec<Fact>, &'static str> {
    coded_only(about)?;
    let facts = about.matches.iter().map(|found| {
        let coded = about.coded(found, day);
        match is_drug(found.meaning) {
            true => Fact::Drug(Drug { coded, quantity: quantity.into(), unit: unit.into() }),
            false => Fact::Procedure(coded),
        }
    });
    Ok(facts.collect())
}

/// Text, else the first display, else the first code.
pub(super) fn words<'r>(concept: &'r CodeableConcept<'_>) -> &'r str {
    let displays = concept.coding.iter().map(|coding| text(&coding.display));
    let codes = concept.coding.iter().map(|coding| text(&coding.code));
    let mut all = std::iter::once(text(&concept.text)).chain(displays).chain(codes).map(str::trim);
    all.find(|words| !words.is_empty()).unwrap_or_default()
}

fn visit(encounter: &Encounter<'_>, about: &About, tally: &mut Tally) -> Result<Vec<Fact>, &'static str> {
    let day = needed(day(&[], encounter.period.as_ref()), about.at, tally)?;
    let kind = encounter.kind.first().map(words).unwrap_or_default();
    let class = encounter.class.as_ref().map(|class| text(&class.code)).unwrap_or_default();
    let kind = if kind.is_empty() { class } else { kind };
    Ok(vec![Fact::Visit(ChartVisit {
        person: about.person,
        day: day.into(),
        kind: kind.into(),
        at: about.at,
    })])
}

fn note(report: &DiagnosticReport<'_>, about: &About, tally: &mut Tally) -> Result<Vec<Fact>, &'static str> {
    let forms = report.presented_form.iter().filter_map(|form| {
        let words = plain(form);
        if words.is_none() {
            tally.remark(about.at, remark::OTHER_FORM);
        }
        words
    });
    let conclusion = text(&report.conclusion).trim().to_owned();
    let parts: Vec<String> =
        std::iter::once(conclusion).chain(forms).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        return Err(item::NO_TEXT);
    }
    let taken = day(&[&report.effective_date_time], report.effective_period.as_ref());
    let day = needed(if taken.is_empty() { text(&report.issued) } else { taken }, about.at, tally)?;
    let study = report.imaging_study.iter().find_map(|study| imaging::id(study)).unwrap_or_default();
    let title = report.code.as_ref().map(words).unwrap_or_default().into();
    let (person, at, text) = (about.person, about.at, parts.join("\n").into());
    Ok(vec![Fact::Note(ChartNote { person, day: day.into(), title, text, study, at })])
}

/// The text of a form in plain text and UTF-8.
fn plain(form: &Attachment<'_>) -> Option<String> {
    let kind = text(&form.content_type).trim().to_ascii_lowercase();
    let is_plain = kind.split(';').next().is_some_and(|kind| kind.trim() == "text/plain");
    let bytes = is_plain.then(|| base64::decode(text(&form.data))).flatten()?;
    String::from_utf8(bytes).ok().map(|words| words.trim().to_owned())
}

impl Measurement {
    /// One whose value is a text.
    pub(super) fn of_text(coded: Coded, text: Box<str>) -> Measurement {
        let (number, unit, upper_reference) = ("".into(), "".into(), "".into());
        Measurement { coded, comparator: "", number, text, unit, upper_reference }
    }
}

/// Whether the meaning is an imaging study.
pub(super) fn is_imaging(meaning: Meaning) -> bool {
    use Meaning::{CtChest, CtNeck, MriNeck, PetCt, SpectCt, UsNeck, Wbs};
    matches!(meaning, UsNeck | CtNeck | CtChest | MriNeck | Wbs | SpectCt | PetCt)
}
