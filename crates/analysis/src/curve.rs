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
    /// Members at risk at whole years: (years, n).
    pub at_risk: Vec<(f64, usize)>,
    /// Confidence level of the intervals.
    pub ci_level: f64,
    /// Short name of the method.
    pub method: &'static str,
}
