//! What must hold for any data, and the typed answers where there is no number.

mod any_data;
mod regression;
mod undefined;
