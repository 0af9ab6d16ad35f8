//! Do two measurements of the same units agree, and within which limits?

mod kappa;
pub use kappa::*;
mod bland_altman;
mod intraclass;

pub use bland_altman::{
    LimitsInterval, LimitsOfAgreement, LimitsRule, limits_of_agreement, limits_of_agreement_of_ratios,
};
pub use intraclass::{IntraclassForm, Ratings, intraclass_correlation};
