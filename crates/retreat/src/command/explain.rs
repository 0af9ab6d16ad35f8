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
        None if study.reading.population.uninvolved.contains(arguments.person.trim()) => {
            terminal::out(&uninvolved(arguments.person.trim(), &study))
        }
        None => Err(unknown(&arguments.person)),
    }
}

/// What there is to say of a person without any record of the disease.
fn uninvolved(id: &str, study: &study::Study) -> String {
    let criterion = study.protocol.criteria.first().map_or("", |criterion| criterion.word());
    format!(
        "{}: excluded at {criterion}\n\n\
         The source has this person, and no record of the disease: no condition, measurement or observation \
         of the\nconcept sets thyroid_cancer, histology and histology_text. Nothing else of this person was \
         read. concepts.csv\nof a run says which codes were looked for, and which were found.",
        terminal::visible(id)
    )
}

fn unknown(id: &str) -> Failure {
    Failure::Usage {
        what: format!("no source has a person {id:?}"),
        help: "write the id as the source does, capital and small letters too".into(),
    }
}
