//! `retreat audit`: figures typed from a paper, checked against each other.

use std::fs;
use std::path::{Path, PathBuf};

use audit::{Figures, Finding, Severity};
use clap::Args;
use retreat::failure::Failure;
use retreat::figures;

use crate::terminal;

/// Check the printed figures of a paper: sums, per cents, means, p values
#[derive(Args)]
#[command(after_help = "\
Examples:
  retreat audit studies/second-radioiodine/abstract.toml
  retreat audit --html audit.html figures.toml

docs/guide/audit.md explains the file. Exit code 13 when figures exclude each other; a doubt is none.")]
pub struct Arguments {
    /// File of figures, as printed
    #[arg(value_name = "FIGURES.TOML")]
    figures: PathBuf,
    /// Print the findings as JSON
    #[arg(long)]
    json: bool,
    /// Also write the findings as a page
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let figures = figures::load(&arguments.figures)?;
    let findings = audit::audit(&figures);
    if let Some(place) = &arguments.html {
        write(place, &figures, &findings)?;
    }
    if arguments.json {
        terminal::out(&report::audit_json(&figures, &findings))?;
    } else {
        terminal::audit(&figures, &findings)?;
    }
    match findings.iter().filter(|found| found.severity == Severity::Error).count() {
        0 => Ok(()),
        n => Err(Failure::Printed(n)),
    }
}

fn write(place: &Path, figures: &Figures, findings: &[Finding]) -> Result<(), Failure> {
    let page = report::html::audit_page(figures, findings, env!("CARGO_PKG_VERSION"));
    fs::write(place, page).map_err(|error| Failure::World(format!("writing {}", place.display()), error))
}
