//! What the record says of the nodes, and the criteria that rest on it.

use timeline::{TOLERANCE, Tumour, at_least, below};

use super::criteria::Verdict;
use crate::rules::RiskRules;
use crate::tnm::{Basis, Input, N, read_n};

/// What N and the pathology numbers say of the nodes.
pub(super) struct Nodes {
    /// Whether any is involved; `None` when not known.
    involved: Option<bool>,
    /// Whether N is N1 with a `c`, without a `c`, or not N1.
    clinical: Option<Basis>,
    count: Option<f64>,
    largest_mm: Option<f64>,
    pub(super) contradicted: bool,
}

impl Nodes {
    pub(super) fn of(tumour: &Tumour) -> Nodes {
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

    pub(super) fn large(&self, rules: &RiskRules) -> Verdict {
        match (self.largest_mm, self.involved) {
            (Some(size), _) => Verdict::of(at_least(size, rules.large_node_mm)),
            (None, Some(false)) => Verdict::Absent,
            (None, Some(true)) => Verdict::Open(&[Input::LargestNode]),
            (None, None) => Verdict::Open(&[Input::N, Input::LargestNode]),
        }
    }

    pub(super) fn clinical(&self) -> Verdict {
        match self.clinical {
            Some(Basis::Clinical) => Verdict::Met,
            Some(Basis::Pathological) => Verdict::Absent,
            _ if self.involved == Some(false) => Verdict::Absent,
            _ if self.count.is_some_and(|count| count > TOLERANCE) => Verdict::Absent,
            _ => Verdict::Open(&[Input::N]),
        }
    }

    pub(super) fn many(&self, rules: &RiskRules) -> Verdict {
        match (self.count, self.involved) {
            (Some(count), _) => Verdict::of(count > rules.few_nodes + TOLERANCE),
            (None, Some(false)) => Verdict::Absent,
            (None, _) => Verdict::Open(&[Input::PositiveNodes]),
        }
    }

    pub(super) fn few_larger(&self, rules: &RiskRules) -> Verdict {
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
