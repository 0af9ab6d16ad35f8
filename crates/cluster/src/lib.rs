//! The sieve on Apache Ballista: for tables that one machine reads too slowly.
//!
//! In: the address of a scheduler, and a folder of Parquet tables on storage that the scheduler and every
//! executor see under the same path. Out: a [`sieve::Engine`] that gives the rows of the embedded one, byte
//! for byte. The filter is turned into SQL; what crosses the network is only what met it.
//!
//! It never gives fewer rows than there are: the rows are counted by a statement of their own, and a
//! difference is an error, as are executors that die and do not come back. It knows nothing of who may
//! connect: the processes belong on loopback or in a network of their own (docs/guide/cluster.md).
//!
//! Everything is behind the feature `cluster`; without it this crate is empty.

#[cfg(feature = "cluster")]
mod address;
#[cfg(feature = "cluster")]
mod engine;
#[cfg(feature = "cluster")]
mod failure;
#[cfg(feature = "cluster")]
mod life;
#[cfg(feature = "cluster")]
pub mod node;
#[cfg(feature = "cluster")]
mod session;
#[cfg(feature = "cluster")]
mod sql;
#[cfg(feature = "cluster")]
mod tables;

#[cfg(feature = "cluster")]
pub use engine::{engine, engine_with_patience};
#[cfg(feature = "cluster")]
pub use sieve::Failure;
