//! `retreat simulate`: a synthetic hospital with a known truth.

use std::path::{Path, PathBuf};

use clap::Args;
use retreat::failure::Failure;

use crate::terminal;

/// Write a synthetic hospital with a known truth
#[derive(Args)]
#[command(after_help = "\
Example:
  retreat simulate --persons 100000 --seed 7 --out hospital")]
pub struct Arguments {
    /// Folder for the sheets (and truth/truth.csv)
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// Number of persons, 100 to 1000000
    #[arg(long, value_name = "N", default_value_t = 1000)]
    persons: usize,
    /// Seed: the same seed gives the same files
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    write_hospital(arguments.persons, arguments.seed, &arguments.out)?;
    println!("{} invented persons: {}", arguments.persons, arguments.out.display());
    Ok(())
}

/// Writes the hospital with a progress bar.
pub fn write_hospital(persons: usize, seed: u64, folder: &Path) -> Result<(), Failure> {
    let bar = terminal::person_bar(persons);
    let plan = simulate::Plan::new(persons, seed);
    let written = simulate::write(&plan, folder, &|persons| bar.set_position(persons as u64));
    bar.finish_and_clear();
    written.map(|_| ()).map_err(simulation_failure)
}

fn simulation_failure(error: simulate::Error) -> Failure {
    Failure::Usage(error.to_string())
}
