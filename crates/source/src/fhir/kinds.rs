//! What kind of resource a line is, by the line and not by the file's name.

use super::faults::Bad;
use super::resource::{Head, Kind};

/// A line without a resourceType: no resource, as in the log of an export.
pub(super) const NONE: &str = "line without resourceType";

/// Kinds that exports hold and that are counted only.
const OTHERS: &[&str] = &[
    "Account",
    "AllergyIntolerance",
    "Appointment",
    "CarePlan",
    "CareTeam",
    "Claim",
    "Communication",
    "Consent",
    "Coverage",
    "Device",
    "DeviceRequest",
    "DocumentReference",
    "EpisodeOfCare",
    "ExplanationOfBenefit",
    "FamilyMemberHistory",
    "Flag",
    "Goal",
    "Group",
    "HealthcareService",
    "Immunization",
    "List",
    "Location",
    "Media",
    "MedicationDispense",
    "MedicationStatement",
    "NutritionOrder",
    "Organization",
    "OperationOutcome",
    "Practitioner",
    "PractitionerRole",
    "Provenance",
    "Questionnaire",
    "QuestionnaireResponse",
    "RelatedPerson",
    "RiskAssessment",
    "Schedule",
    "ServiceRequest",
    "Slot",
    "Specimen",
    "SupplyDelivery",
    "Task",
    "VisionPrescription",
];

/// Any kind that is not in the list.
const OTHER: &str = "other resource";

/// The name of a line's kind, and the kind when it is one that is read.
pub(super) fn of(line: &str) -> Result<(&'static str, Option<Kind>), Bad> {
    match usual(line) {
        Some(name) => named(name),
        None => from_head(line),
    }
}

/// The name where the line begins with it, as nearly all do; the rest is not looked at yet.
fn usual(line: &str) -> Option<&str> {
    let start = line.strip_prefix('{')?.trim_start().strip_prefix("\"resourceType\"")?;
    let value = start.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let (name, _) = value.split_once('"')?;
    name.bytes().all(|byte| byte.is_ascii_alphabetic()).then_some(name)
}

fn from_head(line: &str) -> Result<(&'static str, Option<Kind>), Bad> {
    if line.starts_with('[') {
        let message = "a JSON array, not one resource on each line";
        return Err(Bad::of_file(message, "store each resource on one line of its own (NDJSON)"));
    }
    let head: Head<'_> = serde_json::from_str(line).map_err(|error| Bad::json(&error, line))?;
    head.resource_type.map_or(Ok((NONE, None)), |name| named(&name))
}

fn named(name: &str) -> Result<(&'static str, Option<Kind>), Bad> {
    if name == "Bundle" {
        let message = "a Bundle, not one resource on each line";
        return Err(Bad::of_file(
            message,
            "export as bulk NDJSON, or store each entry's resource on a line of its own",
        ));
    }
    if let Some(kind) = Kind::of(name) {
        return Ok((kind.name(), Some(kind)));
    }
    Ok((OTHERS.iter().find(|other| **other == name).unwrap_or(&OTHER), None))
}
