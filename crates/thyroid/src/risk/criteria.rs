//! The criteria of clinical rules 2.3, each met, absent or open.

use timeline::{Extension, Margins, Morphology, RecordRef, Rule, ScanFinding, TOLERANCE, Tumour};

use super::nodes::Nodes;
use super::{Risk, RiskCase};
use crate::reclassify::possible_extensions;
use crate::rules::RiskRules;
use crate::tnm::{Input, M, read_m};

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
pub(super) enum Verdict {
    Met,
    Absent,
    Open(&'static [Input]),
}

impl Verdict {
    pub(super) fn of(met: bool) -> Verdict {
        if met { Verdict::Met } else { Verdict::Absent }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Papillary,
    Follicular,
    Other,
    Unknown,
}

pub(super) fn family(morphology: Option<Morphology>, rules: &RiskRules) -> Family {
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

pub(super) fn criteria(
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
