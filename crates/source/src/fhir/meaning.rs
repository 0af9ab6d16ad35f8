//! What a resource means to the study, before it is asked whose it is.

use timeline::Meaning;

use super::resource::{CodeableConcept, Coding, Condition, Resource, text};
use super::sets::{Match, Meant, Sets};
use super::systems::{Place, vocabulary};

/// Whether its status lets it stand: nothing that was entered in error, refuted, not confirmed, cancelled, or
/// not done.
pub(super) fn is_stated(resource: &Resource<'_>) -> bool {
    let (status, without) = match resource {
        Resource::Condition(condition) => return !is_denied(condition),
        Resource::Procedure(resource) => (&resource.status, &["not-done", "preparation"][..]),
        Resource::MedicationAdministration(resource) => (&resource.status, &["not-done"][..]),
        Resource::MedicationRequest(resource) => {
            let is_plan = matches!(text(&resource.intent), "proposal" | "plan");
            if is_plan || resource.do_not_perform == Some(true) {
                return false;
            }
            (&resource.status, &["cancelled", "draft"][..])
        }
        Resource::Observation(resource) => (&resource.status, &["cancelled"][..]),
        Resource::DiagnosticReport(resource) => (&resource.status, &["cancelled"][..]),
        Resource::ImagingStudy(resource) => (&resource.status, &["cancelled"][..]),
        Resource::Encounter(resource) => (&resource.status, &["cancelled", "planned"][..]),
        Resource::Patient(_) | Resource::Medication(_) => return true,
    };
    let status = text(status).trim();
    status != "entered-in-error" && !without.contains(&status)
}

fn is_denied(condition: &Condition<'_>) -> bool {
    has_status(condition, &["entered-in-error", "refuted"]) || is_unconfirmed(condition)
}

/// Whether a condition was only thought of: a question, or one of several possible diagnoses.
pub(super) fn is_unconfirmed(condition: &Condition<'_>) -> bool {
    has_status(condition, &["unconfirmed", "differential"])
}

fn has_status(condition: &Condition<'_>, wanted: &[&str]) -> bool {
    let codings = condition.verification_status.iter().flat_map(|status| &status.coding);
    codings.into_iter().any(|coding| wanted.contains(&text(&coding.code).trim()))
}

/// What its codes mean, restricted to what a resource of its kind can say.
pub(super) fn meant(resource: &Resource<'_>, sets: &Sets<'_>) -> Meant {
    use Place::Elsewhere;
    let of = |concept: &Option<CodeableConcept<'_>>| {
        concept.as_ref().map(|concept| sets.meant(concept, Elsewhere)).unwrap_or_default()
    };
    let drug = |concept: &Option<CodeableConcept<'_>>| {
        concept.as_ref().map(|concept| sets.drug(concept, Elsewhere)).unwrap_or_default()
    };
    let (mut meant, can_say): (Meant, fn(Meaning) -> bool) = match resource {
        Resource::Condition(condition) => (of_condition(condition, sets), is_condition),
        Resource::Procedure(procedure) => {
            let code = procedure.code.as_ref();
            (code.map(|code| sets.meant(code, Place::Procedure)).unwrap_or_default(), is_done)
        }
        Resource::MedicationAdministration(given) => (drug(&given.medication_codeable_concept), is_done),
        Resource::MedicationRequest(request) => (drug(&request.medication_codeable_concept), is_done),
        Resource::Medication(medication) => (drug(&medication.code), is_done),
        Resource::Observation(observation) => {
            let mut meant = of(&observation.code);
            observation.component.iter().for_each(|part| meant.add(of(&part.code)));
            (meant, is_measured)
        }
        Resource::ImagingStudy(study) => {
            let mut meant = Meant::default();
            study.procedure_code.iter().for_each(|code| meant.add(sets.meant(code, Place::Procedure)));
            (meant, is_done)
        }
        Resource::Patient(_) | Resource::DiagnosticReport(_) | Resource::Encounter(_) => {
            (Meant::default(), |_| false)
        }
    };
    meant.matches.retain(|found| can_say(found.meaning));
    meant
}

impl Meant {
    /// Meanings that are new.
    pub fn add(&mut self, other: Meant) {
        self.is_foreign |= other.is_foreign;
        for found in other.matches {
            if self.matches.iter().all(|known| known.meaning != found.meaning) {
                self.matches.push(found);
            }
        }
    }
}

