//! A CDM in PostgreSQL: the filters are done by the database, only the rows that meet them are sent.

mod address;
mod catalog;
mod cells;
mod copy;
mod parts;
mod password;
mod session;
mod sql;
mod stored;
mod tls;
mod trouble;

use std::sync::{Mutex, PoisonError};

use ::postgres::Client;
use arrow_array::RecordBatch;

use self::address::Address;
use self::copy::{Filling, Portions, Stop};
use self::session::Session;
use self::stored::Stored;
use self::trouble::Doing;
use crate::cdm::Table;
use crate::engine::{Catalog, Engine, Found, Selected};
use crate::failure::Failure;
use crate::filter::Filter;

/// Opens the CDM in a database: `postgres://user@host:port/database?schema=cdm&sslmode=verify-full`.
///
/// What the address does not say comes from libpq's variables (PGHOST, PGPORT, PGUSER, PGDATABASE, PGSSLMODE,
/// PGSSLROOTCERT, PGCONNECT_TIMEOUT); the password from PGPASSWORD, PGPASSFILE or `~/.pgpass`, never from the
/// address. Everything is read in one read-only transaction: all tables are of one moment.
///
/// # Errors
/// Every problem with the address or with the tables at once; else why the database cannot be reached. No
/// message holds a password.
pub fn connect(address: &str) -> Result<Box<dyn Engine>, Failure> {
    connect_in(address, &|name| std::env::var(name).ok())
}

/// As [`connect`], with the environment looked up by `environment`.
///
/// # Errors
/// As [`connect`].
pub fn connect_in(
    address: &str,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Box<dyn Engine>, Failure> {
    let environment = |name: &str| environment(name).filter(|value| !value.is_empty());
    let address = Address::read(address, &environment)?;
    let session = session::open(&address, &environment)?;
    Ok(Box::new(Database::new(&address, session)))
}

/// A database with an open transaction.
struct Database {
    catalog: Catalog,
    tables: Vec<Stored>,
    white_space: String,
    asked: Mutex<Asked>,
}

/// The connection, and the counts that it has given already: in one transaction they stay.
struct Asked {
    client: Client,
    counts: Vec<(Table, u64)>,
}

impl Database {
    fn new(address: &Address, session: Session) -> Database {
        let Session { client, tables, version, schemas, white_space } = session;
        let name = address.shown();
        let mark = if name.contains('?') { '&' } else { '?' };
        let catalog = Catalog {
            name: format!("{name}{mark}schema={}", schemas.join(",")),
            version,
            tables: tables.iter().map(found).collect(),
            not_read: Vec::new(),
        };
        Database { catalog, tables, white_space, asked: Mutex::new(Asked { client, counts: Vec::new() }) }
    }

    fn stored(&self, table: Table) -> Option<&Stored> {
        self.tables.iter().find(|stored| stored.table == table)
    }

    fn writer<'a>(&'a self, stored: &'a Stored) -> sql::Writer<'a> {
        sql::Writer { stored, person: self.stored(Table::Person), white_space: &self.white_space }
    }

    fn doing<'a>(&self, place: &'a str) -> Doing<'a> {
        Doing { what: format!("reading {place} of {}", self.catalog.name), place, password: "" }
    }

    fn count(&self, asked: &mut Asked, stored: &Stored) -> Result<u64, Failure> {
        if let Some((_, n_rows)) = asked.counts.iter().find(|(table, _)| *table == stored.table) {
            return Ok(*n_rows);
        }
        let n_rows = self.numbers(asked, stored, &sql::count(stored))?[0];
        asked.counts.push((stored.table, n_rows));
        Ok(n_rows)
    }

    /// The counts in the one row of a statement.
    fn numbers(&self, asked: &mut Asked, stored: &Stored, statement: &str) -> Result<Vec<u64>, Failure> {
        let row = asked.client.query_one(statement, &[]);
        let row = row.map_err(|error| trouble::failure(&self.doing(&stored.shown()), &error))?;
        Ok((0..row.len()).map(|place| row.get::<_, i64>(place).unsigned_abs()).collect())
    }

    fn passed(&self, asked: &mut Asked, stored: &Stored, filter: &Filter) -> Result<Vec<u64>, Failure> {
        let Filter::All(parts) = filter else { return Ok(Vec::new()) };
        match self.writer(stored).counts(parts) {
            Some(statement) => self.numbers(asked, stored, &statement),
            None => Ok(Vec::new()),
        }
    }

    fn copy(
        &self,
        asked: &mut Asked,
        filling: &mut Filling,
        (stored, statement): (&Stored, &str),
        portions: Portions,
        each: &mut dyn FnMut(&RecordBatch) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let shown = stored.shown();
        let doing = self.doing(&shown);
        let stream = asked.client.copy_out(statement);
        let mut stream = stream.map_err(|error| trouble::failure(&doing, &error))?;
        filling.read(&mut stream, portions, each).map_err(|stop| match stop {
            Stop::Stream(error) => trouble::broken_stream(&doing, &error),
            Stop::Failure(failure) => failure,
        })
    }

    /// The rows in one batch.
    fn rows(
        &self,
        asked: &mut Asked,
        stored: &Stored,
        columns: &[&'static str],
        filter: &Filter,
    ) -> Result<RecordBatch, Failure> {
        let statement = sql::copy(stored, columns, &self.writer(stored).condition(filter));
        let mut filling = Filling::new(stored, columns);
        let mut rows = None;
        self.copy(asked, &mut filling, (stored, &statement), Portions::One, &mut |batch| {
            rows = Some(batch.clone());
            Ok(())
        })?;
        Ok(rows.unwrap_or_else(|| filling.finish()))
    }

    /// A count that the rows do not bear out is an error, whatever the reason.
    fn agreed(&self, stored: &Stored, counted: Option<u64>, rows: &RecordBatch) -> Result<(), Failure> {
        let sent = rows.num_rows() as u64;
        match counted.filter(|counted| *counted != sent) {
            None => Ok(()),
            Some(counted) => {
                let said = format!("it counted {counted} rows and sent {sent}");
                let help =
                    "the table or view does not stay the same while it is read: ask its owner".to_owned();
                Err(trouble::world(&self.doing(&stored.shown()), said, help))
            }
        }
    }
}

