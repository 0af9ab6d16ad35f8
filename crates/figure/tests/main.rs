//! What every chart must be, whatever it is given.

mod of_estimates;
mod of_members;
