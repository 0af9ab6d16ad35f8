//! Initial risk of recurrence, ATA 2015 (clinical rules 2.3).
//!
//! Every criterion is met, absent or open for want of an input; the answer is the interval from the
//! highest level that is met to the highest that a still open criterion could reach, with all
//! criteria of either kind. The printed lists leave gaps; the protocol decides them
//! ([`RiskRules`]), and a decided gap is listed like a criterion.
//!
//! What the study sheets cannot say:
//!
//! * Postoperative thyroglobulin "suggestive of distant metastases" has no printed bound; it counts
//!   only where the caller passes a clinician's judgement.
//! * Tall cell and columnar share code 8344; hobnail has none, so it is met only where a protocol
//!   puts a local code on the list.
//! * Whether nodes were evident clinically is known only from a `c` before N. `pN1`, or N1 with a
//!   number of positive nodes, is taken as found by pathology.
//! * "Multifocal papillary microcarcinoma with extension and BRAF V600E" never decides: extension
//!   alone already makes the risk intermediate or high.
//! * Encapsulation is not judged: all that is not high or intermediate is low.
//! * Size and count of foci and nodes are the recorded numbers; nothing is inferred from the words
//!   "minimally invasive" or "angioinvasive" of a histology.

use timeline::{Judged, Morphology, Reason, RecordRef, Rule, ScanFinding, Tumour, words};

use crate::distant::DistantEvidence;
use crate::rules::RiskRules;
use crate::tnm::Input;

mod criteria;
mod nodes;

pub use criteria::{
    AGGRESSIVE, AVID_NECK, CLINICAL_NODES, DISTANT, EXACT_FOCI, EXTENSIVE_INVASION, FEW_LARGER_NODES,
    GROSS_EXTENSION, INCOMPLETE, LARGE_NODE, MANY_NODES, MICROSCOPIC_EXTENSION, PAPILLARY_INVASION,
    THYROGLOBULIN,
};
use criteria::{Family, Verdict, criteria, family};
use nodes::Nodes;

words! {
    /// Risk of recurrence, lowest first.
    pub enum Risk {
        /// Low.
        Low = "low",
        /// Intermediate.
        Intermediate = "intermediate",
        /// High.
        High = "high",
    }
}

/// What an input that is not recorded means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unrecorded {
    /// The criterion stays open and the risk is an interval.
    Open,
    /// The criterion counts as absent; it is still listed as open.
    Absent,
}

/// No criterion.
pub static LOW: Rule = Rule { id: "2.3.low", says: "No criterion of intermediate or high risk is met." };
/// Several levels remain.
pub static INTERVAL: Rule =
    Rule { id: "2.3.interval", says: "Inputs are missing: the lowest and the highest risk still possible." };

/// Why the answer should be read with care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RiskCaution {
    /// Below the adult age at diagnosis: the system does not apply (expert knowledge, not re-read).
    NotAdult,
    /// Age at diagnosis is unknown, so whether the system applies is unknown.
    AgeUnknown,
    /// Histology is recorded and on no list; the system does not place it, and high stays possible.
    OtherHistology,
    /// N says that no node is involved, the count or size of positive nodes says otherwise; the
    /// numbers stand.
    NodesContradicted,
}

/// One criterion with the risk that it carries.
#[derive(Clone, Debug, PartialEq)]
pub struct Criterion {
    /// The criterion, or the decided gap.
    pub rule: &'static Rule,
    /// Risk when met.
    pub risk: Risk,
    /// Inputs without which it is open; empty when met.
    pub missing: Vec<Input>,
}

/// The risk with every criterion behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct InitialRisk {
    /// Lowest risk still possible.
    pub lowest: Risk,
    /// Highest risk still possible.
    pub highest: Risk,
    /// Criteria and gaps that are met.
    pub met: Vec<Criterion>,
    /// Criteria and gaps that cannot be judged.
    pub open: Vec<Criterion>,
    /// What limits the answer.
    pub cautions: Vec<RiskCaution>,
}

impl InitialRisk {
    /// `low`, `intermediate`, `high`, `<=intermediate`, `>=intermediate`, or `unknown` when all
    /// three remain.
    pub fn label(&self) -> &'static str {
        match (self.lowest, self.highest) {
            (Risk::Low, Risk::High) => "unknown",
            (Risk::Low, Risk::Intermediate) => "<=intermediate",
            (Risk::Intermediate, Risk::High) => ">=intermediate",
            (lowest, _) => lowest.word(),
        }
    }
}

/// What the risk is derived from.
#[derive(Clone, Copy)]
pub struct RiskCase<'a> {
    /// Completed years of age at diagnosis.
    pub age_at_diagnosis: Option<i32>,
    /// Histology.
    pub morphology: Option<Morphology>,
    /// The primary tumour.
    pub tumour: &'a Tumour,
    /// What the scan after the first therapeutic administration showed, and its row; `None` when
    /// not recorded.
    pub first_scan: Option<(ScanFinding, RecordRef)>,
    /// Evidence of distant metastases that the caller counts as initial.
    pub distant: &'a [DistantEvidence],
    /// A clinician's judgement that postoperative thyroglobulin suggests distant metastases; without
    /// one the criterion is left out.
    pub thyroglobulin_suggests_distant: bool,
    /// The patient sheet's row.
    pub record: RecordRef,
}

/// The initial risk (clinical rules 2.3).
///
/// Distant metastases are absent when M is M0 or MX, or when the first scan shows something else.
/// NX, unlike N0, leaves the nodal criteria open unless a count or size is recorded.
pub fn initial_risk(case: &RiskCase<'_>, rules: &RiskRules) -> Judged<InitialRisk> {
    let mut cautions = Vec::new();
    match case.age_at_diagnosis {
        Some(age) if age < rules.adult_from_years => cautions.push(RiskCaution::NotAdult),
        Some(_) => {}
        None => cautions.push(RiskCaution::AgeUnknown),
    }
    let family = family(case.morphology, rules);
    if family == Family::Other {
        cautions.push(RiskCaution::OtherHistology);
    }
    let nodes = Nodes::of(case.tumour);
    if nodes.contradicted {
        cautions.push(RiskCaution::NodesContradicted);
    }
    let (mut met, mut open) = (Vec::new(), Vec::new());
    for (rule, risk, verdict) in criteria(case, family, &nodes, rules) {
        match verdict {
            Verdict::Met => met.push(Criterion { rule, risk, missing: Vec::new() }),
            Verdict::Open(missing) => open.push(Criterion { rule, risk, missing: missing.to_vec() }),
            Verdict::Absent => {}
        }
    }
    let decider = met.iter().rev().max_by_key(|criterion| criterion.risk);
    let lowest = decider.map_or(Risk::Low, |criterion| criterion.risk);
    let reachable =
        open.iter().map(|criterion| criterion.risk).filter(|_| rules.unrecorded == Unrecorded::Open);
    let outside = (family == Family::Other).then_some(Risk::High);
    let highest = reachable.chain(outside).fold(lowest, Risk::max);
    let rule = if lowest == highest { decider.map_or(&LOW, |criterion| criterion.rule) } else { &INTERVAL };
    let records = [Some(case.record), case.first_scan.map(|(_, record)| record)].into_iter().flatten();
    let reason = Reason::new(rule, records.chain(case.distant.iter().map(|evidence| evidence.record)));
    Judged::new(InitialRisk { lowest, highest, met, open, cautions }, reason)
}

#[cfg(test)]
mod tests;
