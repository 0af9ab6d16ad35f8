//! One line of `results.json`.

/// The members a number rests on, by their position in the cohort.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Behind {
    /// Those counted in the numerator, or whose values entered.
    pub counted: Vec<u32>,
    /// Those of the population for whom it is missing.
    pub missing: Vec<u32>,
}

/// One estimate; parts that do not apply are absent (contract 8).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Estimate {
    /// Identifier, fixed by the contract.
    pub id: String,
    /// What it is, for people.
    pub label: String,
    /// Whom it is about.
    pub population: String,
    /// Members (or pairs) that entered.
    pub n: usize,
    /// Members of the population for whom it is missing.
    pub missing: usize,
    /// Left-censored values among those that entered.
    pub censored: Option<usize>,
    /// Numerator of a proportion.
    pub numerator: Option<usize>,
    /// Denominator of a proportion.
    pub denominator: Option<usize>,
    /// The value; the mean where a mean is estimated.
    pub value: Option<f64>,
    /// Unit of the value.
    pub unit: &'static str,
    /// Standard deviation, divisor n - 1.
    pub sd: Option<f64>,
    /// Median.
    pub median: Option<f64>,
    /// First quartile (type 7).
    pub q1: Option<f64>,
    /// Third quartile (type 7).
    pub q3: Option<f64>,
    /// Confidence interval.
    pub ci: Option<(f64, f64)>,
    /// Its level.
    pub ci_level: Option<f64>,
    /// Two-sided p.
    pub p_value: Option<f64>,
    /// Short name of the method.
    pub method: Option<&'static str>,
    /// Warnings to be printed beside the number.
    pub cautions: Vec<String>,
    /// The members behind it.
    pub behind: Behind,
}
