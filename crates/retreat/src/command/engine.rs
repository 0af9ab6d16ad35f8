//! Which engine asks the tables of a CDM.

use std::sync::Arc;

use retreat::failure::Failure;
use source::OpenEngine;

/// The engine at an address; the program's own where none is named.
///
/// # Errors
/// [`Failure::Usage`] when the address is none, or the program was built without the engine.
pub fn engine(address: Option<&str>) -> Result<Option<Arc<dyn OpenEngine>>, Failure> {
    match address {
        None => Ok(None),
        Some(address) if address.starts_with("ballista://") => ballista(address).map(Some),
        Some(address) => Err(Failure::Usage {
            what: format!("{address:?} is no engine"),
            help: "write ballista://host:port, or leave --engine out".into(),
        }),
    }
}

#[cfg(feature = "cluster")]
fn ballista(address: &str) -> Result<Arc<dyn OpenEngine>, Failure> {
    struct Ballista(String);

    impl OpenEngine for Ballista {
        fn open(&self, folder: &std::path::Path) -> Result<Box<dyn sieve::Engine>, sieve::Failure> {
            let catalog = sieve::folder(folder)?.catalog().clone();
            cluster::engine(&self.0, folder, catalog)
        }
    }

    Ok(Arc::new(Ballista(address.to_owned())))
}

#[cfg(not(feature = "cluster"))]
fn ballista(_: &str) -> Result<Arc<dyn OpenEngine>, Failure> {
    Err(Failure::Usage {
        what: "this program was built without the distributed engine".into(),
        help: "build it with `cargo install --path crates/retreat --features cluster` \
               (docs/guide/cluster.md), or leave --engine out"
            .into(),
    })
}
