//! One file per command.

pub mod check;
pub mod demo;
pub mod explain;
pub mod run;
pub mod simulate;

use std::path::{Path, PathBuf};

use clap::Args;
use protocol::Protocol;
use retreat::failure::Failure;
use source::SourceSpec;

/// Which study and which sources.
#[derive(Args)]
pub struct Inputs {
    /// Protocol file of the study; without it, the built-in study "second radioiodine"
    #[arg(long, value_name = "PROTOCOL.TOML")]
    pub study: Option<PathBuf>,
    /// A folder of CSV sheets or an XLSX workbook (`sheets:PATH`, or the bare path); several are joined
    #[arg(required = true, value_name = "SOURCE")]
    pub sources: Vec<String>,
    /// Number of threads; without it, one per processor
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
}

impl Inputs {
    /// The sources, understood.
    pub fn specs(&self) -> Vec<SourceSpec> {
        self.sources.iter().map(SourceSpec::new).collect()
    }
}

/// The protocol of a file, or the built-in one.
pub fn load_protocol(path: Option<&Path>) -> Result<Protocol, Failure> {
    match path {
        Some(path) => Protocol::load(path).map_err(Failure::Protocol),
        None => Ok(Protocol::builtin()),
    }
}

/// Sets the number of threads, once per process.
pub fn use_threads(threads: Option<usize>) -> Result<(), Failure> {
    match threads {
        Some(0) => Err(Failure::Usage("--threads 0: name at least one thread".into())),
        Some(n) => rayon::ThreadPoolBuilder::new()
            .num_threads(n)
            .build_global()
            .map_err(|error| Failure::Usage(format!("--threads {n}: {error}"))),
        None => Ok(()),
    }
}
