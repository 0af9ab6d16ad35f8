//! `retreat check`: mistakes of a protocol, or the protocol in sentences.

use std::path::PathBuf;

use clap::Args;
use retreat::failure::Failure;

use super::load_protocol;

/// Check a protocol: list every mistake with line, code and help
#[derive(Args)]
#[command(after_help = "\
Examples:
  retreat check studies/second-radioiodine/protocol.toml
  retreat check --prose studies/second-radioiodine/protocol.toml")]
pub struct Arguments {
    /// Protocol file; without it, the built-in study
    #[arg(value_name = "PROTOCOL.TOML")]
    protocol: Option<PathBuf>,
    /// Print the study in plain sentences, for co-authors
    #[arg(long)]
    prose: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let protocol = load_protocol(arguments.protocol.as_deref())?;
    if arguments.prose {
        print!("{}", protocol::prose(&protocol));
    } else {
        println!("{}: no mistakes", protocol.study.title);
        println!("protocol hash {}", protocol.hash);
    }
    Ok(())
}
