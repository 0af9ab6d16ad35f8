//! What a protocol says.

use thyroid::rules::{
    ChangeRules, CourseRules, Excellence, HistologyRules, MarkerRules, ResponseRules, StructuralRules,
};
use timeline::{Concept, Day, words};

words! {
    /// Eligibility criteria (contract 4).
    pub enum Criterion {
        /// Histology is differentiated thyroid carcinoma.
        Dtc = "dtc",
        /// Total, near-total or completion thyroidectomy by the first course.
        Thyroidectomy = "thyroidectomy",
        /// At least two therapeutic courses.
        TwoCourses = "two_courses",
        /// The index date lies in the study period.
        IndexInPeriod = "index_in_period",
        /// No evidence of distant disease up to the bound after the index date.
        NoDistantMetastasis = "no_distant_metastasis",
        /// Structural or biochemical evidence at baseline, unless reoperated.
        IncompleteResponse = "incomplete_response",
    }
}

words! {
    /// How dates are written in the sheets.
    pub enum DateStyle {
        /// `YYYY-MM-DD` only.
        Iso = "iso",
        /// `DD/MM/YYYY` as well.
        DayMonthYear = "day-month-year",
    }
}

words! {
    /// Character encoding of text files.
    pub enum Encoding {
        /// UTF-8, or what a byte-order mark says.
        Auto = "auto",
        /// UTF-8.
        Utf8 = "utf-8",
        /// UTF-16.
        Utf16 = "utf-16",
        /// Windows, western European.
        Windows1252 = "windows-1252",
        /// Windows, Hebrew.
        Windows1255 = "windows-1255",
    }
}

words! {
    /// Rules by which a change of imaging is judged (contract 6).
    pub enum ChangeProfile {
        /// Lesion by lesion in neck studies: least change in mm and in per cent.
        NeckUsV1 = "neck_us_v1",
    }
}

words! {
    /// The guideline whose response categories are used (contract 7).
    pub enum Guideline {
        /// American Thyroid Association 2015.
        Ata2015 = "ata2015",
        /// American Thyroid Association 2025, as far as its text is verified (clinical rules 2.2).
        Ata2025 = "ata2025",
    }
}

words! {
    /// What antibodies must say of both values of a pair.
    pub enum PairAntibodies {
        /// Not positive; a value without an antibody value near it counts (contract 6).
        NotPositive = "not_positive",
        /// Negative, by an antibody value near each.
        Negative = "negative",
    }
}

words! {
    /// Which assays the two values of a pair may have.
    pub enum PairAssays {
        /// Any (contract 6).
        Any = "any",
        /// The same, named on both.
        Same = "same",
    }
}

/// Which pairs enter the primary analysis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairRules {
    /// Antibodies.
    pub antibodies: PairAntibodies,
    /// Assays.
    pub assays: PairAssays,
}

/// What the study is called and asks.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// Short name; stands in `results.json`.
    pub id: String,
    /// Title.
    pub title: String,
    /// The question in one sentence.
    pub question: String,
    /// First day in which the index date may lie.
    pub first_day: Day,
    /// Last day in which the index date may lie.
    pub last_day: Day,
}

/// How source files are read.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceRules {
    /// Share of a sheet's rows, per cent, that may be unused before the run stops.
    pub max_rows_not_used_pct: f64,
    /// How dates are written.
    pub dates: DateStyle,
    /// Character encoding.
    pub encoding: Encoding,
}

/// Windows in days from the index date; both ends belong to them.
#[derive(Clone, Debug, PartialEq)]
pub struct Windows {
    /// Before: first and last day.
    pub baseline_days: (i32, i32),
    /// Fewest days from the first course to a baseline value.
    pub baseline_after_first_course_days: i32,
    /// After: first and last day.
    pub follow_up_days: (i32, i32),
    /// The day that values after are nearest to.
    pub follow_up_target_days: i32,
    /// Length of the window that ends at the last visit.
    pub last_status_days: i32,
    /// Treatment later than this many days after the index date is additional.
    pub additional_treatment_after_days: i32,
}

/// How estimates are made.
#[derive(Clone, Debug, PartialEq)]
pub struct AnalysisRules {
    /// Confidence level of every interval.
    pub confidence_level: f64,
    /// Seed of methods that draw random numbers.
    pub seed: u64,
}

/// What the report holds.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportRules {
    /// Title of the report.
    pub title: String,
    /// Largest cohort for which the evidence of every patient is written into the report.
    pub patient_pages: usize,
}

/// The study under another choice, declared beforehand.
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivity {
    /// Short name, one of a kind: `same_assay`.
    pub id: String,
    /// What is asked, for people.
    pub label: String,
    /// What speaks against the choice itself, such as bounds that nobody has verified.
    pub caution: Option<String>,
    /// Key and value of everything that the run sets, in the order of the text.
    pub changes: Vec<(String, String)>,
    /// The protocol with these values; without runs and hashes of its own.
    pub protocol: Protocol,
}

/// A checked protocol.
#[derive(Clone, Debug, PartialEq)]
pub struct Protocol {
    /// Name and question.
    pub study: Study,
    /// Reading.
    pub source: SourceRules,
    /// Histologies.
    pub histology: HistologyRules,
    /// What codes mean, for sources that hold codes (OMOP, FHIR).
    pub concepts: Vec<Concept>,
    /// Courses and the index date.
    pub index: CourseRules,
    /// The criteria in the order in which they are asked.
    pub criteria: Vec<Criterion>,
    /// Evidence of distant disease counts up to this many days after the index date.
    pub distant_until_days: i32,
    /// Windows.
    pub windows: Windows,
    /// Marker.
    pub marker: MarkerRules,
    /// Structural evidence.
    pub structural: StructuralRules,
    /// Change of imaging.
    pub change: ChangeRules,
    /// The guideline of the responses.
    pub guideline: Guideline,
    /// Response thresholds.
    pub response: ResponseRules,
    /// Which thyroglobulin shows no evidence of disease at the last visit.
    pub ned: Excellence,
    /// Estimation.
    pub analysis: AnalysisRules,
    /// Which pairs enter the primary analysis.
    pub pairs: PairRules,
    /// The study under other choices, in the order of the file.
    pub sensitivity: Vec<Sensitivity>,
    /// Report.
    pub report: ReportRules,
    /// Every key that is set, with its value as JSON writes it, in the order of the built-in study.
    pub parameters: Vec<(String, String)>,
    /// Key and SHA-256, in hexadecimal, of each concept file that the protocol names.
    pub concept_hashes: Vec<(String, String)>,
    /// SHA-256 of the protocol file and its concept sets, in hexadecimal.
    pub hash: String,
}
