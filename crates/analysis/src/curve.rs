//! Time to an event: Kaplan-Meier and cumulative incidence, as a figure draws them.

/// One step of a curve; it keeps its value up to the next step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Years from the index date.
    pub years: f64,
    /// The estimate from here on, a share of 1.
    pub value: f64,
    /// Pointwise confidence interval, where it is defined.
    pub ci: Option<(f64, f64)>,
}

/// What a curve estimates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurveKind {
    /// The share without the event so far (Kaplan-Meier).
    Survival,
    /// The share with the event so far, other events competing (Aalen-Johansen).
    CumulativeIncidence,
}

/// Time to an event in one population.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Identifier: `time.additional_treatment`, `structural.time.additional_treatment`.
    pub id: String,
    /// The event: `Additional treatment`.
    pub label: String,
    /// The population: `structural`.
    pub population: String,
    /// What the curve estimates.
    pub kind: CurveKind,
    /// What competes with the event: `death`; empty for none.
    pub competing: &'static str,
    /// Members whose time is known.
    pub n: usize,
    /// Members without a known time.
    pub missing: usize,
    /// Members with the event.
    pub n_events: usize,
    /// Members with a competing event.
    pub n_competing: usize,
    /// From (0, 1 or 0) to the last time; the last step repeats the value at the last follow-up time.
    pub steps: Vec<Step>,
    /// Years at which members were censored, ascending.
    pub censored: Vec<f64>,
    /// Members at risk below a figure, at equal steps of whole years: (years, n).
    pub at_risk: Vec<(f64, usize)>,
    /// Members at risk at the years at which a table reads the curve, [`READ_YEARS`], up to the last time.
    pub read_at: Vec<(f64, usize)>,
    /// Confidence level of the intervals.
    pub ci_level: f64,
    /// Short name of the method.
    pub method: &'static str,
}

/// Years from the index date at which tables and sentences read a curve.
pub const READ_YEARS: [f64; 4] = [1.0, 2.0, 5.0, 10.0];

impl Curve {
    /// Members at risk at a year that a table or figure names; `None` at another, or after the last time.
    pub fn n_at_risk(&self, years: f64) -> Option<usize> {
        let mut known = self.read_at.iter().chain(&self.at_risk);
        known.find(|(at, _)| (at - years).abs() < 1e-9).map(|(_, n)| *n)
    }
}