fn of_condition(condition: &Condition<'_>, sets: &Sets<'_>) -> Meant {
    let mut meant = Meant::default();
    let stages = || condition.stage.iter();
    let summaries = stages().filter_map(|stage| stage.summary.as_ref());
    for concept in condition.code.iter().chain(summaries) {
        meant.add(sets.meant(concept, Place::Elsewhere));
    }
    for kind in stages().filter_map(|stage| stage.kind.as_ref()) {
        let mut of_kind = sets.meant(kind, Place::Elsewhere);
        of_kind.matches.retain(|found| is_measured(found.meaning));
        meant.add(of_kind);
    }
    if let (Some(morphology), Some(site)) = (morphology(condition), site(condition, &meant, sets)) {
        let matches = sets.find("ICDO3", &format!("{morphology}-{site}"));
        meant.add(Meant { matches, is_foreign: false });
    }
    meant
}

fn oncology_codes<'r>(
    concepts: impl Iterator<Item = &'r CodeableConcept<'r>>,
) -> impl Iterator<Item = &'r str> {
    let is_oncology =
        |coding: &&Coding<'_>| vocabulary(text(&coding.system), Place::Elsewhere) == Some("ICDO3");
    concepts.flat_map(|concept| &concept.coding).filter(is_oncology).map(|coding| text(&coding.code).trim())
}

/// The morphology of ICD-O-3 (`8260/3`) in the code or in a stage, where it stands without topography.
pub(super) fn morphology<'r>(condition: &'r Condition<'r>) -> Option<&'r str> {
    let summaries = condition.stage.iter().filter_map(|stage| stage.summary.as_ref());
    oncology_codes(condition.code.iter().chain(summaries)).find(|code| is_morphology(code))
}

/// Four digits, a slash, the behaviour.
pub(super) fn is_morphology(code: &str) -> bool {
    let bytes = code.as_bytes();
    let is_digit = |place: usize| bytes.get(place).is_some_and(u8::is_ascii_digit);
    bytes.len() == 6 && (0..4).all(is_digit) && bytes[4] == b'/' && is_digit(5)
}

/// The topography of ICD-O-3: as bodySite says, or C73.9 where the site or the code means thyroid cancer.
fn site(condition: &Condition<'_>, meant: &Meant, sets: &Sets<'_>) -> Option<String> {
    let is_thyroid =
        |meant: &Meant| meant.matches.iter().any(|found| found.meaning == Meaning::ThyroidCancer);
    let is_topography = |code: &&str| code.starts_with(['C', 'c']);
    let sites = oncology_codes(condition.code.iter().chain(&condition.body_site));
    if let Some(code) = sites.into_iter().find(is_topography) {
        return Some(if code.eq_ignore_ascii_case("C73") { "C73.9".to_owned() } else { code.to_uppercase() });
    }
    let mut sites = condition.body_site.iter().map(|site| sets.meant(site, Place::Elsewhere));
    (is_thyroid(meant) || sites.any(|site| is_thyroid(&site))).then(|| "C73.9".to_owned())
}

fn is_condition(meaning: Meaning) -> bool {
    use Meaning::{DistantBone, DistantLung, DistantOther, Histology, ThyroidCancer};
    matches!(meaning, ThyroidCancer | Histology | DistantLung | DistantBone | DistantOther)
        || is_staged(meaning)
}

/// What a stage of a condition can say besides.
pub(super) fn is_staged(meaning: Meaning) -> bool {
    use Meaning::{HistologyText, TumourM, TumourN, TumourT};
    matches!(meaning, HistologyText | TumourT | TumourN | TumourM)
}

fn is_measured(meaning: Meaning) -> bool {
    use Meaning::{Ft4, Tg, Tgab, Tsh};
    matches!(meaning, Tg | Tgab | Tsh | Ft4) || is_staged(meaning)
}

fn is_done(meaning: Meaning) -> bool {
    !is_condition(meaning) && !is_measured(meaning)
}

/// Whether it is a drug, also where a Procedure bills it.
pub(super) fn is_drug(meaning: Meaning) -> bool {
    use Meaning::{RadioiodineActivity, RadioiodineDiagnostic, Rhtsh, Tki};
    matches!(meaning, RadioiodineActivity | RadioiodineDiagnostic | Rhtsh | Tki)
}

/// The meanings of a drug, by its own codes or those of the Medication it refers to.
pub(super) fn tki_only(matches: Vec<Match>) -> Vec<Match> {
    matches.into_iter().filter(|found| found.meaning == Meaning::Tki).collect()
}
