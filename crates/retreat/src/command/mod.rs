//! One file per command.

pub mod audit;
pub mod check;
#[cfg(feature = "cluster")]
pub mod cluster;
pub mod demo;
pub mod diff;
mod engine;
pub mod explain;
pub mod profile;
pub mod run;
pub mod simulate;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use clap::Args;
use protocol::Protocol;
use retreat::failure::Failure;
use retreat::study;
use source::{Identity, Options, SourceSpec};
use timeline::Day;

/// Which study and which sources.
#[derive(Args)]
pub struct Inputs {
    /// Protocol file of the study; without it, the built-in study "second radioiodine"
    #[arg(long, value_name = "PROTOCOL.TOML")]
    pub study: Option<PathBuf>,
    /// `sheets:PATH` (folder of CSV sheets, or XLSX), `omop:PATH`, `omop:postgres://...`, `fhir:PATH`, or a bare path; several are joined
    #[arg(required = true, value_name = "SOURCE")]
    pub sources: Vec<OsString>,
    /// Column of a CDM that names the person in the results and in other sources
    #[arg(long, value_name = "COLUMN", default_value = "person-id", value_parser = ["person-id", "source-value"])]
    pub person_id: String,
    /// Ask folders of CDM tables through this engine (`ballista://host:port`) instead of the program's own
    #[arg(long, value_name = "ADDRESS")]
    pub engine: Option<String>,
    /// Number of threads, 1 to 1024; without it, one per processor
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<usize>,
}

impl Inputs {
    /// How the sources are read.
    ///
    /// # Errors
    /// [`Failure::Usage`] for an engine that is none.
    pub fn options(&self, protocol: &Protocol) -> Result<Options, Failure> {
        let identity = Identity::from_word(&self.person_id).unwrap_or(Identity::PersonId);
        let engine = engine::engine(self.engine.as_deref())?;
        Ok(Options { identity, engine, ..study::options(protocol) })
    }

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

/// The latest day that it may be now anywhere on Earth, by this machine's clock. Messages may depend on
/// it, outputs never do.
pub fn today() -> Day {
    const AHEAD_OF_UTC: u64 = 14 * 3600;
    let seconds = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
    let days = (seconds + AHEAD_OF_UTC) / 86_400;
    Day::from_number(i32::try_from(days).unwrap_or(i32::MAX))
}

/// Sets the number of threads, once per process.
pub fn use_threads(threads: Option<usize>) -> Result<(), Failure> {
    let Some(n) = threads else {
        return Ok(());
    };
    let built = rayon::ThreadPoolBuilder::new().num_threads(n).build_global();
    built.map_err(|error| Failure::Usage {
        what: format!("--threads {n}: {error}"),
        help: "name fewer threads".into(),
    })
}

fn threads(text: &str) -> Result<usize, String> {
    whole(text, 1, 1024, "threads")
}

/// Reads a number of persons to invent.
pub fn persons(text: &str) -> Result<usize, String> {
    whole(text, 1, 1_000_000, "persons")
}

fn whole(text: &str, least: usize, most: usize, what: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(n) if (least..=most).contains(&n) => Ok(n),
        _ => Err(format!("a whole number of {what} is expected, from {least} to {most}")),
    }
}

/// Stops with exit code 1 when documents could not be made.
fn all_made(not_made: Vec<press::Failure>) -> Result<(), Failure> {
    if not_made.is_empty() { Ok(()) } else { Err(Failure::Documents(not_made)) }
}
