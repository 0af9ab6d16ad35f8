//! `retreat simulate`: a synthetic hospital with a known truth.

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use retreat::failure::Failure;
use retreat::place::{Place, named};
use simulate::{Cdm, Format, Packing, Plan, TableFiles};

use super::persons;
use crate::terminal;

/// Write a synthetic hospital with a known truth
#[derive(Args)]
#[command(after_help = "\
Examples:
  retreat simulate --persons 100000 --seed 7 --out hospital
  retreat simulate --format omop --out hospital        hospital/cdm and hospital/sidecar
  retreat simulate --format omop --files parquet --persons 1000000 --share 0.01 --out national

A folder that an earlier simulation wrote is replaced; a folder that holds anything else is refused.")]
pub struct Arguments {
    /// Folder for the files (and truth/truth.csv): new, empty, or of an earlier simulation
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// Number of persons, 1 to 1000000
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = persons)]
    persons: usize,
    /// Seed: the same seed gives the same files
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Study sheets, an OMOP CDM, or FHIR bulk files
    #[arg(long, value_name = "FORMAT", default_value = "sheets", value_parser = formats())]
    format: Format,
    /// Kind of files: csv (the default) or parquet for omop, ndjson (the default) or gzip for fhir
    #[arg(long, value_name = "KIND")]
    files: Option<String>,
    /// Share of the persons who are patients, for omop: the others are ordinary persons around them
    #[arg(long, value_name = "SHARE", default_value_t = 1.0, value_parser = share)]
    share: f64,
    /// Reduce the sheets to what this format can hold (for comparisons)
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    reduced_to: Option<Format>,
}

/// What is written, and how.
#[derive(Clone, Copy)]
enum Output {
    Sheets(Format),
    Omop(Cdm),
    Fhir(Packing),
}

impl Arguments {
    /// The options, checked against each other.
    fn output(&self) -> Result<Output, Failure> {
        let usage = |what: String, help: &str| Err(Failure::Usage { what, help: help.into() });
        let files = self.files.as_deref();
        let kinds = match self.format {
            Format::Sheets => "study sheets are CSV: leave --files out",
            Format::Omop => "for omop name csv or parquet",
            Format::Fhir => "for fhir name ndjson or gzip",
        };
        if self.format != Format::Omop && self.share < 1.0 {
            return usage(
                "--share: only a CDM holds other persons".into(),
                "add --format omop, or leave it out",
            );
        }
        if self.format != Format::Sheets && self.reduced_to.is_some() {
            return usage("--reduced-to: only study sheets can be reduced".into(), "leave --format out");
        }
        let output = match (self.format, files) {
            (Format::Sheets, None) => Some(Output::Sheets(self.reduced_to.unwrap_or(Format::Sheets))),
            (Format::Sheets, Some(_)) => None,
            (Format::Omop, files) => TableFiles::from_word(files.unwrap_or("csv"))
                .map(|files| Output::Omop(Cdm { files, share: self.share })),
            (Format::Fhir, files) => Packing::from_word(files.unwrap_or("ndjson")).map(Output::Fhir),
        };
        output.map_or_else(
            || {
                usage(
                    format!("--files {}: not a kind of files of this format", files.unwrap_or_default()),
                    kinds,
                )
            },
            Ok,
        )
    }
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let output = arguments.output()?;
    write(&Plan::new(arguments.persons, arguments.seed), output, &arguments.out)?;
    terminal::out(&format!("{} invented persons: {}", arguments.persons, arguments.out.display()))
}

/// Writes the hospital as study sheets with a progress bar: whole, or not at all.
pub fn write_hospital(persons: usize, seed: u64, folder: &Path) -> Result<(), Failure> {
    write(&Plan::new(persons, seed), Output::Sheets(Format::Sheets), folder)
}

fn write(plan: &Plan, output: Output, folder: &Path) -> Result<(), Failure> {
    let bar = terminal::person_bar(plan.n_persons);
    let written = place(folder).write(|aside| {
        let progress = |persons| bar.set_position(persons as u64);
        let written = match output {
            Output::Sheets(format) => simulate::write_reduced(plan, format, aside, &progress).map(|_| ()),
            Output::Omop(cdm) => simulate::write_omop(plan, &cdm, aside, &progress).map(|_| ()),
            Output::Fhir(packing) => simulate::write_fhir(plan, packing, aside, &progress).map(|_| ()),
        };
        written.map_err(world)
    });
    bar.finish_and_clear();
    written
}

fn place(folder: &Path) -> Place {
    let sheets = simulate::Sheet::ALL.iter().map(|sheet| format!("{}.csv", sheet.word()));
    let names = sheets.chain(["truth", "cdm", "sidecar", "fhir"].map(String::from)).collect();
    Place { folder: folder.to_owned(), what: "a synthetic hospital", names, mark: "truth/truth.csv" }
}

/// Reads a format.
fn formats() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::WORDS)
        .map(|word| Format::from_word(&word).expect("only words of the list are let through"))
}

/// Reads a share.
fn share(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(share) if share > 0.0 && share <= 1.0 => Ok(share),
        _ => Err("a number above 0 and at most 1 is expected".into()),
    }
}

fn world(error: simulate::Error) -> io::Error {
    match error {
        simulate::Error::Write { path, source } => named(&path)(source),
        other => io::Error::other(other.to_string()),
    }
}
