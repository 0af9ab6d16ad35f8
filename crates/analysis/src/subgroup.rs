//! An estimate in each subgroup, as a forest plot draws it.

use crate::estimate::Estimate;

/// One line of a forest plot: an estimate among the members of one category.
#[derive(Clone, Debug, PartialEq)]
pub struct Subgroup {
    /// The characteristic: `Age at index`; empty for all.
    pub group: String,
    /// The category: `under 45 years`.
    pub label: String,
    /// The estimate; `n` is its pairs.
    pub estimate: Estimate,
    /// p of the interaction of the characteristic with the change, on the first line of a characteristic.
    pub p_interaction: Option<f64>,
    /// The same adjusted by Holm for the characteristics tested.
    pub p_adjusted: Option<f64>,
}
