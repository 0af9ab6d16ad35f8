//! The report as its readers get it.

mod html;
mod journal;
mod plates_of_members;
mod study_plates;
mod text;
