//! The study under other choices, side by side with the main analysis.

use protocol::Sensitivity;
use response::Outcome;

use crate::estimate::Estimate;
use crate::estimates::estimates;
use crate::member::MemberRow;

/// One run under another choice.
#[derive(Clone, Debug, PartialEq)]
pub struct SensitivityRun {
    /// Identifier of the protocol's section: `window_300_790`.
    pub id: String,
    /// What is asked, for people: `Follow-up window of 300 to 790 days`.
    pub label: String,
    /// What differs from the main analysis, key and value as in the protocol: `windows.follow_up_days = [300,
    /// 790]`.
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
    /// The run of `declared`, given its members' outcomes, beside the study whose members are `main`; both
    /// sorted by identifier.
    pub fn new(declared: &Sensitivity, outcomes: &[Outcome], main: &[MemberRow]) -> SensitivityRun {
        let members: Vec<MemberRow> = outcomes.iter().map(MemberRow::new).collect();
        SensitivityRun {
            id: declared.id.clone(),
            label: declared.label.clone(),
            changes: declared.changes.iter().map(|(key, value)| format!("{key} = {value}")).collect(),
            caution: declared.caution.clone(),
            n_members: members.len(),
            n_left: n_without(main, &members),
            n_joined: n_without(&members, main),
            estimates: estimates(&members, &declared.protocol),
        }
    }

    /// The estimate with this identifier.
    pub fn estimate(&self, id: &str) -> Option<&Estimate> {
        self.estimates.iter().find(|estimate| estimate.id == id)
    }
}

/// How many of `these` are not among `those`; both sorted by identifier.
fn n_without(these: &[MemberRow], those: &[MemberRow]) -> usize {
    let is_there = |row: &&MemberRow| {
        those.binary_search_by(|other| other.person_id.as_bytes().cmp(row.person_id.as_bytes())).is_ok()
    };
    these.len() - these.iter().filter(is_there).count()
}
