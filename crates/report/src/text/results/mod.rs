//! The results section: every number of an estimate is injected by `say`, every other is a count of members.

mod comparison;
mod imaging;
mod marker;
mod missing;
mod outcome;
mod participants;
mod time;

use press::Block;

use super::writing::{Writing, heading};

/// The results section.
pub(crate) fn write(writing: &Writing<'_>) -> Vec<Block> {
    let mut blocks = vec![heading(1, "Results")];
    blocks.extend(participants::write(writing));
    if writing.results().members.is_empty() {
        return blocks;
    }
    blocks.extend(marker::write(writing));
    blocks.extend(imaging::write(writing));
    blocks.extend(outcome::write(writing));
    blocks.extend(time::write(writing));
    blocks.extend(comparison::write(writing));
    blocks.extend(missing::write(writing));
    blocks
}
