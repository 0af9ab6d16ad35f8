//! `retreat profile`: the data-quality account alone.

use std::path::PathBuf;

use clap::Args;
use report::QualityLine;
use retreat::failure::Failure;
use retreat::output;

use super::{Inputs, load_protocol, use_threads};
use crate::terminal;

/// Say what is in the records, before anything is computed from them
#[derive(Args)]
#[command(after_help = "\
Examples:
  retreat profile hospital/
  retreat profile --out quality.csv omop:cdm/

Prints counts only, never a recorded value. For tables of a CDM every row is looked at: empty columns,
rows of nobody, first and last days, and the rows that the study uses.")]
pub struct Arguments {
    /// Also write the account to this file (CSV); an existing file is replaced
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    inputs: Inputs,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    use_threads(arguments.inputs.threads)?;
    let protocol = load_protocol(arguments.inputs.study.as_deref())?;
    // However bad the records are, their account can be given.
    let options = source::Options { max_rows_not_used: 1.0, ..arguments.inputs.options(&protocol)? };
    let account = source::profile(&arguments.inputs.specs(), &options, &terminal::ReadingBar::new());
    let lines = output::quality_lines(&account.map_err(Failure::Source)?);
    if let Some(path) = &arguments.out {
        let written = std::fs::write(path, report::quality_csv(&lines));
        written.map_err(|error| Failure::World(format!("writing {}", path.display()), error))?;
    }
    terminal::out(&table(&lines))
}

/// The account as text: one line each, under the table or file it is about.
fn table(lines: &[QualityLine]) -> String {
    let mut out = Vec::new();
    let mut place = None;
    for line in lines {
        if place != Some(&line.place) {
            place = Some(&line.place);
            out.push(String::new());
            let heading = if line.place.is_empty() { "Persons, dates and tests" } else { &line.place };
            out.push(terminal::bold(&terminal::visible(heading)));
        }
        out.push(of(line));
    }
    out.join("\n")
}

fn of(line: &QualityLine) -> String {
    let what = format!("{} {}", line.check.replace('_', " "), terminal::visible(&line.detail));
    let share = line.of.zip(line.per_cent()).map(|(of, share)| format!(" of {of} ({share:.1} %)"));
    format!("  {:<58}{:>12}{}", what.trim_end(), line.n, share.unwrap_or_default())
}
