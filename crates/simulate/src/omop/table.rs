//! The tables of CDM 5.4 that are written, with every column in the order of the CDM.

use timeline::words;

use Kind::{Day, Id, Key, Number, Text, Time};

words! {
    /// A table, by its file name.
    pub enum Table {
        /// `person`.
        Person = "person",
        /// `observation_period`.
        ObservationPeriod = "observation_period",
        /// `visit_occurrence`.
        Visit = "visit_occurrence",
        /// `condition_occurrence`.
        Condition = "condition_occurrence",
        /// `procedure_occurrence`.
        Procedure = "procedure_occurrence",
        /// `drug_exposure`.
        Drug = "drug_exposure",
        /// `measurement`.
        Measurement = "measurement",
        /// `death`.
        Death = "death",
        /// `note`.
        Note = "note",
        /// `concept`.
        Concept = "concept",
        /// `concept_relationship`.
        Relationship = "concept_relationship",
        /// `concept_ancestor`.
        Ancestor = "concept_ancestor",
        /// `cdm_source`.
        Source = "cdm_source",
    }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The row's own number, given when it is written: 1, 2, 3.
    Key,
    Id,
    Day,
    Time,
    Number,
    Text,
}

/// A column; one that is not filled is null in every row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    pub name: &'static str,
    pub kind: Kind,
    pub is_filled: bool,
}

const fn has(name: &'static str, kind: Kind) -> Column {
    Column { name, kind, is_filled: true }
}

const fn no(name: &'static str, kind: Kind) -> Column {
    Column { name, kind, is_filled: false }
}

impl Table {
    /// The columns, in the order of the CDM.
    pub(crate) fn columns(self) -> &'static [Column] {
        match self {
            Table::Person => PERSON,
            Table::ObservationPeriod => OBSERVATION_PERIOD,
            Table::Visit => VISIT_OCCURRENCE,
            Table::Condition => CONDITION_OCCURRENCE,
            Table::Procedure => PROCEDURE_OCCURRENCE,
            Table::Drug => DRUG_EXPOSURE,
            Table::Measurement => MEASUREMENT,
            Table::Death => DEATH,
            Table::Note => NOTE,
            Table::Concept => CONCEPT,
            Table::Relationship => CONCEPT_RELATIONSHIP,
            Table::Ancestor => CONCEPT_ANCESTOR,
            Table::Source => CDM_SOURCE,
        }
    }
}

const PERSON: &[Column] = &[
    has("person_id", Id),
    has("gender_concept_id", Id),
    has("year_of_birth", Id),
    has("month_of_birth", Id),
    has("day_of_birth", Id),
    has("birth_datetime", Time),
    has("race_concept_id", Id),
    has("ethnicity_concept_id", Id),
    no("location_id", Id),
    no("provider_id", Id),
    no("care_site_id", Id),
    has("person_source_value", Text),
    has("gender_source_value", Text),
    no("gender_source_concept_id", Id),
    no("race_source_value", Text),
    no("race_source_concept_id", Id),
    no("ethnicity_source_value", Text),
    no("ethnicity_source_concept_id", Id),
];

const OBSERVATION_PERIOD: &[Column] = &[
    has("observation_period_id", Key),
    has("person_id", Id),
    has("observation_period_start_date", Day),
    has("observation_period_end_date", Day),
    has("period_type_concept_id", Id),
];

const VISIT_OCCURRENCE: &[Column] = &[
    has("visit_occurrence_id", Key),
    has("person_id", Id),
    has("visit_concept_id", Id),
    has("visit_start_date", Day),
    no("visit_start_datetime", Time),
    has("visit_end_date", Day),
    no("visit_end_datetime", Time),
    has("visit_type_concept_id", Id),
    no("provider_id", Id),
    no("care_site_id", Id),
    has("visit_source_value", Text),
    no("visit_source_concept_id", Id),
    no("admitted_from_concept_id", Id),
    no("admitted_from_source_value", Text),
    no("discharged_to_concept_id", Id),
    no("discharged_to_source_value", Text),
    no("preceding_visit_occurrence_id", Id),
];

const CONDITION_OCCURRENCE: &[Column] = &[
    has("condition_occurrence_id", Key),
    has("person_id", Id),
    has("condition_concept_id", Id),
    has("condition_start_date", Day),
    no("condition_start_datetime", Time),
    no("condition_end_date", Day),
    no("condition_end_datetime", Time),
    has("condition_type_concept_id", Id),
    no("condition_status_concept_id", Id),
    no("stop_reason", Text),
    no("provider_id", Id),
    no("visit_occurrence_id", Id),
    no("visit_detail_id", Id),
    has("condition_source_value", Text),
    has("condition_source_concept_id", Id),
    no("condition_status_source_value", Text),
];

