//! The sheets, their columns, and the rows of a person.

use timeline::{Day, words};

use crate::cell::Cell;

words! {
    /// A study sheet (contract 1), by its file name without `.csv`.
    pub enum Sheet {
        /// One row per person.
        Patient = "patient",
        /// Operations.
        Surgery = "surgery",
        /// Administrations of radioiodine.
        Radioiodine = "radioiodine",
        /// Laboratory results.
        Lab = "lab",
        /// Injections of recombinant human TSH.
        Rhtsh = "rhtsh",
        /// Imaging studies.
        Imaging = "imaging",
        /// Lesions in studies.
        Lesion = "lesion",
        /// Other treatments.
        Treatment = "treatment",
        /// Visits.
        Visit = "visit",
    }
}

impl Sheet {
    /// The columns, in the order in which they are written.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Sheet::Patient => &[
                "person_id",
                "sex",
                "birth_date",
                "diagnosis_date",
                "histology",
                "t",
                "n",
                "m",
                "tnm_edition",
                "t3_reason",
                "ete",
                "margins",
                "vascular_foci",
                "positive_nodes",
                "largest_node_mm",
                "extranodal_extension",
                "braf",
                "tert",
                "death_date",
                "death_cause",
            ],
            Sheet::Surgery => &["person_id", "date", "type", "side", "level", "intent"],
            Sheet::Radioiodine => &[
                "person_id",
                "date",
                "activity",
                "unit",
                "intent",
                "preparation",
                "post_therapy_scan",
                "place",
            ],
            Sheet::Lab => &[
                "person_id",
                "date",
                "analyte",
                "value",
                "unit",
                "assay",
                "laboratory",
                "detection_limit",
                "upper_reference",
            ],
            Sheet::Rhtsh => &["person_id", "date"],
            Sheet::Imaging => {
                &["imaging_id", "person_id", "date", "modality", "region", "adequate", "impression", "report"]
            }
            Sheet::Lesion => &[
                "imaging_id",
                "lesion_id",
                "site",
                "level",
                "side",
                "long_mm",
                "short_mm",
                "features",
                "cytology",
                "washout_ng_ml",
                "avid",
                "suv",
            ],
            Sheet::Treatment => &["person_id", "date", "type"],
            Sheet::Visit => &["person_id", "date", "type"],
        }
    }
}

/// One row; `day` orders the rows of a person.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub day: Day,
    pub cells: Vec<Cell>,
}

/// The rows of one person, by sheet.
#[derive(Default)]
pub(crate) struct Chart {
    rows: [Vec<Row>; Sheet::ALL.len()],
}

impl Chart {
    /// Adds a row with the cells of the sheet's columns.
    pub(crate) fn add(&mut self, sheet: Sheet, day: Day, cells: Vec<Cell>) {
        debug_assert_eq!(cells.len(), sheet.columns().len(), "{sheet:?}");
        self.rows[sheet as usize].push(Row { day, cells });
    }

    /// The rows of a sheet.
    pub(crate) fn of(&self, sheet: Sheet) -> &[Row] {
        &self.rows[sheet as usize]
    }

    /// Orders every sheet by day; rows of one day keep the order in which they were added.
    pub(crate) fn sort(&mut self) {
        for rows in &mut self.rows {
            rows.sort_by_key(|row| row.day);
        }
    }
}
