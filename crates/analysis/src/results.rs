//! Everything a report prints.

use protocol::{Criterion, Protocol};
use response::{Outcome, Selection};

use crate::balance::Balance;
use crate::balances::balances;
use crate::curve::Curve;
use crate::curves::curves;
use crate::estimate::Estimate;
use crate::estimates::estimates;
use crate::further::further;
use crate::member::MemberRow;
use crate::sensitivity::SensitivityRun;
use crate::subgroup::Subgroup;
use crate::subgroups::subgroups;
use crate::table::{Table, table_one};

/// One step of the attrition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttritionRow {
    /// Word of the criterion; `candidates` for the first step.
    pub criterion: &'static str,
    /// Persons who left.
    pub n_excluded: usize,
    /// Persons who remained.
    pub n_remaining: usize,
}

/// One person who is not in the cohort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExclusionRow {
    /// The person's identifier.
    pub person_id: String,
    /// Word of the criterion that failed.
    pub reason: &'static str,
}

/// The results of one study.
#[derive(Clone, Debug, PartialEq)]
pub struct Results {
    /// Identifier of the study.
    pub study: String,
    /// Hash of the protocol.
    pub protocol_hash: String,
    /// One row per member, sorted by identifier.
    pub members: Vec<MemberRow>,
    /// Everybody else, sorted by identifier.
    pub exclusions: Vec<ExclusionRow>,
    /// The steps.
    pub attrition: Vec<AttritionRow>,
    /// The estimates, in the contract's order.
    pub estimates: Vec<Estimate>,
    /// Further estimates that the contract does not name, in the order of the report.
    pub further: Vec<Estimate>,
    /// Description of the cohort by stratum.
    pub table_one: Table,
    /// Time to events, of the cohort and of each stratum.
    pub curves: Vec<Curve>,
    /// The ratio of geometric means among subgroups.
    pub subgroups: Vec<Subgroup>,
    /// Baseline characteristics of two groups compared.
    pub balances: Vec<Balance>,
    /// The study under other choices, in the protocol's order.
    pub sensitivity: Vec<SensitivityRun>,
}

impl Results {
    /// The estimate with this identifier, the contract's or a further one.
    pub fn estimate(&self, id: &str) -> Option<&Estimate> {
        self.estimates.iter().chain(&self.further).find(|estimate| estimate.id == id)
    }
}

/// Builds the results from a selection's exclusions and attrition and the members' outcomes.
pub fn results(outcomes: &[Outcome], selection: &Selection, protocol: &Protocol) -> Results {
    let members: Vec<MemberRow> = outcomes.iter().map(MemberRow::new).collect();
    let attrition = selection.attrition.iter().map(|step| AttritionRow {
        criterion: step.criterion.map_or("candidates", |criterion| criterion.word()),
        n_excluded: step.n_excluded,
        n_remaining: step.n_remaining,
    });
    // Five looks at the same rows: side by side, in the time of the longest.
    let (timed, compared) = rayon::join(
        || {
            let curves = curves(&members, protocol);
            (further(&members, &curves, protocol), curves)
        },
        || {
            let first = rayon::join(|| subgroups(&members, protocol), || balances(&members));
            (first, rayon::join(|| estimates(&members, protocol), || table_one(&members)))
        },
    );
    let (further, curves) = timed;
    let ((subgroups, balances), (estimates, table_one)) = compared;
    Results {
        study: protocol.study.id.clone(),
        protocol_hash: protocol.hash.clone(),
        estimates,
        table_one,
        exclusions: exclusions(selection),
        attrition: attrition.collect(),
        further,
        curves,
        subgroups,
        balances,
        sensitivity: Vec::new(),
        members,
    }
}

/// Everybody who left, by identifier.
fn exclusions(selection: &Selection) -> Vec<ExclusionRow> {
    let row = |person_id: &str, reason: Criterion| ExclusionRow {
        person_id: person_id.to_owned(),
        reason: reason.word(),
    };
    let mut rows: Vec<ExclusionRow> =
        selection.exclusions.iter().map(|gone| row(&gone.id, gone.criterion)).collect();
    if let Some((criterion, names)) = &selection.uninvolved {
        rows.extend(names.iter().map(|name| row(name, *criterion)));
        rows.sort_unstable_by(|a, b| a.person_id.as_bytes().cmp(b.person_id.as_bytes()));
    }
    rows
}
