//! The numbers of the rules, as parameter sets. A protocol fills them; `Default` is the study
//! contract's default.

use timeline::words;

use crate::cumulative::Counted;
use crate::risk::{Risk, Unrecorded};

/// Which administrations are therapeutic and how they form courses (contract 3).
#[derive(Clone, Debug, PartialEq)]
pub struct CourseRules {
    /// Activity from which an administration without intent is therapeutic, mCi.
    pub min_therapeutic_mci: f64,
    /// Activity from which one below that goes to review, mCi.
    pub review_mci: f64,
    /// Two therapeutic rows of one day are one administration when their activities differ by at
    /// most this percentage of the larger.
    pub same_administration_pct: f64,
    /// An administration this many days or more after a course's first opens a new course.
    pub merge_gap_days: i32,
    /// A course opened fewer days than this after the previous one's first is flagged.
    pub review_gap_days: i32,
}

impl Default for CourseRules {
    fn default() -> Self {
        CourseRules {
            min_therapeutic_mci: 20.0,
            review_mci: 10.0,
            same_administration_pct: 1.0,
            merge_gap_days: 90,
            review_gap_days: 180,
        }
    }
}

/// When a thyroglobulin value is stimulated, suppressed, antibody-positive or unusable (contract 2).
#[derive(Clone, Debug, PartialEq)]
pub struct MarkerRules {
    /// TSH from which a value is stimulated, mIU/L.
    pub stimulated_tsh_min: f64,
    /// Days within which that TSH must lie.
    pub stimulated_tsh_days: i32,
    /// Most days between the two injections of recombinant TSH.
    pub injection_gap_days: i32,
    /// First and last day after the second injection on which a draw is stimulated.
    pub injection_draw_days: (i32, i32),
    /// TSH below which a value is suppressed, mIU/L.
    pub suppressed_tsh_below: f64,
    /// Days within which that TSH must lie.
    pub suppressed_tsh_days: i32,
    /// Days after a therapeutic administration in which a value is used nowhere.
    pub blackout_days: i32,
    /// Last day after a dose prepared with recombinant TSH that counts as drawn on the dose day.
    pub post_dose_days: i32,
    /// Antibody value above which it is positive when the row gives no upper reference, IU/mL.
    pub antibody_positive_above: f64,
    /// Days within which an antibody value speaks for a thyroglobulin value.
    pub antibody_days: i32,
    /// Antibodies rise when last / first is at least this.
    pub antibody_rising_ratio: f64,
    /// Fewest days between the first and the last antibody value of a trend.
    pub antibody_trend_days: i32,
}

impl Default for MarkerRules {
    fn default() -> Self {
        MarkerRules {
            stimulated_tsh_min: 30.0,
            stimulated_tsh_days: 3,
            injection_gap_days: 2,
            injection_draw_days: (2, 4),
            suppressed_tsh_below: 0.5,
            suppressed_tsh_days: 30,
            blackout_days: 90,
            post_dose_days: 3,
            antibody_positive_above: 4.0,
            antibody_days: 30,
            antibody_rising_ratio: 1.5,
            antibody_trend_days: 90,
        }
    }
}

words! {
    /// How sure a lesion must be to be structural evidence (clinical rules 4.2).
    pub enum Certainty {
        /// Cytology, washout, suspicious feature, uptake or size (contract 5).
        ConfirmedOrProbable = "confirmed_or_probable",
        /// Malignant cytology or washout alone.
        Confirmed = "confirmed",
    }
}

words! {
    /// Which thyroglobulin shows that no disease is left.
    pub enum Excellence {
        /// The deciding value, stimulated or suppressed, below its bound (ATA 2015; contract 7).
        Either = "excellent_response",
        /// As `Either`, and the latest stimulated value of the window lies below its bound as well.
        Stimulated = "stimulated",
        /// A suppressed value below whatever its assay can detect, that of old assays too; a stimulated one
        /// below its bound.
        SuppressedUndetectable = "suppressed_undetectable",
        /// A suppressed value below the incomplete bound; a stimulated one below its own.
        SuppressedNotIncomplete = "suppressed_not_incomplete",
    }
}

/// When a lesion is structural evidence (contract 5).
#[derive(Clone, Debug, PartialEq)]
pub struct StructuralRules {
    /// Washout thyroglobulin from which a lesion is confirmed, ng/mL.
    pub washout_ng_ml: f64,
    /// Short axis below which a node without suspicious feature and not avid is never evidence, mm.
    pub node_min_mm: f64,
    /// Short axis from which a lesion on CT or MRI is probable, mm.
    pub cross_sectional_mm: f64,
    /// How sure a lesion must be.
    pub evidence: Certainty,
}

impl Default for StructuralRules {
    fn default() -> Self {
        StructuralRules {
            washout_ng_ml: 10.0,
            node_min_mm: 5.0,
            cross_sectional_mm: 10.0,
            evidence: Certainty::ConfirmedOrProbable,
        }
    }
}

/// How lesions change between two studies, profile `neck_us_v1` (contract 6).
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeRules {
    /// Least growth of a progressed lesion, mm.
    pub grow_mm: f64,
    /// Least growth of a progressed lesion, per cent of the size before.
    pub grow_pct: f64,
    /// Least decrease of a shrunk lesion, mm.
    pub shrink_mm: f64,
    /// Least decrease of a shrunk lesion, per cent of the size before.
    pub shrink_pct: f64,
    /// Size from which a new lesion counts without malignant cytology, mm.
    pub new_min_mm: f64,
    /// Short axis below which a node without suspicious feature and not avid has resolved, mm.
    pub resolved_node_mm: f64,
}

