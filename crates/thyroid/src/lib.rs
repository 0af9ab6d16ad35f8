//! What the field knows of differentiated thyroid cancer: courses of radioiodine, stimulated and
//! suppressed thyroglobulin, antibodies, structural and distant evidence, change of lesions, response,
//! stage and risk.
//!
//! In: one person's events (slices of [`timeline`] types) and a parameter set. Out: an answer with its
//! reason (rule, records used, runners-up). It never reads a file or a clock, and never decides which
//! window or person a study wants.

pub mod antibody;
pub mod censored_line;
pub mod change;
pub mod courses;
pub mod cumulative;
pub mod distant;
pub mod histology;
pub mod kinetics;
pub mod marker;
pub mod reclassify;
pub mod refractory;
pub mod response;
pub mod risk;
pub mod rules;
pub mod stage;
pub mod structural;
pub mod surgery;
pub mod tnm;
