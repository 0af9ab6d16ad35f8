//! `retreat cluster`: the processes of the distributed engine, one per command.

use std::error::Error;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use cluster::node;
use retreat::failure::Failure;

use crate::terminal;

/// Start a process of the distributed engine: one scheduler, and as many executors as you like
#[derive(Args)]
#[command(after_help = "\
Example, on one machine, each in a terminal of its own:
  retreat cluster scheduler --bind 127.0.0.1:50050
  retreat cluster executor --scheduler 127.0.0.1:50050 --bind 127.0.0.1:50051
  retreat cluster executor --scheduler 127.0.0.1:50050 --bind 127.0.0.1:50052
  retreat run --engine ballista://127.0.0.1:50050 --out results omop:cdm/

Nobody is asked for a password: bind to loopback, or to a network that only these machines are in.
docs/guide/cluster.md says what the storage has to be like.")]
pub struct Arguments {
    #[command(subcommand)]
    process: Process,
}

#[derive(Subcommand)]
enum Process {
    /// Hand out work: one per cluster
    Scheduler(Scheduler),
    /// Do the work that a scheduler hands out
    Executor(Executor),
}

#[derive(Args)]
struct Scheduler {
    /// Address to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:50050")]
    bind: SocketAddr,
}

#[derive(Args)]
struct Executor {
    /// Where the scheduler listens
    #[arg(long, value_name = "HOST:PORT", value_parser = host_and_port)]
    scheduler: (String, u16),
    /// Address to listen on, for what other executors and the program fetch; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:50051")]
    bind: SocketAddr,
    /// Name under which the other machines reach this one; without it, the address that the scheduler sees
    #[arg(long, value_name = "HOST")]
    host: Option<String>,
    /// Folder for what is passed on between executors; it may hold patients' rows
    #[arg(long, value_name = "FOLDER")]
    scratch: Option<PathBuf>,
    /// Number of tasks at once; without it, one per processor
    #[arg(long, value_name = "N", default_value_t = 0)]
    cores: usize,
}

fn host_and_port(text: &str) -> Result<(String, u16), String> {
    let parts = text.rsplit_once(':').and_then(|(host, port)| Some((host, port.parse().ok()?)));
    match parts {
        Some((host, port)) if !host.is_empty() => Ok((host.to_owned(), port)),
        _ => Err("a host and a port are expected, such as 127.0.0.1:50050".into()),
    }
}

/// Runs the command, until the process is ended.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let served = match &arguments.process {
        Process::Scheduler(scheduler) => {
            node::serve_scheduler(scheduler.bind, |address| tell("scheduler", address))
        }
        Process::Executor(executor) => {
            let executor = node::Executor {
                scheduler: executor.scheduler.clone(),
                bind: executor.bind,
                host: executor.host.clone(),
                scratch: executor.scratch.clone(),
                cores: executor.cores,
            };
            node::serve_executor(&executor, |address| tell("executor", address))
        }
    };
    served.map_err(|failure| failed(&failure))
}

fn tell(what: &str, address: SocketAddr) {
    if !address.ip().is_loopback() {
        terminal::err(
            "warning: whoever reaches this address can read the tables; nobody is asked for a password\n\
             help: let only the cluster's machines into this network",
        );
    }
    // A terminal that went away does not stop the process.
    let _ = terminal::out(&format!("{what} listening on {address}"));
}

fn failed(failure: &cluster::Failure) -> Failure {
    match failure {
        cluster::Failure::World { what, help, source } => {
            Failure::Usage { what: with_causes(what, &**source), help: help.clone() }
        }
        data => Failure::Usage { what: data.to_string(), help: "look at the command's --help".into() },
    }
}

fn with_causes(what: &str, error: &(dyn Error + 'static)) -> String {
    let mut text = format!("{what}: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
