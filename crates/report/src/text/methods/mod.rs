//! The methods section, from the protocol.
//!
//! A rule is told in the words of `retreat check --prose`, so that it has one wording; what is added here is
//! the order that STROBE asks for, the counts of the sources, the sources of bias and the references.

mod bias;
mod measurement;
mod patients;
mod statistics;

use press::Block;

use super::writing::{Writing, heading};

/// Sections of the protocol's prose that the methods section tells; the others stand in the appendix.
pub(crate) const TOLD: [&str; 17] = [
    "Question",
    "Who is looked for",
    "Radioiodine courses and the index date",
    "Strata",
    "Windows",
    "Thyroglobulin",
    "Thyroglobulin antibodies",
    "Thyroglobulin before and after",
    "Structural evidence",
    "Imaging before and after",
    "Change of imaging",
    "Response",
    "Final status",
    "Additional treatment",
    "Analyses",
    "Censored values",
    "Sensitivity runs",
];

/// The methods section.
pub(crate) fn write(writing: &Writing<'_>) -> Vec<Block> {
    let mut blocks = vec![heading(1, "Methods")];
    blocks.extend(patients::write(writing));
    blocks.extend(measurement::write(writing));
    blocks.extend(bias::write(writing));
    blocks.extend(statistics::write(writing));
    blocks
}
