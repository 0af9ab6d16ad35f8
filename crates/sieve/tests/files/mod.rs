//! CDM tables in the files of a folder.

mod open_data;
mod unpack;
