//! Sentences of the manuscript: methods from the protocol, results from the estimates.
//!
//! A rule has the words of the protocol's prose; a number of an estimate comes in by [`say`] alone. The
//! words are those of a study without a control group: before and after, lower and higher, never why.

mod checklists;
mod limitations;
mod methods;
mod reference;
mod results;
mod say;
mod summary;
mod writing;

use press::Block;

use crate::Document;
pub(crate) use checklists::write as checklists_in;
pub(crate) use limitations::{discussion, limitations as limitations_in};
pub(crate) use methods::{TOLD, write as methods_in};
pub(crate) use results::write as results_in;
pub(crate) use summary::write as abstract_in;
pub(crate) use writing::{Writing, and_fill, heading, list, paragraph, to_fill};

/// The methods section, generated from the protocol.
pub fn methods(document: &Document<'_>) -> Vec<Block> {
    methods_in(&Writing::of(document))
}

/// The results section, in which every number comes from an estimate.
pub fn results(document: &Document<'_>) -> Vec<Block> {
    results_in(&Writing::of(document))
}

/// The reporting checklists with pointers to sections of the manuscript.
pub fn checklists(document: &Document<'_>) -> Vec<Block> {
    checklists_in(&Writing::of(document))
}
