//! Where a scheduler listens.

use std::fmt;

use sieve::{Failure, Fault, FaultKind};

/// Host and port of a scheduler.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    host: String,
    port: u16,
}

impl Address {
    /// Reads `ballista://host:port`.
    ///
    /// # Errors
    /// A fault that says how an address is written.
    pub(crate) fn new(text: &str) -> Result<Address, Failure> {
        let fault = || {
            let message = "this is not the address of a scheduler";
            Fault::new(FaultKind::UnknownSource, text, message, "write it as ballista://127.0.0.1:50050")
        };
        let place = text.strip_prefix("ballista://").ok_or_else(fault)?;
        let (host, port) = place.trim_end_matches('/').rsplit_once(':').ok_or_else(fault)?;
        let port = port.parse().map_err(|_| fault())?;
        let is_host = |c: char| c.is_ascii_alphanumeric() || "-_.:[]".contains(c);
        match !host.is_empty() && host.chars().all(is_host) {
            true => Ok(Address { host: host.to_owned(), port }),
            false => Err(fault().into()),
        }
    }

    /// As a socket's address: `host:port`.
    pub(crate) fn socket(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ballista://{}:{}", self.host, self.port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_host_and_a_port() {
        for text in ["ballista://127.0.0.1:50050", "ballista://node-1.lab:1/", "ballista://[::1]:50050"] {
            assert!(Address::new(text).is_ok(), "{text}");
        }
        for text in
            ["127.0.0.1:50050", "ballista://host", "ballista://:1", "ballista://h:x", "ballista://a b:1"]
        {
            assert!(Address::new(text).is_err(), "{text}");
        }
    }
}
