//! How the response category moved from before to 1 to 2 years to the last visit.

use std::collections::BTreeMap;

use response::{Response, Stratum};

use crate::member::MemberRow;

/// How many members went this way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// Category before.
    pub from: Response,
    /// Category at 1 to 2 years.
    pub at_1_2y: Response,
    /// Category at the last visit.
    pub last: Response,
    /// Members.
    pub n: usize,
}

/// Every way that somebody of the stratum (`None`: of the cohort) went, in the order of the categories; the
/// counts add up to its members.
pub fn transitions(members: &[MemberRow], stratum: Option<Stratum>) -> Vec<Transition> {
    let mut ways: BTreeMap<[Response; 3], usize> = BTreeMap::new();
    for member in members.iter().filter(|member| stratum.is_none_or(|wanted| wanted == member.stratum)) {
        *ways.entry([member.response_before, member.response_1_2y, member.response_last]).or_default() += 1;
    }
    ways.into_iter().map(|([from, at_1_2y, last], n)| Transition { from, at_1_2y, last, n }).collect()
}
