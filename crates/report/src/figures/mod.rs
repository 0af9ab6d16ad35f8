//! The study's figures: from the results to scenes, one file per figure.

mod alluvial;
mod balance;
mod flow;
mod forest;
mod member;
mod slope;
mod survival;
mod swimmer;
mod timeline;
mod waterfall;

pub(crate) use forest::FEWEST_PAIRS;

use figure::Scene;
use press::Text;

use crate::Document;
pub use timeline::timeline;

/// One figure of the study in both widths of a journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Plate {
    /// Identifier and file name: `flow`.
    pub id: &'static str,
    /// Caption without number, in sentences: what is shown, of whom, n, what the marks mean.
    pub caption: Text,
    /// For one column, 85 mm.
    pub one_column: Scene,
    /// For two columns, 175 mm.
    pub two_columns: Scene,
}

/// Who draws each figure, in the order of the report; `None` where the study has nothing to show.
const PLATES: &[fn(&Document<'_>) -> Option<Plate>] = &[
    flow::flow,
    slope::slope,
    waterfall::waterfall,
    alluvial::alluvial,
    swimmer::swimmer,
    survival::incidence,
    survival::survival,
    survival::disease,
    forest::forest,
    balance::balance,
];

/// All figures of the study.
pub fn plates(document: &Document<'_>) -> Vec<Plate> {
    PLATES.iter().filter_map(|draw| draw(document)).collect()
}
