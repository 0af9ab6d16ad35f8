//! `retreat simulate`: a synthetic hospital with a known truth.

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use retreat::failure::Failure;
use retreat::place::{Place, named};

use super::persons;
use crate::terminal;

/// Write a synthetic hospital with a known truth
#[derive(Args)]
#[command(after_help = "\
Example:
  retreat simulate --persons 100000 --seed 7 --out hospital

A folder that an earlier simulation wrote is replaced; a folder that holds anything else is refused.")]
pub struct Arguments {
    /// Folder for the sheets (and truth/truth.csv): new, empty, or of an earlier simulation
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// Number of persons, 1 to 1000000
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = persons)]
    persons: usize,
    /// Seed: the same seed gives the same files
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    write_hospital(arguments.persons, arguments.seed, &arguments.out)?;
    terminal::out(&format!("{} invented persons: {}", arguments.persons, arguments.out.display()))
}

/// Writes the hospital with a progress bar: whole, or not at all.
pub fn write_hospital(persons: usize, seed: u64, folder: &Path) -> Result<(), Failure> {
    let bar = terminal::person_bar(persons);
    let plan = simulate::Plan::new(persons, seed);
    let written = place(folder).write(|aside| {
        let progress = |persons| bar.set_position(persons as u64);
        simulate::write(&plan, aside, &progress).map(|_| ()).map_err(world)
    });
    bar.finish_and_clear();
    written
}

fn place(folder: &Path) -> Place {
    let sheets = simulate::Sheet::ALL.iter().map(|sheet| format!("{}.csv", sheet.word()));
    let names = sheets.chain(["truth".into()]).collect();
    Place { folder: folder.to_owned(), what: "a synthetic hospital", names, mark: "truth/truth.csv" }
}

fn world(error: simulate::Error) -> io::Error {
    match error {
        simulate::Error::Write { path, source } => named(&path)(source),
        other => io::Error::other(other.to_string()),
    }
}
