//! The sieve on a cluster of real processes on loopback, beside an engine so plain that it can be read.

mod equal;
mod hospital;
mod loss;
mod plain;
mod processes;
