//! `retreat explain`: one patient's timeline and every decision.

use clap::Args;
use retreat::evidence;
use retreat::failure::Failure;
use retreat::study;

use super::{Inputs, load_protocol, use_threads};
use crate::terminal;

/// Explain one patient: the timeline, and every decision with its rule, rows and runners-up
#[derive(Args)]
#[command(after_help = "\
Example:
  retreat explain P0008 hospital/

Prints recorded values of this one patient: mind who can see the screen.")]
pub struct Arguments {
    /// The patient's id, as in the sheets
    #[arg(value_name = "PERSON")]
    person: String,
    #[command(flatten)]
    inputs: Inputs,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    use_threads(arguments.inputs.threads)?;
    let protocol = load_protocol(arguments.inputs.study.as_deref())?;
    let options = arguments.inputs.options(&protocol)?;
    let study = study::run(protocol, &arguments.inputs.specs(), &options, &terminal::ReadingBar::new())?;
    match study.reading.population.find(arguments.person.trim()) {
        Some(person) => terminal::page(&evidence::page(&study, person)),
        None => Err(unknown(&arguments.person)),
    }
}

fn unknown(id: &str) -> Failure {
    Failure::Usage {
        what: format!("the patient sheet has no person_id {id:?}"),
        help: "write the id as the sheet does, capital and small letters too".into(),
    }
}
