//! Sentences of the manuscript: methods from the protocol, results from the estimates.

use press::Block;

use crate::Document;

/// The methods section, generated from the protocol.
pub fn methods(_document: &Document<'_>) -> Vec<Block> {
    Vec::new()
}

/// The results section, in which every number comes from an estimate.
pub fn results(_document: &Document<'_>) -> Vec<Block> {
    Vec::new()
}

/// The reporting checklists with pointers to sections.
pub fn checklists(_document: &Document<'_>) -> Vec<Block> {
    Vec::new()
}
