//! `retreat check`: mistakes of a protocol, or the protocol in sentences.

use std::path::PathBuf;

use clap::Args;
use retreat::failure::Failure;

use super::load_protocol;
use crate::terminal;

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
        return terminal::out(&protocol::prose(&protocol));
    }
    terminal::out(&format!("{}: no mistakes\nprotocol hash {}", protocol.study.title, protocol.hash))
}
