//! The report as its readers get it.

mod html;
mod journal;
mod study_plates;
mod text;
