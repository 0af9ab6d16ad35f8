//! What a person is meant to be for the study.

use timeline::words;

use crate::draw::Draw;
use crate::{Scenario, Stratum};

words! {
    /// The way a person was meant to take. What the rules make of the recorded sheets may differ:
    /// a missing value or a noisy one is enough.
    pub enum Role {
        /// Cohort, structural disease before the second treatment.
        Structural = "structural",
        /// Cohort, raised thyroglobulin without structural disease.
        Biochemical = "biochemical",
        /// Cohort, operated on between the treatments.
        Reoperated = "reoperated",
        /// One course of radioiodine.
        OneCourse = "one_course",
        /// Thyroidectomy without radioiodine.
        NeverTreated = "never_treated",
        /// Not differentiated thyroid cancer.
        OtherHistology = "other_histology",
        /// No total thyroidectomy, or only after the first treatment.
        NoThyroidectomy = "no_thyroidectomy",
        /// Two courses, with distant metastases by the second.
        Metastatic = "metastatic",
        /// Two courses, the second outside the study period.
        OutsidePeriod = "outside_period",
        /// Two courses, no documented incomplete response before the second.
        NoIncompleteResponse = "no_incomplete_response",
    }
}

words! {
    /// True response to the first treatment, without measurement error.
    pub enum ResponseClass {
        /// No disease.
        Excellent = "excellent",
        /// Stimulated thyroglobulin of about 1 to 10 ng/mL, no visible disease.
        Indeterminate = "indeterminate",
        /// Raised thyroglobulin, no visible disease.
        Biochemical = "biochemical",
        /// Visible disease of the neck or mediastinum.
        Structural = "structural",
        /// Distant metastases.
        Distant = "distant",
    }
}

impl Role {
    /// Draws a role by the scenario's shares.
    pub(crate) fn draw(scenario: &Scenario, draw: &mut Draw) -> Role {
        let shares = &scenario.shares;
        draw.weighted(&[
            (Role::OneCourse, shares.one_course),
            (Role::Structural, shares.structural),
            (Role::Biochemical, shares.biochemical),
            (Role::Reoperated, shares.reoperated),
            (Role::NeverTreated, shares.never_treated),
            (Role::OtherHistology, shares.other_histology),
            (Role::NoThyroidectomy, shares.no_thyroidectomy),
            (Role::Metastatic, shares.metastatic),
            (Role::OutsidePeriod, shares.outside_period),
            (Role::NoIncompleteResponse, shares.no_incomplete_response),
        ])
    }

    /// Whether the person was meant to enter the cohort.
    pub fn is_member(self) -> bool {
        matches!(self, Role::Structural | Role::Biochemical | Role::Reoperated)
    }

    /// The exclusion reason (contract 4) that was meant; `None` for members.
    pub fn exclusion(self) -> Option<&'static str> {
        match self {
            Role::Structural | Role::Biochemical | Role::Reoperated => None,
            Role::OneCourse | Role::NeverTreated => Some("two_courses"),
            Role::OtherHistology => Some("dtc"),
            Role::NoThyroidectomy => Some("thyroidectomy"),
            Role::Metastatic => Some("no_distant_metastasis"),
            Role::OutsidePeriod => Some("index_in_period"),
            Role::NoIncompleteResponse => Some("incomplete_response"),
        }
    }

    /// Whether the person receives a second course.
    pub(crate) fn has_second_course(self) -> bool {
        self.is_member()
            || matches!(self, Role::Metastatic | Role::OutsidePeriod | Role::NoIncompleteResponse)
    }

    /// The stratum whose parameters drive the person's course, where one does.
    pub(crate) fn stratum(self, scenario: &Scenario) -> Option<&Stratum> {
        match self {
            Role::Structural => Some(&scenario.structural),
            Role::Biochemical => Some(&scenario.biochemical),
            Role::Reoperated => Some(&scenario.reoperated),
            _ => None,
        }
    }
}

impl ResponseClass {
    /// The class of a true stimulated thyroglobulin (ng/mL) without visible disease.
    pub(crate) fn of_tg(tg: f64) -> ResponseClass {
        match tg {
            tg if tg >= 10.0 => ResponseClass::Biochemical,
            tg if tg >= 1.0 => ResponseClass::Indeterminate,
            _ => ResponseClass::Excellent,
        }
    }
}
