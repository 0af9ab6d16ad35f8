//! One process of a cluster, for the tests: `cluster-node scheduler BIND`, or
//! `cluster-node executor SCHEDULER BIND SCRATCH`.

use std::net::SocketAddr;
use std::process::ExitCode;

use cluster::node::{Executor, serve_executor, serve_scheduler};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let served = match arguments[..] {
        ["scheduler", bind] => serve_scheduler(address(bind), tell),
        ["executor", scheduler, bind, scratch] => {
            let scheduler = address(scheduler);
            let scheduler = (scheduler.ip().to_string(), scheduler.port());
            let (bind, scratch) = (address(bind), Some(scratch.into()));
            serve_executor(&Executor { scheduler, bind, host: None, scratch, cores: 1 }, tell)
        }
        _ => panic!("unknown arguments"),
    };
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn address(text: &str) -> SocketAddr {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn tell(address: SocketAddr) {
    println!("{address}");
}
