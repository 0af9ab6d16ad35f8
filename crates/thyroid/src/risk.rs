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

use timeline::{
    Extension, Judged, Margins, Morphology, Reason, RecordRef, Rule, ScanFinding, TOLERANCE, Tumour,
    at_least, below, words,
};

use crate::distant::DistantEvidence;
use crate::reclassify::possible_extensions;
use crate::rules::RiskRules;
use crate::tnm::{Basis, Input, M, N, read_m, read_n};

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

/// Gross extension.
pub static GROSS_EXTENSION: Rule =
    Rule { id: "2.3.high.extension", says: "Gross extrathyroidal extension, or T3b or T4." };
/// Incomplete resection.
pub static INCOMPLETE: Rule =
    Rule { id: "2.3.high.margins", says: "Incomplete resection: macroscopic residual tumour (R2)." };
/// Distant metastases.
pub static DISTANT: Rule = Rule { id: "2.3.high.distant", says: "Distant metastases." };
/// Postoperative thyroglobulin.
pub static THYROGLOBULIN: Rule = Rule {
    id: "2.3.high.tg",
    says: "Postoperative thyroglobulin suggests distant metastases, by a clinician's judgement.",
};
/// Large node.
pub static LARGE_NODE: Rule =
    Rule { id: "2.3.high.node", says: "A nodal metastasis reaches the bound for large (3 cm)." };
/// Extensive vascular invasion.
pub static EXTENSIVE_INVASION: Rule = Rule {
    id: "2.3.high.vascular",
    says: "Follicular carcinoma with extensive vascular invasion (more than 4 foci).",
};
/// Microscopic extension.
pub static MICROSCOPIC_EXTENSION: Rule =
    Rule { id: "2.3.intermediate.extension", says: "Microscopic invasion of perithyroidal tissue." };
/// Avid foci.
pub static AVID_NECK: Rule = Rule {
    id: "2.3.intermediate.scan",
    says: "The first scan after therapy shows metastatic foci of the neck (nodes; mediastinum is locoregional).",
};
/// Aggressive histology.
pub static AGGRESSIVE: Rule =
    Rule { id: "2.3.intermediate.histology", says: "Aggressive histology (tall cell, hobnail, columnar)." };
/// Vascular invasion of papillary carcinoma.
pub static PAPILLARY_INVASION: Rule =
    Rule { id: "2.3.intermediate.vascular", says: "Papillary carcinoma with vascular invasion." };
/// Clinical nodes.
pub static CLINICAL_NODES: Rule = Rule { id: "2.3.intermediate.cn1", says: "Clinical N1." };
/// Many nodes.
pub static MANY_NODES: Rule = Rule {
    id: "2.3.intermediate.nodes",
    says: "More than 5 positive nodes (high instead when one is large).",
};
/// Gap (a).
pub static FEW_LARGER_NODES: Rule = Rule {
    id: "2.3.gap.a",
    says: "At most 5 positive nodes, not clinical, the largest from 0.2 to below 3 cm: in neither \
           printed list; the protocol decides.",
};
/// Gap (b).
pub static EXACT_FOCI: Rule = Rule {
    id: "2.3.gap.b",
    says: "Follicular carcinoma with exactly 4 foci of vascular invasion: in neither printed list; \
           the protocol decides.",
};
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

