//! Which vocabulary a FHIR code system is.
//!
//! Source: HL7 Terminology, external code systems (<https://terminology.hl7.org/external_terminologies.html>),
//! and FHIR R4, <https://hl7.org/fhir/R4/terminologies-systems.html>; object identifiers as HL7 registers
//! them. ICD-9-CM has one address for diagnoses and procedures: the kind of the resource decides.

/// Address of the system, vocabulary as the CDM names it, and that of the same system in a Procedure.
const SYSTEMS: &[(&str, &str, &str)] = &[
    ("loinc.org", "LOINC", "LOINC"),
    ("urn:oid:2.16.840.1.113883.6.1", "LOINC", "LOINC"),
    ("snomed.info/sct", "SNOMED", "SNOMED"),
    ("urn:oid:2.16.840.1.113883.6.96", "SNOMED", "SNOMED"),
    ("www.nlm.nih.gov/research/umls/rxnorm", "RxNorm", "RxNorm"),
    ("urn:oid:2.16.840.1.113883.6.88", "RxNorm", "RxNorm"),
    ("www.ama-assn.org/go/cpt", "CPT4", "CPT4"),
    ("urn:oid:2.16.840.1.113883.6.12", "CPT4", "CPT4"),
    ("www.cms.gov/medicare/coding/hcpcsreleasecodesets", "HCPCS", "HCPCS"),
    ("terminology.hl7.org/codesystem/hcpcs-level-ii", "HCPCS", "HCPCS"),
    ("urn:oid:2.16.840.1.113883.6.285", "HCPCS", "HCPCS"),
    ("hl7.org/fhir/sid/icd-10", "ICD10", "ICD10"),
    ("urn:oid:2.16.840.1.113883.6.3", "ICD10", "ICD10"),
    ("hl7.org/fhir/sid/icd-10-cm", "ICD10CM", "ICD10CM"),
    ("urn:oid:2.16.840.1.113883.6.90", "ICD10CM", "ICD10CM"),
    ("fhir.de/codesystem/bfarm/icd-10-gm", "ICD10GM", "ICD10GM"),
    ("www.cms.gov/medicare/coding/icd10", "ICD10PCS", "ICD10PCS"),
    ("terminology.hl7.org/codesystem/icd10pcs", "ICD10PCS", "ICD10PCS"),
    ("urn:oid:2.16.840.1.113883.6.4", "ICD10PCS", "ICD10PCS"),
    ("terminology.hl7.org/codesystem/icd9cm", "ICD9CM", "ICD9Proc"),
    ("hl7.org/fhir/sid/icd-9-cm", "ICD9CM", "ICD9Proc"),
    ("hl7.org/fhir/sid/icd-9-cm/diagnosis", "ICD9CM", "ICD9CM"),
    ("terminology.hl7.org/codesystem/icd-9cm-diagnosiscodes", "ICD9CM", "ICD9CM"),
    ("urn:oid:2.16.840.1.113883.6.103", "ICD9CM", "ICD9CM"),
    ("hl7.org/fhir/sid/icd-9-cm/procedure", "ICD9Proc", "ICD9Proc"),
    ("terminology.hl7.org/codesystem/icd-9cm-procedurecodes", "ICD9Proc", "ICD9Proc"),
    ("urn:oid:2.16.840.1.113883.6.104", "ICD9Proc", "ICD9Proc"),
    ("terminology.hl7.org/codesystem/icd-o-3", "ICDO3", "ICDO3"),
    ("hl7.org/fhir/sid/icd-o-3", "ICDO3", "ICDO3"),
    ("urn:oid:2.16.840.1.113883.6.43.1", "ICDO3", "ICDO3"),
    ("www.whocc.no/atc", "ATC", "ATC"),
    ("fhir.de/codesystem/bfarm/atc", "ATC", "ATC"),
    ("urn:oid:2.16.840.1.113883.6.73", "ATC", "ATC"),
];

/// Where a code stands, as far as it decides what its system means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In a Procedure.
    Procedure,
    /// In any other resource.
    Elsewhere,
}

/// The vocabulary of a system; `None` for one that is in no list. Case, `http` or `https` and a slash at
/// the end do not matter, nor which edition of SNOMED CT it is.
pub(super) fn vocabulary(system: &str, place: Place) -> Option<&'static str> {
    let address = system.trim();
    let address =
        address.strip_prefix("http://").or_else(|| address.strip_prefix("https://")).unwrap_or(address);
    let address = address.trim_end_matches('/');
    let is_snomed = address.get(..16).is_some_and(|start| start.eq_ignore_ascii_case("snomed.info/sct/"));
    let address = if is_snomed { "snomed.info/sct" } else { address };
    let found = SYSTEMS.iter().find(|(known, _, _)| known.eq_ignore_ascii_case(address));
    found.map(|(_, elsewhere, procedure)| match place {
        Place::Procedure => *procedure,
        Place::Elsewhere => *elsewhere,
    })
}

#[cfg(test)]
mod tests {
    use super::Place::{Elsewhere, Procedure};
    use super::vocabulary;

    #[test]
    fn an_address_is_known_in_any_case_with_or_without_a_slash_at_its_end() {
        for loinc in ["http://loinc.org", "https://LOINC.org/", "urn:oid:2.16.840.1.113883.6.1"] {
            assert_eq!(vocabulary(loinc, Elsewhere), Some("LOINC"));
        }
        assert_eq!(vocabulary("http://snomed.info/sct/900000000000207008", Elsewhere), Some("SNOMED"));
    }

    #[test]
    fn icd_9_cm_is_procedures_in_a_procedure_and_diagnoses_elsewhere() {
        assert_eq!(vocabulary("http://hl7.org/fhir/sid/icd-9-cm", Procedure), Some("ICD9Proc"));
        assert_eq!(vocabulary("http://hl7.org/fhir/sid/icd-9-cm", Elsewhere), Some("ICD9CM"));
    }

    #[test]
    fn a_local_system_is_no_vocabulary() {
        assert_eq!(vocabulary("http://hospital.example/codes", Procedure), None);
        assert_eq!(vocabulary("", Elsewhere), None);
    }
}