fn found(stored: &Stored) -> Found {
    let columns = stored.columns.iter().map(|stored| stored.column.name).collect();
    Found { table: stored.table, name: stored.shown(), columns, files: Vec::new() }
}

fn no_rows(table: Table, columns: &[&'static str]) -> RecordBatch {
    Filling::new(&Stored::absent(table), columns).finish()
}

impl Engine for Database {
    fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    fn select(&self, table: Table, columns: &[&'static str], filter: &Filter) -> Result<Selected, Failure> {
        let Some(stored) = self.stored(table) else {
            let n_parts = if let Filter::All(parts) = filter { parts.len() } else { 0 };
            return Ok(Selected { rows: no_rows(table, columns), n_rows: 0, passed: vec![0; n_parts] });
        };
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let n_rows = self.count(&mut asked, stored)?;
        let passed = self.passed(&mut asked, stored, filter)?;
        let counted =
            if matches!(filter, Filter::Everything) { Some(n_rows) } else { passed.last().copied() };
        let rows = match counted {
            Some(0) => no_rows(table, columns),
            _ => self.rows(&mut asked, stored, columns, filter)?,
        };
        self.agreed(stored, counted, &rows)?;
        Ok(Selected { rows, n_rows, passed })
    }

    /// As for every engine; `each` must not ask the same engine, which holds its one connection meanwhile.
    fn scan(
        &self,
        table: Table,
        columns: &[&'static str],
        each: &mut dyn FnMut(&RecordBatch) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let Some(stored) = self.stored(table) else { return Ok(()) };
        let statement = sql::copy(stored, columns, "true");
        let mut filling = Filling::new(stored, columns);
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        self.copy(&mut asked, &mut filling, (stored, &statement), Portions::Many, each)
    }
}
