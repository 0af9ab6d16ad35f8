//! The tables and columns of the CDM (5.3 and 5.4) that can be asked for.

mod columns;

pub use columns::{Column, Kind};

macro_rules! tables {
    ($($(#[$about:meta])* $name:ident = $word:literal),+ $(,)?) => {
        /// A table of the CDM.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Table { $($(#[$about])* $name),+ }

        impl Table {
            /// All tables, in the order of the CDM's documentation.
            pub const ALL: &'static [Table] = &[$(Table::$name),+];

            /// The table's name, lower case.
            pub fn name(self) -> &'static str {
                match self { $(Table::$name => $word),+ }
            }
        }
    };
}

tables! {
    /// One row per person.
    Person = "person",
    /// When a person was under observation.
    ObservationPeriod = "observation_period",
    /// Visits.
    VisitOccurrence = "visit_occurrence",
    /// Diagnoses.
    ConditionOccurrence = "condition_occurrence",
    /// Procedures.
    ProcedureOccurrence = "procedure_occurrence",
    /// Drugs.
    DrugExposure = "drug_exposure",
    /// Laboratory results and other measurements.
    Measurement = "measurement",
    /// Facts that fit nowhere else.
    Observation = "observation",
    /// Deaths.
    Death = "death",
    /// Notes in free text.
    Note = "note",
    /// The vocabulary.
    Concept = "concept",
    /// Which concept stands for which.
    ConceptRelationship = "concept_relationship",
    /// Which concept is below which.
    ConceptAncestor = "concept_ancestor",
    /// Where the data come from, and the version of the CDM.
    CdmSource = "cdm_source",
}

impl Table {
    /// The table of this name, in upper or lower case.
    pub fn named(name: &str) -> Option<Table> {
        Table::ALL.iter().copied().find(|table| table.name().eq_ignore_ascii_case(name))
    }

    /// The column of this name.
    pub fn column(self, name: &str) -> Option<&'static Column> {
        self.columns().iter().find(|column| column.name.eq_ignore_ascii_case(name))
    }

    /// The column that names the person, where the table has one.
    pub fn person(self) -> Option<&'static str> {
        self.column("person_id").map(|column| column.name)
    }

    /// The column with the row's own number, where the table has one.
    pub fn key(self) -> Option<&'static str> {
        match self {
            Table::Person | Table::Death => Some("person_id"),
            Table::ObservationPeriod => Some("observation_period_id"),
            Table::VisitOccurrence => Some("visit_occurrence_id"),
            Table::ConditionOccurrence => Some("condition_occurrence_id"),
            Table::ProcedureOccurrence => Some("procedure_occurrence_id"),
            Table::DrugExposure => Some("drug_exposure_id"),
            Table::Measurement => Some("measurement_id"),
            Table::Observation => Some("observation_id"),
            Table::Note => Some("note_id"),
            Table::Concept => Some("concept_id"),
            Table::ConceptRelationship | Table::ConceptAncestor | Table::CdmSource => None,
        }
    }

    /// The column with the day of the event, where the table has one.
    pub fn day(self) -> Option<&'static str> {
        Some(match self {
            Table::ObservationPeriod => "observation_period_start_date",
            Table::VisitOccurrence => "visit_start_date",
            Table::ConditionOccurrence => "condition_start_date",
            Table::ProcedureOccurrence => "procedure_date",
            Table::DrugExposure => "drug_exposure_start_date",
            Table::Measurement => "measurement_date",
            Table::Observation => "observation_date",
            Table::Death => "death_date",
            Table::Note => "note_date",
            _ => return None,
        })
    }

    /// The columns with the standard concept, the source's concept and the source's text of the code.
    pub fn codes(self) -> Option<[&'static str; 3]> {
        Some(match self {
            Table::ConditionOccurrence => {
                ["condition_concept_id", "condition_source_concept_id", "condition_source_value"]
            }
            Table::ProcedureOccurrence => {
                ["procedure_concept_id", "procedure_source_concept_id", "procedure_source_value"]
            }
            Table::DrugExposure => ["drug_concept_id", "drug_source_concept_id", "drug_source_value"],
            Table::Measurement => {
                ["measurement_concept_id", "measurement_source_concept_id", "measurement_source_value"]
            }
            Table::Observation => {
                ["observation_concept_id", "observation_source_concept_id", "observation_source_value"]
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_table_names_is_a_column_of_it() {
        for &table in Table::ALL {
            let named = table.person().into_iter().chain(table.key()).chain(table.day());
            for name in named.chain(table.codes().into_iter().flatten()) {
                assert!(table.column(name).is_some(), "{name}");
            }
            assert_eq!(Table::named(&table.name().to_uppercase()), Some(table));
        }
    }
}
