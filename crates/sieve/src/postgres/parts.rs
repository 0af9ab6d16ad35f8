//! An address taken apart, nothing judged yet.

use super::address::Environment;
use crate::failure::{Failure, Fault, FaultKind};

/// How an address is written.
pub(super) const FORM: &str = "write postgres://user@host:port/database?schema=cdm&sslmode=verify-full";

/// The parts. Empty: not said.
pub(super) struct Parts {
    pub user: String,
    pub host: String,
    pub port: String,
    pub path: String,
    pub settings: Vec<(String, String)>,
}

impl Parts {
    /// Takes an address apart.
    ///
    /// # Errors
    /// When it is none, or holds a password.
    pub(super) fn split(address: &str) -> Result<Parts, Failure> {
        let mut problems = Problems::default();
        let rest = address.strip_prefix("postgres://").or_else(|| address.strip_prefix("postgresql://"));
        let rest = rest.unwrap_or_else(|| {
            problems.add("it does not begin with postgres://", FORM);
            ""
        });
        if holds_password(rest) {
            problems.add(
                "it holds a password, which other users of this machine could read",
                "take the password out of the address; give it in PGPASSWORD or in the file ~/.pgpass",
            );
            return Err(Failure::Data(problems.0));
        }
        let (place, settings) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, path) = place.split_once('/').unwrap_or((place, ""));
        let (user, server) = authority.rsplit_once('@').unwrap_or(("", authority));
        let (host, port) = split_port(server);
        let [user, host, port, path] = [user, host, port, path].map(|part| decoded(part, &mut problems));
        let settings = settings.split('&').filter(|setting| !setting.is_empty());
        let settings = settings.map(|setting| setting.split_once('=').unwrap_or((setting, "")));
        let settings = settings.map(|(key, value)| (key.to_owned(), decoded(value, &mut problems))).collect();
        let parts = Parts { user, host, port, path, settings };
        if problems.0.is_empty() { Ok(parts) } else { Err(Failure::Data(problems.0)) }
    }

    /// The value of a setting; the last counts.
    pub(super) fn setting(&self, key: &str) -> Option<&str> {
        let mut found = self.settings.iter().rev().filter(|(name, _)| name == key);
        found.next().map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// The setting, else the part of the address, else the variable.
    pub(super) fn value(
        &self,
        key: &str,
        part: &str,
        variable: &str,
        environment: Environment,
    ) -> Option<String> {
        let said = self.setting(key).or((!part.is_empty()).then_some(part));
        said.map(str::to_owned).or_else(|| environment(variable))
    }
}

/// What is wrong with an address, so far.
#[derive(Default)]
pub(super) struct Problems(pub Vec<Fault>);

impl Problems {
    pub(super) fn add(&mut self, message: impl Into<String>, help: impl Into<String>) {
        self.0.push(Fault::new(FaultKind::UnknownSource, "address of the database", message, help));
    }
}

/// Whether there is a password, or what looks like one where somebody forgot to escape it.
fn holds_password(rest: &str) -> bool {
    let before = rest.split_once('@').map(|(before, _)| before);
    let settings = rest.split(['?', '&']).skip(1);
    let is_password = |setting: &str| setting.split('=').next().is_some_and(|key| key.trim() == "password");
    before.is_some_and(|before| before.contains(':')) || settings.into_iter().any(is_password)
}

/// Host and port; a number in brackets may have colons.
fn split_port(server: &str) -> (&str, &str) {
    if let Some((host, rest)) = server.strip_prefix('[').and_then(|server| server.split_once(']')) {
        return (host, rest.strip_prefix(':').unwrap_or_default());
    }
    server.split_once(':').unwrap_or((server, ""))
}

/// The part with `%20` and the like read as the bytes they stand for.
fn decoded(part: &str, problems: &mut Problems) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let [first, after @ ..] = rest {
        let escape = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let escaped = escape.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        let (byte, taken) = match (first, escaped) {
            (b'%', Some(byte)) => (byte, 3),
            _ => (*first, 1),
        };
        bytes.push(byte);
        rest = &rest[taken..];
    }
    String::from_utf8(bytes).unwrap_or_else(|_| {
        problems.add("an escape (%..) in it does not stand for text", "escape as UTF-8");
        String::new()
    })
}
