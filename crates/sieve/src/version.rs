//! Which version of the CDM the columns of a table are of.

use crate::cdm::Table;
use crate::engine::Version;
use crate::failure::{Fault, FaultKind};

/// Columns by which a table of one version is known: those that 5.4 added, and those of 5.3 that it
/// renamed (OMOP CDM 5.4, "Changes by table").
fn marks(table: Table) -> (&'static [&'static str], &'static [&'static str]) {
    match table {
        Table::VisitOccurrence => (
            &[
                "admitted_from_concept_id",
                "admitted_from_source_value",
                "discharged_to_concept_id",
                "discharged_to_source_value",
            ],
            &[
                "admitting_source_concept_id",
                "admitting_source_value",
                "discharge_to_concept_id",
                "discharge_to_source_value",
            ],
        ),
        Table::ProcedureOccurrence => (&["procedure_end_date", "procedure_end_datetime"], &[]),
        Table::Measurement => {
            (&["unit_source_concept_id", "measurement_event_id", "meas_event_field_concept_id"], &[])
        }
        Table::Observation => {
            (&["value_source_value", "observation_event_id", "obs_event_field_concept_id"], &[])
        }
        Table::Note => (&["note_event_id", "note_event_field_concept_id"], &[]),
        Table::CdmSource => (&["cdm_version_concept_id"], &[]),
        _ => (&[], &[]),
    }
}

/// The other columns of 5.3: a table that has all of them and none that 5.4 added is of 5.3. Without
/// that, the lack of a column says nothing: many sites leave out what they do not fill.
fn of_53(table: Table) -> &'static [&'static str] {
    match table {
        Table::ProcedureOccurrence => &[
            "procedure_occurrence_id",
            "person_id",
            "procedure_concept_id",
            "procedure_date",
            "procedure_datetime",
            "procedure_type_concept_id",
            "modifier_concept_id",
            "quantity",
            "provider_id",
            "visit_occurrence_id",
            "visit_detail_id",
            "procedure_source_value",
            "procedure_source_concept_id",
            "modifier_source_value",
        ],
        Table::Measurement => &[
            "measurement_id",
            "person_id",
            "measurement_concept_id",
            "measurement_date",
            "measurement_datetime",
            "measurement_time",
            "measurement_type_concept_id",
            "operator_concept_id",
            "value_as_number",
            "value_as_concept_id",
            "unit_concept_id",
            "range_low",
            "range_high",
            "provider_id",
            "visit_occurrence_id",
            "visit_detail_id",
            "measurement_source_value",
            "measurement_source_concept_id",
            "unit_source_value",
            "value_source_value",
        ],
        Table::Observation => &[
            "observation_id",
            "person_id",
            "observation_concept_id",
            "observation_date",
            "observation_datetime",
            "observation_type_concept_id",
            "value_as_number",
            "value_as_string",
            "value_as_concept_id",
            "qualifier_concept_id",
            "unit_concept_id",
            "provider_id",
            "visit_occurrence_id",
            "visit_detail_id",
            "observation_source_value",
            "observation_source_concept_id",
            "unit_source_value",
            "qualifier_source_value",
        ],
        Table::Note => &[
            "note_id",
            "person_id",
            "note_date",
            "note_datetime",
            "note_type_concept_id",
            "note_class_concept_id",
            "note_title",
            "note_text",
            "encoding_concept_id",
            "language_concept_id",
            "provider_id",
            "visit_occurrence_id",
            "visit_detail_id",
            "note_source_value",
        ],
        Table::CdmSource => &[
            "cdm_source_name",
            "cdm_source_abbreviation",
            "cdm_holder",
            "source_description",
            "source_documentation_reference",
            "cdm_etl_reference",
            "source_release_date",
            "cdm_release_date",
            "cdm_version",
            "vocabulary_version",
        ],
        _ => &[],
    }
}

/// The version that a table's columns show; an error when they are of both.
fn shown_by(table: Table, names: &[String]) -> Result<Version, ()> {
    let has = |column: &&str| names.iter().any(|name| name == column);
    let (added, renamed) = marks(table);
    match (added.iter().any(has), renamed.iter().any(has)) {
        (true, true) => Err(()),
        (true, false) => Ok(Version::V54),
        (false, true) => Ok(Version::V53),
        (false, false) => {
            let whole = of_53(table);
            Ok(if !whole.is_empty() && whole.iter().all(has) { Version::V53 } else { Version::Either })
        }
    }
}

/// The version of the tables, each with its name as shown and its columns; a fault when they differ.
pub(crate) fn of<'a>(
    tables: impl Iterator<Item = (Table, &'a str, &'a [String])>,
    faults: &mut Vec<Fault>,
) -> Version {
    let (mut older, mut newer) = (Vec::new(), Vec::new());
    for (table, shown, names) in tables {
        match shown_by(table, names) {
            Ok(Version::V53) => older.push(shown),
            Ok(Version::V54) => newer.push(shown),
            Ok(Version::Either) => {}
            Err(()) => {
                let message = "the table has columns of 5.3 and of 5.4";
                faults.push(Fault::new(FaultKind::MixedVersions, shown, message, HELP));
            }
        }
    }
    match (older.as_slice(), newer.as_slice()) {
        ([], []) => Version::Either,
        ([], _) => Version::V54,
        (_, []) => Version::V53,
        ([first, ..], _) => {
            let message = format!(
                "tables of two versions of the CDM: of 5.3 {}; of 5.4 {}",
                older.join(", "),
                newer.join(", ")
            );
            faults.push(Fault::new(FaultKind::MixedVersions, *first, message, HELP));
            Version::Either
        }
    }
}

const HELP: &str = "put the tables of one version into one folder or schema";

/// The version that a word like `5.4`, `v5.3.1` or `CDM v5.4.0` names.
pub(crate) fn named(word: &str) -> Version {
    if word.contains("5.3") {
        Version::V53
    } else if word.contains("5.4") {
        Version::V54
    } else {
        Version::Either
    }
}

/// The version of the tables beside the one that they are declared to be.
pub(crate) fn agreed(shown: Version, declared: Version, place: &str) -> Result<Version, Fault> {
    match (shown, declared) {
        (version, Version::Either) | (Version::Either, version) => Ok(version),
        _ if shown == declared => Ok(shown),
        _ => {
            let word = |version| if version == Version::V53 { "5.3" } else { "5.4" };
            let message = format!(
                "cdm_version says {}, but the columns of the tables are those of {}",
                word(declared),
                word(shown)
            );
            let help = "put the tables of one version into one folder or schema, or correct cdm_version";
            Err(Fault::new(FaultKind::MixedVersions, place, message, help))
        }
    }
}
