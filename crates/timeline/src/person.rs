//! The person, as the patient sheet describes them.

use crate::{Day, RecordRef, words};

words! {
    /// Recorded sex.
    pub enum Sex {
        /// Female.
        Female = "F",
        /// Male.
        Male = "M",
        /// Not recorded.
        Unknown = "U",
    }
}

words! {
    /// Recorded cause of death.
    pub enum DeathCause {
        /// The disease of the study.
        ThyroidCancer = "thyroid_cancer",
        /// Another cause.
        Other = "other",
        /// Recorded as unknown.
        Unknown = "unknown",
    }
}

words! {
    /// Extrathyroidal extension of the primary tumour.
    pub enum Extension {
        /// None.
        None = "none",
        /// Microscopic (perithyroidal tissue, sternothyroid on histology).
        Microscopic = "microscopic",
        /// Gross, seen at operation.
        Gross = "gross",
    }
}

words! {
    /// Resection margins.
    pub enum Margins {
        /// No residual tumour.
        R0 = "r0",
        /// Microscopic residual tumour.
        R1 = "r1",
        /// Macroscopic residual tumour.
        R2 = "r2",
    }
}

/// An ICD-O-3 morphology code, `8260/3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Morphology {
    /// The four digits before the slash.
    pub histology: u16,
    /// The behaviour digit after it (3 = malignant, primary).
    pub behaviour: u8,
}

/// What pathology and staging recorded of the primary tumour. Free text is trimmed, as recorded.
#[derive(Clone, Default, PartialEq)]
pub struct Tumour {
    /// T category as written (`T1a`, `pT3`).
    pub t: Option<Box<str>>,
    /// N category as written.
    pub n: Option<Box<str>>,
    /// M category as written.
    pub m: Option<Box<str>>,
    /// Edition of the TNM that was used.
    pub tnm_edition: Option<Box<str>>,
    /// Why T3 (size or minimal extension), as written.
    pub t3_reason: Option<Box<str>>,
    /// Extrathyroidal extension.
    pub extension: Option<Extension>,
    /// Resection margins.
    pub margins: Option<Margins>,
    /// Number of foci of vascular invasion.
    pub vascular_foci: Option<f64>,
    /// Number of positive lymph nodes.
    pub positive_nodes: Option<f64>,
    /// Largest nodal metastasis, mm.
    pub largest_node_mm: Option<f64>,
    /// Extranodal extension, as written.
    pub extranodal_extension: Option<Box<str>>,
    /// BRAF, as written.
    pub braf: Option<Box<str>>,
    /// TERT promoter, as written.
    pub tert: Option<Box<str>>,
}

/// One row of the patient sheet.
#[derive(Clone, PartialEq)]
pub struct Patient {
    /// The person's identifier, trimmed, case-sensitive.
    pub id: Box<str>,
    /// Sex; unknown when empty or unreadable.
    pub sex: Sex,
    /// Day of birth (a year alone: 1 July of it).
    pub birth: Option<Day>,
    /// Day of diagnosis.
    pub diagnosis: Option<Day>,
    /// Histology, when a code or a known name was recorded.
    pub morphology: Option<Morphology>,
    /// The primary tumour.
    pub tumour: Tumour,
    /// Day of death.
    pub death: Option<Day>,
    /// Cause of death.
    pub death_cause: Option<DeathCause>,
    /// Where it was read.
    pub record: RecordRef,
}

/// Redacted: shows only the place of the row.
impl std::fmt::Debug for Patient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Patient({:?})", self.record)
    }
}
