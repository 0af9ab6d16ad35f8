//! The events of a record, one type per study sheet. Words are the sheets' (contract 1).

use crate::{Day, Quantity, RecordRef, words};

words! {
    /// Kind of operation.
    pub enum SurgeryKind {
        /// Total thyroidectomy.
        TotalThyroidectomy = "total_thyroidectomy",
        /// Near-total thyroidectomy.
        NearTotalThyroidectomy = "near_total_thyroidectomy",
        /// Completion thyroidectomy.
        CompletionThyroidectomy = "completion_thyroidectomy",
        /// Lobectomy.
        Lobectomy = "lobectomy",
        /// Neck dissection.
        NeckDissection = "neck_dissection",
        /// Excision of a node.
        NodeExcision = "node_excision",
        /// Excision of soft tissue.
        SoftTissueExcision = "soft_tissue_excision",
        /// Any other.
        Other = "other",
    }
}

words! {
    /// Why an operation was done.
    pub enum SurgeryIntent {
        /// First treatment.
        Initial = "initial",
        /// Completing the first treatment.
        Completion = "completion",
        /// For persistent or recurrent disease.
        Reoperation = "reoperation",
        /// To make a diagnosis.
        Diagnostic = "diagnostic",
    }
}

words! {
    /// Why radioiodine was given.
    pub enum RadioiodineIntent {
        /// Remnant ablation.
        Ablation = "ablation",
        /// Adjuvant.
        Adjuvant = "adjuvant",
        /// Treatment of disease.
        Treatment = "treatment",
        /// For a scan only.
        Diagnostic = "diagnostic",
    }
}

words! {
    /// How TSH was raised before radioiodine.
    pub enum Preparation {
        /// Hormone withdrawal.
        Withdrawal = "withdrawal",
        /// Recombinant human TSH.
        Rhtsh = "rhtsh",
    }
}

words! {
    /// What the scan after the administration showed.
    pub enum ScanFinding {
        /// Nothing.
        Negative = "negative",
        /// Uptake in the thyroid bed only.
        BedOnly = "bed_only",
        /// Neck nodes.
        NeckNodal = "neck_nodal",
        /// Mediastinum (locoregional).
        Mediastinal = "mediastinal",
        /// Lung.
        Lung = "lung",
        /// Bone.
        Bone = "bone",
        /// Another distant site.
        OtherDistant = "other_distant",
        /// Not decided.
        Indeterminate = "indeterminate",
    }
}

words! {
    /// Laboratory analyte.
    pub enum Analyte {
        /// Thyroglobulin, ng/mL.
        Tg = "tg",
        /// Thyroglobulin antibodies, IU/mL.
        Tgab = "tgab",
        /// Thyrotropin, mIU/L.
        Tsh = "tsh",
        /// Free thyroxine, unit as recorded.
        Ft4 = "ft4",
    }
}

words! {
    /// Imaging modality.
    pub enum Modality {
        /// Ultrasound.
        Us = "us",
        /// Computed tomography.
        Ct = "ct",
        /// Magnetic resonance.
        Mri = "mri",
        /// Diagnostic whole-body scan.
        Wbs = "wbs",
        /// Whole-body scan after a therapeutic administration.
        PostTherapyWbs = "post_therapy_wbs",
        /// SPECT/CT.
        SpectCt = "spect_ct",
        /// PET/CT.
        PetCt = "pet_ct",
    }
}

words! {
    /// Region of a study.
    pub enum Region {
        /// Neck.
        Neck = "neck",
        /// Chest.
        Chest = "chest",
        /// Whole body.
        WholeBody = "whole_body",
        /// Another region.
        Other = "other",
    }
}

words! {
    /// The reader's overall impression.
    pub enum Impression {
        /// Nothing.
        None = "none",
        /// Indeterminate.
        Indeterminate = "indeterminate",
        /// Suspicious.
        Suspicious = "suspicious",
        /// Stable.
        Stable = "stable",
        /// Progression.
        Progression = "progression",
        /// Shrinkage.
        Shrinkage = "shrinkage",
        /// Resolved.
        Resolved = "resolved",
    }
}

words! {
    /// Site of a lesion.
    pub enum Site {
        /// Lymph node.
        Node = "node",
        /// Thyroid bed.
        Bed = "bed",
        /// Soft tissue of the neck.
        SoftTissue = "soft_tissue",
        /// Mediastinum (locoregional).
        Mediastinum = "mediastinum",
        /// Lung.
        Lung = "lung",
        /// Bone.
        Bone = "bone",
        /// Another distant site.
        OtherDistant = "other_distant",
    }
}

words! {
    /// Imaging feature of a lesion.
    pub enum Feature {
        /// Microcalcification.
        Microcalcification = "microcalcification",
        /// Cystic change.
        Cystic = "cystic",
        /// Peripheral vascularity.
        PeripheralVascularity = "peripheral_vascularity",
        /// Hyperechoic tissue.
        Hyperechoic = "hyperechoic",
        /// No hilum.
        NoHilum = "no_hilum",
        /// Round shape.
        Round = "round",
    }
}

words! {
    /// Result of needle cytology.
    pub enum Cytology {
        /// Malignant.
        Malignant = "malignant",
        /// Benign.
        Benign = "benign",
        /// No diagnosis possible.
        Nondiagnostic = "nondiagnostic",
    }
}

