//! The words for what goes wrong between this program and the cluster.

use std::time::Duration;

use sieve::{Failure, Fault, FaultKind};

use crate::address::Address;

const START: &str = "start the scheduler and the executors (docs/guide/cluster.md), then run again";

/// The world failed; the cause is what the system said.
pub(crate) fn world(
    what: impl Into<String>,
    help: &str,
    source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> Failure {
    Failure::World { what: what.into(), help: help.to_owned(), source: source.into() }
}

/// Nobody answers at the address.
pub(crate) fn no_scheduler(address: &Address, waited: Duration) -> Failure {
    let said = format!("no answer for {} s", waited.as_secs());
    world(format!("reaching the scheduler at {address}"), START, said)
}

/// The scheduler has nobody to give work to.
pub(crate) fn no_executor(address: &Address, waited: Duration) -> Failure {
    let said = format!("no executor has been alive for {} s", waited.as_secs());
    world(format!("waiting for the executors of {address}"), START, said)
}

/// A statement that failed however often it was tried.
pub(crate) fn refused(address: &Address, what: &str, said: &str) -> Failure {
    let what = format!("{what} on the cluster {address}");
    let not_whole = "Divide by zero";
    if said.contains(not_whole) {
        let message = "an identifier is a number that is not whole";
        return Fault::new(FaultKind::UnreadableValue, what, message, "export identifiers as whole numbers")
            .into();
    }
    let help = "see that the scheduler and every executor can read the tables under the same path, and look \
                at what they printed";
    world(what, help, shortened(said))
}

/// The cluster contradicts itself.
pub(crate) fn incomplete(address: &Address, what: &str, given: u64, expected: u64) -> Failure {
    let said = format!("{given} rows came where {expected} were counted");
    let help = "run again; if the tables are being written at the moment, wait until they are whole";
    world(format!("{what} on the cluster {address}"), help, said)
}

/// Only the beginning of what Ballista said: whole plans may follow.
fn shortened(said: &str) -> String {
    const MOST: usize = 600;
    let first = said.lines().next().unwrap_or_default();
    match first.char_indices().nth(MOST) {
        Some((end, _)) => format!("{} ...", &first[..end]),
        None => first.to_owned(),
    }
}
