//! The program `retreat`: reads the command line, runs one command, prints and exits.

mod command;
mod terminal;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use retreat::failure::{Failure, exit};

/// From a hospital's records to the answer: did the second treatment help, and whom?
#[derive(Parser)]
#[command(name = "retreat", version, about, long_about = None, max_term_width = 100)]
#[command(after_help = "\
Examples:
  retreat demo                                     a synthetic hospital and its result
  retreat run --out results hospital/              run the built-in study on a folder of CSV sheets
  retreat run --study protocol.toml --out results hospital.xlsx
  retreat explain P0008 hospital/                  every decision about one patient, with its rows
  retreat diff results-1 results-2                 what differs between two runs, and what did it
  retreat profile hospital/                        what is in the records: an account of the data
  retreat check --prose protocol.toml              the study in sentences
  retreat audit figures.toml                       printed figures of a paper, against each other

Exit codes: 0 done, 1 internal, 2 usage, 10 protocol, 11 data, 13 check failed.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Show recorded text in messages about cells (it may hold patients' values)
    #[arg(long, global = true)]
    show_values: bool,
}

#[derive(Subcommand)]
enum Command {
    Demo(command::demo::Arguments),
    Run(command::run::Arguments),
    Check(command::check::Arguments),
    Explain(command::explain::Arguments),
    Diff(command::diff::Arguments),
    Profile(command::profile::Arguments),
    Simulate(command::simulate::Arguments),
    Audit(command::audit::Arguments),
    #[cfg(feature = "cluster")]
    Cluster(command::cluster::Arguments),
}

fn main() -> ExitCode {
    terminal::defects();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return terminal::command_line(&error),
    };
    match std::panic::catch_unwind(|| run(&cli.command)) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(failure)) => {
            terminal::failure(&failure, cli.show_values);
            ExitCode::from(failure.exit_code())
        }
        Err(_) => {
            terminal::defect();
            ExitCode::from(exit::INTERNAL)
        }
    }
}

fn run(command: &Command) -> Result<(), Failure> {
    match command {
        Command::Demo(arguments) => command::demo::run(arguments),
        Command::Run(arguments) => command::run::run(arguments),
        Command::Check(arguments) => command::check::run(arguments),
        Command::Explain(arguments) => command::explain::run(arguments),
        Command::Diff(arguments) => command::diff::run(arguments),
        Command::Profile(arguments) => command::profile::run(arguments),
        Command::Simulate(arguments) => command::simulate::run(arguments),
        Command::Audit(arguments) => command::audit::run(arguments),
        #[cfg(feature = "cluster")]
        Command::Cluster(arguments) => command::cluster::run(arguments),
    }
}