words! {
    /// Treatment other than surgery and radioiodine.
    pub enum TreatmentKind {
        /// External beam radiotherapy.
        Ebrt = "ebrt",
        /// Percutaneous ablation.
        PercutaneousAblation = "percutaneous_ablation",
        /// Kinase inhibitor.
        Tki = "tki",
        /// Other systemic treatment.
        Systemic = "systemic",
    }
}

/// A set of imaging features.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Features(u8);

impl Features {
    /// Adds a feature.
    pub fn insert(&mut self, feature: Feature) {
        self.0 |= 1 << feature as u8;
    }

    /// Whether the feature was recorded.
    pub fn contains(self, feature: Feature) -> bool {
        self.0 & (1 << feature as u8) != 0
    }

    /// The recorded features, in the order of the list.
    pub fn iter(self) -> impl Iterator<Item = Feature> {
        Feature::ALL.iter().copied().filter(move |feature| self.contains(*feature))
    }
}

/// A laboratory method, by its position in the list of methods met (case and blanks ignored);
/// `None` when not recorded.
pub type Assay = Option<std::num::NonZeroU16>;

/// An operation.
#[derive(Clone)]
pub struct Surgery {
    /// Day of the operation.
    pub day: Day,
    /// What was done.
    pub kind: SurgeryKind,
    /// Why.
    pub intent: Option<SurgeryIntent>,
    /// Where it was read.
    pub record: RecordRef,
}

/// One administration of radioiodine, as recorded.
#[derive(Clone)]
pub struct Administration {
    /// Day of the administration.
    pub day: Day,
    /// Activity in mCi; `None` when unknown.
    pub activity_mci: Option<f64>,
    /// Why it was given.
    pub intent: Option<RadioiodineIntent>,
    /// How TSH was raised.
    pub preparation: Option<Preparation>,
    /// What the scan after it showed.
    pub scan: Option<ScanFinding>,
    /// Where it was read.
    pub record: RecordRef,
}

/// One laboratory result.
#[derive(Clone)]
pub struct Lab {
    /// Day on which the blood was drawn.
    pub day: Day,
    /// What was measured.
    pub analyte: Analyte,
    /// The value in the analyte's canonical unit; `None` when the recorded text is unusable.
    pub value: Option<Quantity>,
    /// The method.
    pub assay: Assay,
    /// Upper end of the laboratory's reference interval, canonical unit.
    pub upper_reference: Option<f64>,
    /// Where it was read.
    pub record: RecordRef,
}

/// One injection of recombinant human TSH.
#[derive(Clone)]
pub struct Injection {
    /// Day of the injection.
    pub day: Day,
    /// Where it was read.
    pub record: RecordRef,
}

/// One imaging study.
#[derive(Clone)]
pub struct Study {
    /// Day of the study.
    pub day: Day,
    /// Its identifier.
    pub id: Box<str>,
    /// How it was made.
    pub modality: Modality,
    /// What it covers; `None` when not recorded or unreadable.
    pub region: Option<Region>,
    /// Whether the reader called it adequate; only a recorded `yes` is true.
    pub adequate: bool,
    /// The reader's impression.
    pub impression: Option<Impression>,
    /// Where it was read.
    pub record: RecordRef,
}

/// One lesion seen in one study.
#[derive(Clone)]
pub struct Lesion {
    /// Day of its study.
    pub day: Day,
    /// Position of its study in the person's list of studies.
    pub study: u32,
    /// Identifier of the lesion within the person; the same lesion keeps it through time.
    pub id: Box<str>,
    /// Where it lies.
    pub site: Site,
    /// Long diameter, mm.
    pub long_mm: Option<f64>,
    /// Short diameter, mm.
    pub short_mm: Option<f64>,
    /// Features seen.
    pub features: Features,
    /// Cytology recorded with this study.
    pub cytology: Option<Cytology>,
    /// Thyroglobulin in the needle washout, ng/mL.
    pub washout_ng_ml: Option<f64>,
    /// Whether it took up the tracer; not recorded is false.
    pub avid: bool,
    /// Where it was read.
    pub record: RecordRef,
}

/// A metastasis known by its diagnosis alone: no study shows it (contract 10).
#[derive(Clone)]
pub struct Metastasis {
    /// Day of the diagnosis.
    pub day: Day,
    /// Where it lies.
    pub site: Site,
    /// Where it was read.
    pub record: RecordRef,
}

/// A treatment other than surgery and radioiodine.
#[derive(Clone)]
pub struct Treatment {
    /// Day it began.
    pub day: Day,
    /// What it was.
    pub kind: TreatmentKind,
    /// Where it was read.
    pub record: RecordRef,
}

/// A visit.
#[derive(Clone)]
pub struct Visit {
    /// Day of the visit.
    pub day: Day,
    /// Where it was read.
    pub record: RecordRef,
}

/// What every event has: a day and the row it was read from.
pub trait Event {
    /// The day on which it happened.
    fn day(&self) -> Day;
    /// The row it was read from.
    fn record(&self) -> RecordRef;
}

macro_rules! events {
    ($($name:ident),+) => {$(
        impl Event for $name {
            fn day(&self) -> Day {
                self.day
            }
            fn record(&self) -> RecordRef {
                self.record
            }
        }

        /// Redacted: shows only the place of the row.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({:?})"), self.record)
            }
        }
    )+};
}

events!(Surgery, Administration, Lab, Injection, Study, Lesion, Metastasis, Treatment, Visit);
