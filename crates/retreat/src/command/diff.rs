//! `retreat diff`: what differs between the results of two runs.

use std::path::PathBuf;

use clap::Args;
use report::compare::{compare, page, text};
use retreat::earlier;
use retreat::failure::Failure;

use crate::terminal;

/// Entries of a list that are shown without `--all`.
const SHORT: usize = 20;

/// Compare the results of two runs: which patients and estimates differ, and what did it
#[derive(Args)]
#[command(after_help = "\
Examples:
  retreat diff results-before results-after
  retreat diff --html difference.html results-before results-after

For each patient who differs the first decision that differs is named, with the record or the
parameter behind it. The exit code is 0 whether or not the results differ.
Prints identifiers and values of patients: mind who can see the screen.")]
pub struct Arguments {
    /// Folder of results of the first run
    #[arg(value_name = "FIRST")]
    first: PathBuf,
    /// Folder of results of the second run
    #[arg(value_name = "SECOND")]
    second: PathBuf,
    /// Write the whole comparison to this file too, as one self-contained page
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Show all entries of every list, not only the first 20
    #[arg(long)]
    all: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let (first, second) = earlier::read_two(&arguments.first, &arguments.second)?;
    let comparison = compare(&first, &second);
    if let Some(path) = &arguments.html {
        let written = std::fs::write(path, page(&comparison));
        written.map_err(|error| Failure::World(format!("writing {}", path.display()), error))?;
    }
    let most = if arguments.all { usize::MAX } else { SHORT };
    let lines = text(&comparison, most);
    let lines: Vec<String> = lines.lines().map(terminal::visible).collect();
    terminal::out(&lines.join("\n"))
}
