//! `retreat demo`: a synthetic hospital, the study on it, the result.

use std::path::PathBuf;

use clap::Args;
use retreat::failure::Failure;
use retreat::{output, study};
use source::{SourceKind, SourceSpec};

use super::simulate::write_hospital;
use super::{all_made, load_protocol, persons};
use crate::terminal;

/// Make a synthetic hospital, run the study on it and print the result
#[derive(Args)]
#[command(after_help = "\
Example:
  retreat demo --out retreat-demo --persons 900")]
pub struct Arguments {
    /// Folder for the hospital (`hospital/`) and the results (`results/`)
    #[arg(long, value_name = "FOLDER", default_value = "retreat-demo")]
    out: PathBuf,
    /// Number of persons of the hospital, 1 to 1000000
    #[arg(long, value_name = "N", default_value_t = 900, value_parser = persons)]
    persons: usize,
    /// Seed of the hospital
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let hospital = arguments.out.join("hospital");
    let results = arguments.out.join("results");
    output::place(&results).check()?;
    write_hospital(arguments.persons, arguments.seed, &hospital)?;
    let protocol = load_protocol(None)?;
    let sources = [SourceSpec { kind: Some(SourceKind::Sheets), path: hospital.clone() }];
    let options = study::options(&protocol);
    let mut study = study::run(protocol, &sources, &options, &terminal::ReadingBar::new())?;
    study::run_sensitivity(&mut study);
    let not_made = output::write(&study, &results, output::Extent::Everything, true)?;
    let n = arguments.persons;
    terminal::out(&format!("A synthetic hospital of {n} invented persons: {}", hospital.display()))?;
    terminal::summary(&study, &results)?;
    all_made(not_made)
}
