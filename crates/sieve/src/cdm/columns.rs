//! Columns, as in the CDM's definition; only those that anybody may ask for.

use super::Table;

/// What a column holds, in every engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A whole number of up to 64 bits with sign: identifiers and small numbers. Arrow `Int64`.
    Id,
    /// A calendar day; a time of day is cut off. Arrow `Date32`.
    Day,
    /// A number. Arrow `Float64`.
    Number,
    /// Text, as stored. Arrow `Utf8`.
    Text,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name, lower case.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether a table without it cannot be read. An optional column that is absent reads as nulls.
    pub required: bool,
}

const fn must(name: &'static str, kind: Kind) -> Column {
    Column { name, kind, required: true }
}

const fn may(name: &'static str, kind: Kind) -> Column {
    Column { name, kind, required: false }
}

const PERSON: &[Column] = &[
    must("person_id", Kind::Id),
    must("gender_concept_id", Kind::Id),
    must("year_of_birth", Kind::Id),
    may("month_of_birth", Kind::Id),
    may("day_of_birth", Kind::Id),
    may("birth_datetime", Kind::Day),
    may("person_source_value", Kind::Text),
    may("gender_source_value", Kind::Text),
];

const OBSERVATION_PERIOD: &[Column] = &[
    must("observation_period_id", Kind::Id),
    must("person_id", Kind::Id),
    must("observation_period_start_date", Kind::Day),
    must("observation_period_end_date", Kind::Day),
];

const VISIT: &[Column] = &[
    must("visit_occurrence_id", Kind::Id),
    must("person_id", Kind::Id),
    may("visit_concept_id", Kind::Id),
    must("visit_start_date", Kind::Day),
    may("visit_end_date", Kind::Day),
    may("visit_source_value", Kind::Text),
];

const CONDITION: &[Column] = &[
    must("condition_occurrence_id", Kind::Id),
    must("person_id", Kind::Id),
    must("condition_concept_id", Kind::Id),
    must("condition_start_date", Kind::Day),
    may("condition_source_value", Kind::Text),
    may("condition_source_concept_id", Kind::Id),
];

const PROCEDURE: &[Column] = &[
    must("procedure_occurrence_id", Kind::Id),
    must("person_id", Kind::Id),
    must("procedure_concept_id", Kind::Id),
    must("procedure_date", Kind::Day),
    may("quantity", Kind::Number),
    may("procedure_source_value", Kind::Text),
    may("procedure_source_concept_id", Kind::Id),
    may("modifier_source_value", Kind::Text),
];

const DRUG: &[Column] = &[
    must("drug_exposure_id", Kind::Id),
    must("person_id", Kind::Id),
    must("drug_concept_id", Kind::Id),
    must("drug_exposure_start_date", Kind::Day),
    may("drug_exposure_end_date", Kind::Day),
    may("quantity", Kind::Number),
    may("drug_source_value", Kind::Text),
    may("drug_source_concept_id", Kind::Id),
    may("dose_unit_source_value", Kind::Text),
];

const MEASUREMENT: &[Column] = &[
    must("measurement_id", Kind::Id),
    must("person_id", Kind::Id),
    must("measurement_concept_id", Kind::Id),
    must("measurement_date", Kind::Day),
    may("operator_concept_id", Kind::Id),
    may("value_as_number", Kind::Number),
    may("value_as_concept_id", Kind::Id),
    may("unit_concept_id", Kind::Id),
    may("range_low", Kind::Number),
    may("range_high", Kind::Number),
    may("measurement_source_value", Kind::Text),
    may("measurement_source_concept_id", Kind::Id),
    may("unit_source_value", Kind::Text),
    may("value_source_value", Kind::Text),
];

const OBSERVATION: &[Column] = &[
    must("observation_id", Kind::Id),
    must("person_id", Kind::Id),
    must("observation_concept_id", Kind::Id),
    must("observation_date", Kind::Day),
    may("value_as_number", Kind::Number),
    may("value_as_string", Kind::Text),
    may("value_as_concept_id", Kind::Id),
    may("unit_concept_id", Kind::Id),
    may("observation_source_value", Kind::Text),
    may("observation_source_concept_id", Kind::Id),
    may("unit_source_value", Kind::Text),
    may("value_source_value", Kind::Text),
];

const DEATH: &[Column] = &[
    must("person_id", Kind::Id),
    must("death_date", Kind::Day),
    may("cause_concept_id", Kind::Id),
    may("cause_source_value", Kind::Text),
    may("cause_source_concept_id", Kind::Id),
];

const NOTE: &[Column] = &[
    must("note_id", Kind::Id),
    must("person_id", Kind::Id),
    must("note_date", Kind::Day),
    may("note_title", Kind::Text),
    may("note_text", Kind::Text),
    may("note_source_value", Kind::Text),
];

const CONCEPT: &[Column] = &[
    must("concept_id", Kind::Id),
    must("concept_name", Kind::Text),
    may("domain_id", Kind::Text),
    must("vocabulary_id", Kind::Text),
    may("standard_concept", Kind::Text),
    must("concept_code", Kind::Text),
    may("invalid_reason", Kind::Text),
];

const RELATIONSHIP: &[Column] = &[
    must("concept_id_1", Kind::Id),
    must("concept_id_2", Kind::Id),
    must("relationship_id", Kind::Text),
    may("invalid_reason", Kind::Text),
];

const ANCESTOR: &[Column] = &[must("ancestor_concept_id", Kind::Id), must("descendant_concept_id", Kind::Id)];

const CDM_SOURCE: &[Column] = &[
    may("cdm_source_name", Kind::Text),
    may("cdm_version", Kind::Text),
    may("vocabulary_version", Kind::Text),
];

impl Table {
    /// The columns that may be asked for.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Table::Person => PERSON,
            Table::ObservationPeriod => OBSERVATION_PERIOD,
            Table::VisitOccurrence => VISIT,
            Table::ConditionOccurrence => CONDITION,
            Table::ProcedureOccurrence => PROCEDURE,
            Table::DrugExposure => DRUG,
            Table::Measurement => MEASUREMENT,
            Table::Observation => OBSERVATION,
            Table::Death => DEATH,
            Table::Note => NOTE,
            Table::Concept => CONCEPT,
            Table::ConceptRelationship => RELATIONSHIP,
            Table::ConceptAncestor => ANCESTOR,
            Table::CdmSource => CDM_SOURCE,
        }
    }
}
