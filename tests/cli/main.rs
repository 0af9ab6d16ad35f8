//! The program `retreat` from the outside: exit codes, messages, files, pipes, interruption.
//!
//! What is printed is compared with `snapshots/*.txt`; `UPDATE_SNAPSHOTS=1` rewrites them.

mod audit;
mod browser;
mod cells;
mod check;
#[cfg(unix)]
mod database;
mod diff;
mod encodings;
mod help;
mod hospital;
mod place;
mod results;
mod scratch;
mod sensitivity;
mod sheets;
mod simulate;
mod snapshot;
mod sources;

#[cfg(unix)]
mod account;
#[cfg(unix)]
mod disk;
#[cfg(unix)]
mod pipes;
