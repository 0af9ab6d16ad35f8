//! One connection, one moment: read-only, every table as it was when the first was asked.

use std::time::Duration;

use ::postgres::config::SslMode;
use ::postgres::{Client, Config, Error, NoTls};

use super::address::{Address, Environment, HiddenRows};
use super::catalog::Listing;
use super::password::{self, Password};
use super::sql;
use super::stored::Stored;
use super::tls::TlsMode;
use super::trouble::{self, Doing};
use crate::cdm::Table;
use crate::engine::Version;
use crate::failure::Failure;
use crate::version;

/// An open transaction and what was learned on the way to it.
pub(super) struct Session {
    pub client: Client,
    /// The tables, locked against changes of their form.
    pub tables: Vec<Stored>,
    /// The version that they show, and say that they are of.
    pub version: Version,
    pub schemas: Vec<String>,
    /// What is trimmed from a text before it is compared.
    pub white_space: String,
}

/// Connects, finds the tables, and begins the transaction.
pub(super) fn open(address: &Address, environment: Environment) -> Result<Session, Failure> {
    let password = password::find(address, environment);
    let shown = address.shown();
    let doing =
        |what: &str| Doing { what: format!("{what} {shown}"), place: &shown, password: &password.account };
    let mut client = connected(address, &password, &doing("connecting to"))?;
    let starting = doing("preparing to read");
    let failed = |error: Error| trouble::failure(&starting, &error);
    prepare(&mut client, address.hidden_rows).map_err(failed)?;
    let listing = Listing::read(&mut client).map_err(failed)?;
    let schemas = listing.schemas(address)?;
    let (tables, version) = listing.tables(&schemas, &address.user)?;
    let encoding = client.query_one("SHOW server_encoding", &[]).map_err(failed)?;
    let white_space = sql::white_space(encoding.get(0));
    begin(&mut client, &tables).map_err(failed)?;
    let declared = declared(&mut client, &tables).map_err(failed)?;
    let version = declared
        .into_iter()
        .try_fold(version, |version, (declared, place)| version::agreed(version, declared, &place))?;
    Ok(Session { client, tables, version, schemas, white_space })
}

fn connected(address: &Address, password: &Password, doing: &Doing) -> Result<Client, Failure> {
    let mut config = config(address, password);
    if address.is_socket() || address.tls.mode == TlsMode::Disable {
        return config
            .ssl_mode(SslMode::Disable)
            .connect(NoTls)
            .map_err(|error| trouble::failure(doing, &error));
    }
    let tls = address.tls.connector()?;
    let is_preferred = address.tls.mode == TlsMode::Prefer;
    config.ssl_mode(if is_preferred { SslMode::Prefer } else { SslMode::Require });
    config.connect(tls).or_else(|error| {
        // As libpq: what was only preferred is given up when the server cannot do it.
        let plain = (is_preferred && trouble::is_about_encryption(&error))
            .then(|| config.ssl_mode(SslMode::Disable).connect(NoTls));
        plain.and_then(Result::ok).ok_or_else(|| trouble::failure(doing, &error))
    })
}

fn config(address: &Address, password: &Password) -> Config {
    let mut config = Config::new();
    config
        .user(&address.user)
        .host(&address.host)
        .port(address.port)
        .dbname(&address.database)
        .application_name("retreat")
        .connect_timeout(address.connect_timeout)
        .keepalives(true)
        .keepalives_idle(Duration::from_secs(60))
        .keepalives_interval(Duration::from_secs(15))
        .keepalives_retries(6)
        .notice_callback(|_| ());
    if let Some(password) = &password.value {
        config.password(password);
    }
    config
}

/// Nothing may be written; no limit of time cuts a long read off; texts and dates have one form; a policy
/// that would hide rows is an error.
fn prepare(client: &mut Client, hidden_rows: HiddenRows) -> Result<(), Error> {
    let row_security = if hidden_rows == HiddenRows::Refused { "off" } else { "on" };
    client.batch_execute(&format!(
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY;
         SET standard_conforming_strings = on;
         SET datestyle = 'ISO, YMD';
         SET row_security = {row_security};
         SET lock_timeout = '60s';
         SELECT set_config(name, '0', false) FROM pg_catalog.pg_settings WHERE name IN
             ('statement_timeout', 'idle_in_transaction_session_timeout', 'idle_session_timeout',
              'transaction_timeout')"
    ))
}

/// The locks come before the first query, which fixes the moment: a table that were emptied in between
/// would else look empty.
fn begin(client: &mut Client, tables: &[Stored]) -> Result<(), Error> {
    client.batch_execute("START TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")?;
    if let Some(lock) = sql::lock(tables) {
        client.batch_execute(&lock)?;
    }
    client.batch_execute("SELECT 1")
}

/// The versions that the rows of `cdm_source` name, with the table as shown.
fn declared(client: &mut Client, tables: &[Stored]) -> Result<Vec<(Version, String)>, Error> {
    let source = tables.iter().find(|stored| stored.table == Table::CdmSource);
    let Some((source, statement)) = source.and_then(|source| Some((source, sql::versions(source)?))) else {
        return Ok(Vec::new());
    };
    let rows = client.query(&statement, &[])?;
    Ok(rows.iter().map(|row| (version::named(row.get(0)), source.shown())).collect())
}
