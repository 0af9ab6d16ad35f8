//! What a resource refers to: medications, results; and what is remarkable about its codes.

use timeline::Meaning;

use super::account::{item, remark};
use super::gather::{Known, Part};
use super::meaning::{morphology, tki_only};
use super::reference::Target;
use super::resource::{Contained, Kind, Reference, Resource, text};
use super::sets::{Match, Meant};
use super::systems::Place;
use crate::chart::At;

impl Part {
    /// Observations that are there, and those that a report refers to.
    pub fn references(&mut self, resource: &Resource<'_>, at: At) {
        match resource {
            Resource::Observation(_) => self.observations.push(resource.id().into()),
            Resource::DiagnosticReport(report) => {
                let contained = |id: &str| report.contained.iter().any(|inside| text(&inside.id) == id);
                for result in &report.result {
                    match Target::of(text(&result.reference)) {
                        Target::Nothing => {}
                        Target::Contained(id) if contained(id) => {}
                        target => {
                            let id = target.id_of(Kind::Observation.name()).unwrap_or_default();
                            self.results.push((id, at));
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// What a medication means that is only referred to; what is remarkable about codes.
    pub fn complete(
        &mut self,
        known: &Known<'_>,
        resource: &Resource<'_>,
        meant: &mut Meant,
        at: At,
    ) -> Result<(), &'static str> {
        match resource {
            Resource::MedicationAdministration(given) => {
                let referred = given.medication_reference.as_ref();
                self.medication(known, referred, &given.contained, meant, at)?;
            }
            Resource::MedicationRequest(request) => {
                let referred = request.medication_reference.as_ref();
                self.medication(known, referred, &request.contained, meant, at)?;
                let has_any = !meant.matches.is_empty();
                meant.matches = tki_only(std::mem::take(&mut meant.matches));
                if has_any && meant.matches.is_empty() {
                    return Err(item::REQUEST);
                }
            }
            Resource::Condition(condition) => {
                let has_histology = meant.matches.iter().any(|found| found.meaning == Meaning::Histology);
                let has_site = !condition.body_site.is_empty();
                if morphology(condition).is_some() && !has_histology && !has_site {
                    self.tally.remark(at, remark::BARE_MORPHOLOGY);
                }
            }
            _ => {}
        }
        if meant.is_foreign {
            self.tally.remark(at, remark::FOREIGN_CODE);
        }
        Ok(())
    }

    fn medication(
        &mut self,
        known: &Known<'_>,
        referred: Option<&Reference<'_>>,
        contained: &[Contained<'_>],
        meant: &mut Meant,
        at: At,
    ) -> Result<(), &'static str> {
        let Some(referred) = referred else { return Ok(()) };
        let target = Target::of(text(&referred.reference));
        let found: Option<Vec<Match>> = match target {
            Target::Contained(id) => contained.iter().find(|inside| text(&inside.id) == id).map(|inside| {
                let code = inside.code.as_ref().and_then(|code| code.concept());
                let place = Place::Elsewhere;
                code.map(|code| known.sets.drug(code, place).matches).unwrap_or_default()
            }),
            Target::Nothing => Some(known.sets.named(text(&referred.display)).into_iter().collect()),
            target => target
                .id_of(Kind::Medication.name())
                .and_then(|id| known.survey.medications.get(&id).cloned()),
        };
        let Some(found) = found else {
            self.tally.remark(at, remark::UNRESOLVED_MEDICATION);
            return Err(item::NO_MEDICATION);
        };
        meant.add(Meant { matches: found, is_foreign: false });
        Ok(())
    }
}
