//! What the database's errors mean for the user, and what to do. Never a value of a patient: of what the
//! server says about values only the code is passed on.

use std::error::Error as _;
use std::fmt;

use ::postgres::Error;
use ::postgres::error::DbError;

use crate::failure::{Failure, Fault, FaultKind};

/// What the server or the network said, as far as it may be shown.
#[derive(Debug)]
struct Said(String);

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Said {}

/// What was being done when it went wrong.
pub(super) struct Doing<'a> {
    /// `reading cdm.measurement of postgres://ada@db:5432/omop`.
    pub what: String,
    /// The table, as shown.
    pub place: &'a str,
    /// Where the password is from, or why there is none.
    pub password: &'a str,
}

/// The failure that an error of the database means.
pub(super) fn failure(doing: &Doing, error: &Error) -> Failure {
    if let Some(fault) = fault(doing, error) {
        return fault.into();
    }
    let help = help(doing, error);
    world(doing, said(error), help)
}

/// The failure that an error of reading a stream means: the database's, or an early end.
pub(super) fn broken_stream(doing: &Doing, error: &std::io::Error) -> Failure {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) {
        Some(error) => failure(doing, error),
        None => world(doing, error.to_string(), LOST.to_owned()),
    }
}

/// A failure of the world with these words.
pub(super) fn world(doing: &Doing, said: String, help: String) -> Failure {
    Failure::World { what: doing.what.clone(), help, source: Box::new(Said(said)) }
}

/// Whether the server could be reached but not encrypted, or does not let this user in encrypted.
pub(super) fn is_about_encryption(error: &Error) -> bool {
    is_tls(error) || error.code().is_some_and(|code| code.code() == "28000")
}

const LOST: &str = "the connection was lost before the last row, so nothing was used: run it again; when it \
                    happens again, look into the server's log";

/// A value that the server could not turn into what the CDM says.
fn fault(doing: &Doing, error: &Error) -> Option<Fault> {
    let code = error.code()?.code();
    let (kind, message) = match code {
        "22021" | "22P05" => (FaultKind::Encoding, "a text cannot be written as UTF-8"),
        "22003" => (FaultKind::UnreadableValue, "a number is too large for its column in the CDM"),
        code if code.starts_with("22") => (FaultKind::UnreadableValue, "a value cannot be read"),
        _ => return None,
    };
    let help = match kind {
        FaultKind::Encoding => {
            "the database was made without an encoding (SQL_ASCII), or holds bytes that are no text in its own: \
             load it into one made with UTF8"
        }
        _ => "the server's log has the statement and the value: correct it there",
    };
    Some(Fault::new(kind, doing.place, format!("{message} (PostgreSQL's error {code})"), help))
}

fn help(doing: &Doing, error: &Error) -> String {
    let code = error.code().map(|code| code.code());
    let help = match code {
        Some("28P01") => return format!("the user or the password is wrong; {}", doing.password),
        Some("28000") => {
            "the server does not let this user in from here: ask its administrator for a line in pg_hba.conf, \
             or check user, database and sslmode"
        }
        Some("3D000") => "there is no such database: check its name at the end of the address",
        Some("42501") if error.as_db_error().is_some_and(|said| said.message().contains("row-level")) => {
            "a policy hides rows of this table from you; when what it shows is the data you want, add \
             row_security=on to the address"
        }
        Some("42501") => "ask the administrator: GRANT USAGE ON SCHEMA and GRANT SELECT ON the tables",
        Some("53300") => "the server has no connection left: try again later",
        Some("55P03") => {
            "somebody is changing the tables: wait until the loading has ended, then run it again"
        }
        Some("57P03") => "the server is starting or stopping: try again in a minute",
        Some("57014" | "40001") => "somebody or a limit of the server cancelled the statement: run it again",
        Some("42P01" | "42703") => "the tables were changed in the meantime: run it again",
        Some("53100" | "53200") => {
            "the server has no memory or disk space left for this: ask its administrator"
        }
        Some(_) if !is_lost(code) => "the server's log tells more",
        _ => return unreached(doing, error),
    };
    help.to_owned()
}

/// 57P01 and its like: the server ended the session; 08: the connection broke; XX000 apart.
fn is_lost(code: Option<&str>) -> bool {
    code.is_none_or(|code| code.starts_with("08") || matches!(code, "57P01" | "57P02" | "57P05" | "25P03"))
}

fn unreached(doing: &Doing, error: &Error) -> String {
    let said = said(error);
    if said.contains("password missing") {
        return format!("the server wants a password: {}", doing.password);
    }
    if is_tls(error) {
        return help_with_tls(&said).to_owned();
    }
    let is_connecting = error.to_string() == "error connecting to server" || said.contains("timed out");
    let help = if is_connecting {
        "check host and port, and that the server runs and can be reached from here"
    } else {
        LOST
    };
    help.to_owned()
}

fn is_tls(error: &Error) -> bool {
    error.to_string() == "error performing TLS handshake"
}

fn help_with_tls(said: &str) -> &'static str {
    if said.contains("not valid for name") || said.contains("NotValidForName") {
        "the certificate is for another host: use the name it was made for (its subjectAltName), or \
         sslmode=verify-ca"
    } else if said.contains("UnknownIssuer") {
        "the certificate comes from nobody trusted: sslrootcert must name the file of its issuer"
    } else if said.contains("Expired") || said.contains("expired") {
        "the certificate has expired: ask the database's administrator"
    } else if said.contains("does not support TLS") {
        "the server does not encrypt: ask its administrator to switch ssl on; sslmode=prefer or disable do \
         without"
    } else {
        "the encrypted connection could not be made: check sslmode and sslrootcert"
    }
}

/// The chain of reasons in one line; of the server's own words the first sentence and the code.
fn said(error: &Error) -> String {
    if let Some(said) = error.as_db_error() {
        return in_words(said);
    }
    let mut words = error.to_string();
    let mut next = error.source();
    while let Some(reason) = next {
        if !words.ends_with(&reason.to_string()) {
            words = format!("{words}: {reason}");
        }
        next = reason.source();
    }
    words
}

fn in_words(said: &DbError) -> String {
    format!("{} ({})", said.message(), said.code().code())
}
