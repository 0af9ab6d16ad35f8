//! The report as its readers get it.

mod html;
mod study_plates;
