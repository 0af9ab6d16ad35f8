//! The engine for PostgreSQL against a real server.

mod cluster;
mod connecting;
mod encryption;
mod extracting;
mod loading;
mod reading;
mod reference;
mod trouble;

use std::sync::Arc;

use sieve::{Engine, Failure, Filter, IdSet, Pattern, Patterns};

use self::cluster::with_password;

/// The engine, or what the user would read.
fn connect(address: &str) -> Result<Box<dyn Engine>, String> {
    sieve::postgres::connect_in(address, &with_password).map_err(told)
}

/// Everything of a failure that is shown: what, why, and what to do.
fn told(failure: Failure) -> String {
    match &failure {
        Failure::Data(_) => failure.to_string(),
        Failure::World { help, source, .. } => format!("{failure}: {source}\n  help: {help}"),
    }
}

fn ids(ids: &[i64]) -> Arc<IdSet> {
    Arc::new(IdSet::new(ids.to_vec()))
}

fn patterns(codes: &[&str]) -> Arc<Patterns> {
    Arc::new(Patterns::new(codes.iter().map(|code| Pattern::new(code)).collect()))
}

fn is_in(column: &'static str, wanted: &[i64]) -> Filter {
    Filter::In { column, ids: ids(wanted) }
}

fn is_like(column: &'static str, codes: &[&str]) -> Filter {
    Filter::Like { column, patterns: patterns(codes) }
}