enum Verdict {
    Met,
    Absent,
    Open(&'static [Input]),
}

impl Verdict {
    fn of(met: bool) -> Verdict {
        if met { Verdict::Met } else { Verdict::Absent }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Papillary,
    Follicular,
    Other,
    Unknown,
}

fn family(morphology: Option<Morphology>, rules: &RiskRules) -> Family {
    match morphology {
        None => Family::Unknown,
        Some(code) if code.behaviour != 3 => Family::Other,
        Some(code) if rules.follicular.contains(&code.histology) => Family::Follicular,
        Some(Morphology { histology, .. })
            if rules.papillary.contains(&histology) || rules.aggressive.contains(&histology) =>
        {
            Family::Papillary
        }
        Some(_) => Family::Other,
    }
}

fn criteria(
    case: &RiskCase<'_>,
    family: Family,
    nodes: &Nodes,
    rules: &RiskRules,
) -> [(&'static Rule, Risk, Verdict); 14] {
    use Risk::{High, Intermediate};
    let tumour = case.tumour;
    let foci = tumour.vascular_foci;
    let aggressive = |code: Morphology| Verdict::of(rules.aggressive.contains(&code.histology));
    [
        (&GROSS_EXTENSION, High, extension(tumour, Extension::Gross)),
        (
            &INCOMPLETE,
            High,
            match tumour.margins {
                Some(margins) => Verdict::of(margins == Margins::R2),
                None => Verdict::Open(&[Input::Margins]),
            },
        ),
        (&DISTANT, High, distant(case)),
        (&THYROGLOBULIN, High, Verdict::of(case.thyroglobulin_suggests_distant)),
        (&LARGE_NODE, High, nodes.large(rules)),
        (&EXTENSIVE_INVASION, High, {
            invasion(family, Family::Follicular, foci, |foci| foci > rules.vascular_foci + TOLERANCE)
        }),
        (&MICROSCOPIC_EXTENSION, Intermediate, extension(tumour, Extension::Microscopic)),
        (&AVID_NECK, Intermediate, avid_neck(case.first_scan)),
        (&AGGRESSIVE, Intermediate, {
            case.morphology.map_or(Verdict::Open(&[Input::Histology]), aggressive)
        }),
        (&PAPILLARY_INVASION, Intermediate, {
            invasion(family, Family::Papillary, foci, |foci| foci > TOLERANCE)
        }),
        (&CLINICAL_NODES, Intermediate, nodes.clinical()),
        (&MANY_NODES, Intermediate, nodes.many(rules)),
        (&FEW_LARGER_NODES, rules.few_larger_nodes, nodes.few_larger(rules)),
        (&EXACT_FOCI, rules.exact_foci, {
            invasion(family, Family::Follicular, foci, |foci| (foci - rules.vascular_foci).abs() <= TOLERANCE)
        }),
    ]
}

fn extension(tumour: &Tumour, wanted: Extension) -> Verdict {
    let possible = possible_extensions(tumour);
    match (possible.contains(&wanted), possible.len()) {
        (true, 1) => Verdict::Met,
        (true, _) => Verdict::Open(&[Input::Extension]),
        (false, _) => Verdict::Absent,
    }
}

fn distant(case: &RiskCase<'_>) -> Verdict {
    use ScanFinding::{BedOnly, Bone, Indeterminate, Lung, Mediastinal, NeckNodal, Negative, OtherDistant};
    let m = case.tumour.m.as_deref().and_then(read_m).map(|written| written.category);
    match (m, case.first_scan.map(|(finding, _)| finding)) {
        _ if !case.distant.is_empty() => Verdict::Met,
        (Some(M::M1), _) | (_, Some(Lung | Bone | OtherDistant)) => Verdict::Met,
        (Some(M::M0), _) | (_, Some(Negative | BedOnly | NeckNodal | Mediastinal)) => Verdict::Absent,
        (None, None | Some(Indeterminate)) => Verdict::Open(&[Input::M]),
    }
}

fn avid_neck(scan: Option<(ScanFinding, RecordRef)>) -> Verdict {
    match scan.map(|(finding, _)| finding) {
        Some(ScanFinding::NeckNodal | ScanFinding::Mediastinal) => Verdict::Met,
        Some(ScanFinding::Negative | ScanFinding::BedOnly) => Verdict::Absent,
        _ => Verdict::Open(&[Input::FirstScan]),
    }
}

fn invasion(family: Family, of: Family, foci: Option<f64>, holds: impl Fn(f64) -> bool) -> Verdict {
    match (family, foci) {
        (Family::Unknown, Some(foci)) if holds(foci) => Verdict::Open(&[Input::Histology]),
        (Family::Unknown, None) => Verdict::Open(&[Input::Histology, Input::VascularFoci]),
        (_, Some(foci)) => Verdict::of(family == of && holds(foci)),
        (_, None) if family == of => Verdict::Open(&[Input::VascularFoci]),
        _ => Verdict::Absent,
    }
}

/// What N and the pathology numbers say of the nodes.
struct Nodes {
    /// Whether any is involved; `None` when not known.
    involved: Option<bool>,
    /// Whether N is N1 with a `c`, without a `c`, or not N1.
    clinical: Option<Basis>,
    count: Option<f64>,
    largest_mm: Option<f64>,
    contradicted: bool,
}

impl Nodes {
    fn of(tumour: &Tumour) -> Nodes {
        let n = tumour.n.as_deref().and_then(read_n);
        let count = tumour.positive_nodes.filter(|count| *count >= 0.0);
        let largest_mm = tumour.largest_node_mm.filter(|size| *size > 0.0);
        let measured = largest_mm.is_some() || count.is_some_and(|count| count > TOLERANCE);
        let category = n.map(|written| written.category);
        let involved = match category {
            _ if measured => Some(true),
            Some(N::N1 | N::N1a | N::N1b) => Some(true),
            Some(N::N0) => Some(false),
            Some(N::X) | None => count.map(|_| false),
        };
        let clinical = n.filter(|written| written.category.is_positive()).map(|written| written.basis);
        Nodes { involved, clinical, count, largest_mm, contradicted: measured && category == Some(N::N0) }
    }

    fn large(&self, rules: &RiskRules) -> Verdict {
        match (self.largest_mm, self.involved) {
            (Some(size), _) => Verdict::of(at_least(size, rules.large_node_mm)),
            (None, Some(false)) => Verdict::Absent,
            (None, Some(true)) => Verdict::Open(&[Input::LargestNode]),
            (None, None) => Verdict::Open(&[Input::N, Input::LargestNode]),
        }
    }

    fn clinical(&self) -> Verdict {
        match self.clinical {
            Some(Basis::Clinical) => Verdict::Met,
            Some(Basis::Pathological) => Verdict::Absent,
            _ if self.involved == Some(false) => Verdict::Absent,
            _ if self.count.is_some_and(|count| count > TOLERANCE) => Verdict::Absent,
            _ => Verdict::Open(&[Input::N]),
        }
    }

    fn many(&self, rules: &RiskRules) -> Verdict {
        match (self.count, self.involved) {
            (Some(count), _) => Verdict::of(count > rules.few_nodes + TOLERANCE),
            (None, Some(false)) => Verdict::Absent,
            (None, _) => Verdict::Open(&[Input::PositiveNodes]),
        }
    }

    fn few_larger(&self, rules: &RiskRules) -> Verdict {
        let many = self.count.is_some_and(|count| count > rules.few_nodes + TOLERANCE);
        if self.involved == Some(false) || many || self.clinical == Some(Basis::Clinical) {
            return Verdict::Absent;
        }
        match (self.largest_mm, self.count) {
            (Some(size), _)
                if below(size, rules.micrometastasis_mm) || at_least(size, rules.large_node_mm) =>
            {
                Verdict::Absent
            }
            (Some(_), Some(_)) => Verdict::Met,
            (Some(_), None) => Verdict::Open(&[Input::PositiveNodes]),
            (None, _) => Verdict::Open(&[Input::LargestNode]),
        }
    }
}

#[cfg(test)]
mod tests;
