//! Engines asked for rows.

mod files;