const PROCEDURE_OCCURRENCE: &[Column] = &[
    has("procedure_occurrence_id", Key),
    has("person_id", Id),
    has("procedure_concept_id", Id),
    has("procedure_date", Day),
    no("procedure_datetime", Time),
    no("procedure_end_date", Day),
    no("procedure_end_datetime", Time),
    has("procedure_type_concept_id", Id),
    no("modifier_concept_id", Id),
    has("quantity", Id),
    no("provider_id", Id),
    no("visit_occurrence_id", Id),
    no("visit_detail_id", Id),
    has("procedure_source_value", Text),
    has("procedure_source_concept_id", Id),
    no("modifier_source_value", Text),
];

const DRUG_EXPOSURE: &[Column] = &[
    has("drug_exposure_id", Key),
    has("person_id", Id),
    has("drug_concept_id", Id),
    has("drug_exposure_start_date", Day),
    no("drug_exposure_start_datetime", Time),
    has("drug_exposure_end_date", Day),
    no("drug_exposure_end_datetime", Time),
    no("verbatim_end_date", Day),
    has("drug_type_concept_id", Id),
    no("stop_reason", Text),
    no("refills", Id),
    has("quantity", Number),
    no("days_supply", Id),
    no("sig", Text),
    no("route_concept_id", Id),
    no("lot_number", Text),
    no("provider_id", Id),
    no("visit_occurrence_id", Id),
    no("visit_detail_id", Id),
    has("drug_source_value", Text),
    has("drug_source_concept_id", Id),
    no("route_source_value", Text),
    has("dose_unit_source_value", Text),
];

const MEASUREMENT: &[Column] = &[
    has("measurement_id", Key),
    has("person_id", Id),
    has("measurement_concept_id", Id),
    has("measurement_date", Day),
    no("measurement_datetime", Time),
    no("measurement_time", Text),
    has("measurement_type_concept_id", Id),
    has("operator_concept_id", Id),
    has("value_as_number", Number),
    no("value_as_concept_id", Id),
    has("unit_concept_id", Id),
    no("range_low", Number),
    has("range_high", Number),
    no("provider_id", Id),
    no("visit_occurrence_id", Id),
    no("visit_detail_id", Id),
    has("measurement_source_value", Text),
    has("measurement_source_concept_id", Id),
    has("unit_source_value", Text),
    no("unit_source_concept_id", Id),
    has("value_source_value", Text),
    no("measurement_event_id", Id),
    no("meas_event_field_concept_id", Id),
];

const DEATH: &[Column] = &[
    has("person_id", Id),
    has("death_date", Day),
    no("death_datetime", Time),
    has("death_type_concept_id", Id),
    has("cause_concept_id", Id),
    has("cause_source_value", Text),
    has("cause_source_concept_id", Id),
];

const NOTE: &[Column] = &[
    has("note_id", Key),
    has("person_id", Id),
    has("note_date", Day),
    no("note_datetime", Time),
    has("note_type_concept_id", Id),
    has("note_class_concept_id", Id),
    has("note_title", Text),
    has("note_text", Text),
    has("encoding_concept_id", Id),
    has("language_concept_id", Id),
    no("provider_id", Id),
    no("visit_occurrence_id", Id),
    no("visit_detail_id", Id),
    has("note_source_value", Text),
    no("note_event_id", Id),
    no("note_event_field_concept_id", Id),
];

const CONCEPT: &[Column] = &[
    has("concept_id", Id),
    has("concept_name", Text),
    has("domain_id", Text),
    has("vocabulary_id", Text),
    has("concept_class_id", Text),
    has("standard_concept", Text),
    has("concept_code", Text),
    has("valid_start_date", Day),
    has("valid_end_date", Day),
    no("invalid_reason", Text),
];

const CONCEPT_RELATIONSHIP: &[Column] = &[
    has("concept_id_1", Id),
    has("concept_id_2", Id),
    has("relationship_id", Text),
    has("valid_start_date", Day),
    has("valid_end_date", Day),
    no("invalid_reason", Text),
];

const CONCEPT_ANCESTOR: &[Column] = &[
    has("ancestor_concept_id", Id),
    has("descendant_concept_id", Id),
    has("min_levels_of_separation", Id),
    has("max_levels_of_separation", Id),
];

const CDM_SOURCE: &[Column] = &[
    has("cdm_source_name", Text),
    has("cdm_source_abbreviation", Text),
    has("cdm_holder", Text),
    has("source_description", Text),
    no("source_documentation_reference", Text),
    no("cdm_etl_reference", Text),
    has("source_release_date", Day),
    has("cdm_release_date", Day),
    has("cdm_version", Text),
    no("cdm_version_concept_id", Id),
    has("vocabulary_version", Text),
];
