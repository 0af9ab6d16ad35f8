//! The study sheets and their columns (contract 1).

use timeline::words;

words! {
    /// A study sheet.
    pub enum Sheet {
        /// One row per person.
        Patient = "patient",
        /// Operations.
        Surgery = "surgery",
        /// Radioiodine.
        Radioiodine = "radioiodine",
        /// Laboratory results.
        Lab = "lab",
        /// Injections of recombinant human TSH.
        Rhtsh = "rhtsh",
        /// Imaging studies.
        Imaging = "imaging",
        /// Lesions seen in imaging studies.
        Lesion = "lesion",
        /// Metastases known by their diagnosis alone; no folder or workbook has it, coded sources do.
        Metastasis = "metastasis",
        /// Other treatments.
        Treatment = "treatment",
        /// Visits.
        Visit = "visit",
    }
}

/// One column of a sheet.
pub(crate) struct Column {
    pub name: &'static str,
    pub required: bool,
    /// Identifiers are compared case-sensitively, everything else without regard to case.
    pub is_id: bool,
}

/// The largest number of columns of a sheet.
pub(crate) const MAX_COLUMNS: usize = 20;

const fn id(name: &'static str) -> Column {
    Column { name, required: true, is_id: true }
}

const fn must(name: &'static str) -> Column {
    Column { name, required: true, is_id: false }
}

const fn may(name: &'static str) -> Column {
    Column { name, required: false, is_id: false }
}

const PATIENT: &[Column] = &[
    id("person_id"),
    must("sex"),
    must("birth_date"),
    must("diagnosis_date"),
    must("histology"),
    may("t"),
    may("n"),
    may("m"),
    may("tnm_edition"),
    may("t3_reason"),
    may("ete"),
    may("margins"),
    may("vascular_foci"),
    may("positive_nodes"),
    may("largest_node_mm"),
    may("extranodal_extension"),
    may("braf"),
    may("tert"),
    may("death_date"),
    may("death_cause"),
];

const SURGERY: &[Column] =
    &[id("person_id"), must("date"), must("type"), may("side"), may("level"), may("intent")];

const RADIOIODINE: &[Column] = &[
    id("person_id"),
    must("date"),
    must("activity"),
    must("unit"),
    may("intent"),
    may("preparation"),
    may("post_therapy_scan"),
    may("place"),
];

const LAB: &[Column] = &[
    id("person_id"),
    must("date"),
    must("analyte"),
    must("value"),
    must("unit"),
    may("assay"),
    may("laboratory"),
    may("detection_limit"),
    may("upper_reference"),
];

const RHTSH: &[Column] = &[id("person_id"), must("date")];

const IMAGING: &[Column] = &[
    id("imaging_id"),
    id("person_id"),
    must("date"),
    must("modality"),
    must("region"),
    must("adequate"),
    may("impression"),
    may("report"),
];

const LESION: &[Column] = &[
    id("imaging_id"),
    id("lesion_id"),
    must("site"),
    may("level"),
    may("side"),
    may("long_mm"),
    may("short_mm"),
    may("features"),
    may("cytology"),
    may("washout_ng_ml"),
    may("avid"),
    may("suv"),
];

const METASTASIS: &[Column] = &[id("person_id"), must("date"), must("site")];

const TREATMENT: &[Column] = &[id("person_id"), must("date"), must("type")];

const VISIT: &[Column] = &[id("person_id"), must("date"), may("type")];

impl Sheet {
    /// The columns, in the order of the contract.
    pub(crate) fn columns(self) -> &'static [Column] {
        match self {
            Sheet::Patient => PATIENT,
            Sheet::Surgery => SURGERY,
            Sheet::Radioiodine => RADIOIODINE,
            Sheet::Lab => LAB,
            Sheet::Rhtsh => RHTSH,
            Sheet::Imaging => IMAGING,
            Sheet::Lesion => LESION,
            Sheet::Metastasis => METASTASIS,
            Sheet::Treatment => TREATMENT,
            Sheet::Visit => VISIT,
        }
    }

    /// Whether at least one source must have the sheet.
    pub fn is_required(self) -> bool {
        matches!(self, Sheet::Patient | Sheet::Surgery | Sheet::Radioiodine | Sheet::Lab)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sheet_fits_and_names_its_columns_once() {
        for sheet in Sheet::ALL {
            let columns = sheet.columns();
            assert!(columns.len() <= MAX_COLUMNS);
            for (place, column) in columns.iter().enumerate() {
                assert!(columns[..place].iter().all(|other| other.name != column.name), "{}", column.name);
            }
        }
    }
}
