//! The formats of a written hospital.

use timeline::words;

words! {
    /// What a hospital is written as.
    pub enum Format {
        /// Study sheets as CSV (contract 1).
        Sheets = "sheets",
        /// A folder of OMOP CDM 5.4 tables, with sidecar sheets for what they have no place for.
        Omop = "omop",
        /// FHIR R4 bulk files (NDJSON), with the same sidecar sheets.
        Fhir = "fhir",
    }
}

/// The person_id of a person number in a CDM: eight digits, so that numbers and their text sort alike.
pub(crate) fn cdm_person(number: usize) -> i64 {
    10_000_000 + number as i64
}
