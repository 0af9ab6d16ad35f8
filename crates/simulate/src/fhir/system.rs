//! The addresses of the code systems, as FHIR R4 and HL7 Terminology give them.

use crate::coded::codes::Code;

/// The address of a code's system. Invented codes have an address that says so.
pub(crate) fn system(code: &Code) -> &'static str {
    match code.vocabulary {
        "LOINC" => "http://loinc.org",
        "SNOMED" => "http://snomed.info/sct",
        "CPT4" => "http://www.ama-assn.org/go/cpt",
        "HCPCS" => "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
        "ICD10CM" => "http://hl7.org/fhir/sid/icd-10-cm",
        "ICD9CM" | "ICD9Proc" => "http://hl7.org/fhir/sid/icd-9-cm",
        "ICD10PCS" => "http://www.cms.gov/Medicare/Coding/ICD10",
        "ICDO3" => "http://terminology.hl7.org/CodeSystem/icd-o-3",
        "ATC" => "http://www.whocc.no/atc",
        "UCUM" => "http://unitsofmeasure.org",
        _ => "http://example.org/synthetic",
    }
}
