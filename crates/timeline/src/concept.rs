//! What a coded record can mean to the study, and the codes that mean it.

use crate::words;

words! {
    /// What a code means to the study. One concept set each (contract 10, clinical rules 5).
    pub enum Meaning {
        /// Thyroid cancer, histology unknown.
        ThyroidCancer = "thyroid_cancer",
        /// Histology as an ICD-O-3 code with the topography of the thyroid, `8260/3-C73.9`.
        Histology = "histology",
        /// A measurement or observation whose value is the histology.
        HistologyText = "histology_text",
        /// T category as a measurement.
        TumourT = "tumour_t",
        /// N category as a measurement.
        TumourN = "tumour_n",
        /// M category as a measurement.
        TumourM = "tumour_m",
        /// Distant metastasis: lung.
        DistantLung = "distant_lung",
        /// Distant metastasis: bone.
        DistantBone = "distant_bone",
        /// Distant metastasis: another site.
        DistantOther = "distant_other",
        /// Total thyroidectomy.
        TotalThyroidectomy = "total_thyroidectomy",
        /// Completion thyroidectomy.
        CompletionThyroidectomy = "completion_thyroidectomy",
        /// Lobectomy.
        Lobectomy = "lobectomy",
        /// Neck dissection.
        NeckDissection = "neck_dissection",
        /// Excision of a node.
        NodeExcision = "node_excision",
        /// Therapeutic radioiodine as a drug, billed per mCi.
        RadioiodineActivity = "radioiodine_activity",
        /// Diagnostic radioiodine as a drug, billed per mCi.
        RadioiodineDiagnostic = "radioiodine_diagnostic",
        /// Radioiodine therapy as a procedure.
        RadioiodineTreatment = "radioiodine_treatment",
        /// Recombinant human TSH.
        Rhtsh = "rhtsh",
        /// Thyroglobulin.
        Tg = "tg",
        /// Thyroglobulin antibodies.
        Tgab = "tgab",
        /// Thyrotropin.
        Tsh = "tsh",
        /// Free thyroxine.
        Ft4 = "ft4",
        /// Ultrasound of the neck.
        UsNeck = "us_neck",
        /// Computed tomography of the neck.
        CtNeck = "ct_neck",
        /// Computed tomography of the chest.
        CtChest = "ct_chest",
        /// Magnetic resonance of the neck.
        MriNeck = "mri_neck",
        /// Diagnostic whole-body scan.
        Wbs = "wbs",
        /// SPECT/CT.
        SpectCt = "spect_ct",
        /// PET/CT.
        PetCt = "pet_ct",
        /// External beam radiotherapy.
        Ebrt = "ebrt",
        /// Kinase inhibitor.
        Tki = "tki",
    }
}

/// One line of a concept set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concept {
    /// The set it belongs to.
    pub meaning: Meaning,
    /// The vocabulary, as the CDM names it (`LOINC`, `CPT4`, `ICD10CM`, `ATC`).
    pub vocabulary: Box<str>,
    /// The code. A `*` at its end stands for any ending, one at its beginning for any beginning.
    pub code: Box<str>,
    /// The name, for people; where there is no vocabulary, a drug stored by this name is meant too.
    pub name: Box<str>,
    /// Whether what is below the concept is meant too.
    pub with_descendants: bool,
    /// Whether this code is taken out of the set again.
    pub is_excluded: bool,
}
