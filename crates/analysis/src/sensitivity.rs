//! The study under other choices, side by side with the main analysis.

use crate::estimate::Estimate;

/// One run under another choice.
#[derive(Clone, Debug, PartialEq)]
pub struct SensitivityRun {
    /// Identifier of the protocol's section: `window_300_790`.
    pub id: String,
    /// What is asked, for people: `Follow-up window of 300 to 790 days`.
    pub label: String,
    /// What differs from the main analysis, key and value as in the protocol: `windows.follow_up_days = [300, 790]`.
    pub changes: Vec<String>,
    /// A caution about the choice itself: thresholds not verified.
    pub caution: Option<String>,
    /// Members of the cohort under this choice.
    pub n_members: usize,
    /// Members of the main cohort who are not in this one.
    pub n_left: usize,
    /// Members of this cohort who are not in the main one.
    pub n_joined: usize,
    /// All estimates under this choice, in the main analysis' order.
    pub estimates: Vec<Estimate>,
}

impl SensitivityRun {
    /// The estimate with this identifier.
    pub fn estimate(&self, id: &str) -> Option<&Estimate> {
        self.estimates.iter().find(|estimate| estimate.id == id)
    }
}
