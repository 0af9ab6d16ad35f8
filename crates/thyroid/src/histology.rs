//! Which histologies are differentiated thyroid carcinoma (contract 4, clinical rules 5.2).

use timeline::{Morphology, Rule};

use crate::rules::HistologyRules;

/// Differentiated thyroid carcinoma.
pub static IS_DTC: Rule =
    Rule { id: "4.dtc", says: "The histology stands in the concept set, with behaviour /3." };
/// Another histology, or none.
pub static NOT_DTC: Rule = Rule {
    id: "4.not_dtc",
    says: "No histology was recorded or understood, or it is not in the concept set with behaviour /3.",
};

/// Whether the histology is differentiated thyroid carcinoma; unknown is not.
pub fn is_dtc(morphology: Option<Morphology>, rules: &HistologyRules) -> bool {
    morphology.is_some_and(|code| code.behaviour == 3 && rules.included.contains(&code.histology))
}

/// Whether it is included but flagged as poorly differentiated.
pub fn is_poorly_differentiated(morphology: Option<Morphology>, rules: &HistologyRules) -> bool {
    morphology.is_some_and(|code| rules.poorly_differentiated.contains(&code.histology))
}