impl Default for ChangeRules {
    fn default() -> Self {
        ChangeRules {
            grow_mm: 3.0,
            grow_pct: 20.0,
            shrink_mm: 3.0,
            shrink_pct: 30.0,
            new_min_mm: 5.0,
            resolved_node_mm: 5.0,
        }
    }
}

/// Thyroglobulin thresholds of the response categories, ng/mL (ATA 2015; contract 5 and 7).
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseRules {
    /// Stimulated value from which the response is biochemically incomplete.
    pub incomplete_stimulated: f64,
    /// Suppressed value from which the response is biochemically incomplete.
    pub incomplete_suppressed: f64,
    /// Stimulated value below which the response is excellent.
    pub excellent_stimulated: f64,
    /// Suppressed value below which the response is excellent.
    pub excellent_suppressed: f64,
}

impl Default for ResponseRules {
    fn default() -> Self {
        ResponseRules {
            incomplete_stimulated: 10.0,
            incomplete_suppressed: 1.0,
            excellent_stimulated: 1.0,
            excellent_suppressed: 0.2,
        }
    }
}

/// Which ICD-O-3 histologies are differentiated thyroid carcinoma (behaviour /3 only; contract 4).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HistologyRules {
    /// Included histology codes.
    pub included: Vec<u16>,
    /// Included codes that are flagged as poorly differentiated.
    pub poorly_differentiated: Vec<u16>,
}

/// The numbers, lists and decided gaps of the ATA 2015 initial risk (clinical rules 2.3).
///
/// The histology lists are this crate's reading of the code list (clinical rules 5.2): oncocytic
/// carcinoma counts as follicular, as in the guideline's time (expert knowledge, not re-read), and
/// poorly differentiated carcinoma is on neither list.
#[derive(Clone, Debug, PartialEq)]
pub struct RiskRules {
    /// Age at diagnosis below which the adult system does not apply, years.
    pub adult_from_years: i32,
    /// Nodal metastasis from which the risk is high, mm.
    pub large_node_mm: f64,
    /// Nodal metastasis below which it is a micrometastasis, mm.
    pub micrometastasis_mm: f64,
    /// Number of positive nodes above which the risk is at least intermediate.
    pub few_nodes: f64,
    /// Foci of vascular invasion above which it is extensive, and below which it is minimal.
    pub vascular_foci: f64,
    /// Gap (a): at most `few_nodes` positive nodes, not clinical, the largest neither a
    /// micrometastasis nor large.
    pub few_larger_nodes: Risk,
    /// Gap (b): follicular carcinoma with exactly `vascular_foci` foci.
    pub exact_foci: Risk,
    /// Gap (c): what an input that is not recorded means.
    pub unrecorded: Unrecorded,
    /// Histology codes of papillary carcinoma.
    pub papillary: Vec<u16>,
    /// Histology codes of follicular carcinoma.
    pub follicular: Vec<u16>,
    /// Histology codes of aggressive variants; they count as papillary too.
    pub aggressive: Vec<u16>,
}

impl Default for RiskRules {
    fn default() -> Self {
        RiskRules {
            adult_from_years: 18,
            large_node_mm: 30.0,
            micrometastasis_mm: 2.0,
            few_nodes: 5.0,
            vascular_foci: 4.0,
            few_larger_nodes: Risk::Low,
            exact_foci: Risk::Intermediate,
            unrecorded: Unrecorded::Open,
            papillary: vec![8050, 8260, 8340, 8341, 8342, 8343, 8344, 8350],
            follicular: vec![8290, 8330, 8331, 8332, 8335, 8339],
            aggressive: vec![8344],
        }
    }
}

/// Which thyroglobulin values give a doubling time, and its classes (clinical rules 3.7).
#[derive(Clone, Debug, PartialEq)]
pub struct KineticsRules {
    /// Fewest days with a value.
    pub min_values: usize,
    /// TSH below which a value counts, mIU/L.
    pub tsh_below: f64,
    /// Share of censored values above which no estimate is made, per cent (clinical rules 3.3).
    pub max_censored_pct: f64,
    /// Doubling times in years: below the first is fast, above the second slow.
    pub cut_years: (f64, f64),
}

impl Default for KineticsRules {
    fn default() -> Self {
        KineticsRules { min_values: 4, tsh_below: 0.1, max_censored_pct: 70.0, cut_years: (1.0, 3.0) }
    }
}

/// The cumulative activity that is flagged, and how long after an avid course progression speaks
/// against it (clinical rules 3.8; both expert knowledge, not re-read).
#[derive(Clone, Debug, PartialEq)]
pub struct CumulativeRules {
    /// Cumulative activity from which a person is flagged, mCi.
    pub flag_mci: f64,
    /// Which activities the flag counts.
    pub counted: Counted,
    /// Last day after an avid course on which progression counts as despite avidity.
    pub progression_days: i32,
}

impl Default for CumulativeRules {
    fn default() -> Self {
        CumulativeRules { flag_mci: 600.0, counted: Counted::Therapeutic, progression_days: 365 }
    }
}
