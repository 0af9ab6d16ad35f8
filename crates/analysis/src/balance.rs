//! How two groups of members differ at baseline, as a balance plot draws it.

/// The standardized difference of one characteristic between two groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The characteristic: `Age at index`.
    pub label: String,
    /// The category, or the unit of a number.
    pub detail: String,
    /// Second group minus first, in standard deviations; `None` where it is not defined.
    pub value: Option<f64>,
}

/// Characteristics of two groups compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Balance {
    /// Identifier: `pairs`, `structural_biochemical`.
    pub id: String,
    /// The groups, first and second, with their members.
    pub groups: [(String, usize); 2],
    /// The characteristics.
    pub differences: Vec<Difference>,
}
