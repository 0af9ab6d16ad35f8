//! The report as its readers get it.

mod html;
mod plates_of_members;
