//! `retreat run`: the study on a hospital's records.

use std::path::PathBuf;

use clap::Args;
use retreat::failure::Failure;
use retreat::output::Extent;
use retreat::study::{self, Study};
use retreat::{future, output};
use source::quality::{Check, QualityRow};
use timeline::Day;

use super::{Inputs, all_made, load_protocol, today, use_threads};
use crate::terminal;

/// Run the study on a hospital's records and write the results
#[derive(Args)]
#[command(after_help = "\
Examples:
  retreat run --out results hospital/
  retreat run --study studies/second-radioiodine/protocol.toml --out results sheets:hospital.xlsx
  retreat run --out results hospital/ more-imaging/      sheets of several folders are joined

Writes patients.csv, excluded.csv, attrition.csv, review.csv, results.json, manifest.json,
report.html, report.pdf, manuscript.docx, tables.xlsx and figures. The folder is written aside and
then put in place: it is whole or not there.")]
pub struct Arguments {
    /// Folder for the results: new, empty, or of an earlier run (which is replaced)
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// Leave out the runs under other choices that the protocol declares
    #[arg(long)]
    no_sensitivity: bool,
    /// Leave out report.pdf, manuscript.docx, tables.xlsx and the folder of figures
    #[arg(long)]
    no_documents: bool,
    #[command(flatten)]
    inputs: Inputs,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    use_threads(arguments.inputs.threads)?;
    output::place(&arguments.out).check()?;
    let protocol = load_protocol(arguments.inputs.study.as_deref())?;
    let progress = terminal::ReadingBar::new();
    let options = arguments.inputs.options(&protocol)?;
    let mut study = study::run(protocol, &arguments.inputs.specs(), &options, &progress)?;
    if !arguments.no_sensitivity {
        let spinner = terminal::spinner("running the study under other choices");
        study::run_sensitivity(&mut study);
        spinner.finish_and_clear();
    }
    let spinner = terminal::spinner("writing the results");
    let extent = if arguments.no_documents { Extent::WithoutDocuments } else { Extent::Everything };
    let written = output::write(&study, &arguments.out, extent, false);
    spinner.finish_and_clear();
    let not_made = written?;
    terminal::summary(&study, &arguments.out)?;
    tell_absent(&study);
    tell_future(&study, today());
    all_made(not_made)?;
    // The program ends here: giving a hospital's records back piece by piece would only take time.
    std::mem::forget(study);
    Ok(())
}

/// What a coded source lacks counts as empty; people should know of it.
fn tell_absent(study: &Study) {
    let of = |check: Check| -> Vec<String> {
        // Histology can stand in `observation`, but rarely does.
        let rows = study.reading.tables.iter();
        let rows = rows.filter(|row| row.check == check && !row.place.ends_with("observation"));
        let name = |row: &QualityRow| match row.detail.is_empty() {
            true => row.place.clone(),
            false => format!("{} {}", row.place, row.detail),
        };
        rows.map(name).collect()
    };
    for (what, names) in [("tables", of(Check::TableAbsent)), ("columns", of(Check::ColumnAbsent))] {
        if !names.is_empty() {
            terminal::err(&format!(
                "warning: {what} that the study asks for are not there: {}\n\
                 help: they count as empty; if the hospital has them, export them too",
                names.join(", ")
            ));
        }
    }
    let population = &study.reading.population;
    if population.is_empty() && !population.uninvolved.is_empty() {
        terminal::err(
            "warning: nobody has a record of the disease\n\
             help: concepts.csv says which codes were looked for, and which were found",
        );
    }
}

/// Dates after today are used as recorded; people should know of them.
fn tell_future(study: &Study, today: Day) {
    let Some(after) = future::after(&study.reading.population, today) else {
        return;
    };
    let (n, verb) = (after.n_dates, if after.n_dates == 1 { "date lies" } else { "dates lie" });
    let place = study.reading.place(after.first);
    terminal::err(&format!(
        "warning: {n} {verb} after today, the first at {place}\n\
         help: they are used as recorded; look whether the year is right in the export"
    ));
}
