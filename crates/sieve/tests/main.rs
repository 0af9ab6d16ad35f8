//! Engines asked for rows.

mod files;
mod postgres;
