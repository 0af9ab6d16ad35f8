//! Several causes of one event: how often each comes, and what it depends on.
//!
//! | question | function |
//! |---|---|
//! | how probable is this cause by time t? | [`cumulative_incidence`] |
//! | by how much do two groups differ in it at t? | [`incidence_difference`] |
//! | do groups differ in it? | [`gray`] |
//! | by what factor do covariates change it? | [`fine_gray`] |
//! | by what factor do covariates change the cause's own hazard? | [`super::cox::cox`] of [`super::Survival::cause_only`] |
//! | one value a unit for any regression | [`pseudo_values`] |

mod fine_gray;
mod gray;
mod incidence;
mod late;
mod moments;
mod pseudo;
mod recursion;

pub use fine_gray::{FineGray, fine_gray};
pub use gray::{Gray, gray};
pub use incidence::{CauseCurve, Incidence, IncidenceVariance, cumulative_incidence, incidence_difference};
pub use pseudo::{PseudoQuantity, pseudo_values};
