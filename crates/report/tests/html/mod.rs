//! `report.html`, looked at as text: complete, inert, self-contained, the same every time, and sensible for
//! cohorts of any size.

pub mod fixture;
mod inert;
mod markup;
mod sizes;
mod wording;
