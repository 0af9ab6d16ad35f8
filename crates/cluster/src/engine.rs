//! The sieve's engine over a session.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use datafusion::arrow::array::{ArrayRef, AsArray, new_null_array};
use datafusion::arrow::compute::concat_batches;
use datafusion::arrow::datatypes::{Field, Int64Type, Schema, SchemaRef};
use datafusion::arrow::record_batch::{RecordBatch, RecordBatchOptions};
use sieve::cdm::{Kind, Table};
use sieve::stored::{Unreadable, canonical, data_type};
use sieve::{Catalog, Engine, Failure, Fault, FaultKind, Filter, Selected};

use crate::address::Address;
use crate::failure::incomplete;
use crate::session::{Session, runtime};
use crate::sql::Place;
use crate::tables::{Columns, Stored, open};

/// How long a cluster may be without a living executor before that is an error.
const PATIENCE: Duration = Duration::from_secs(60);
/// Parts that a table is cut into at most, so many that a few executors are evenly busy.
const PARTS: usize = 16;

/// An engine on the scheduler at `address` (`ballista://host:port`), for the tables of a catalog of a folder
/// that the scheduler and its executors see under the same path.
///
/// # Errors
/// [`Failure::Data`] with every file that cannot be used; [`Failure::World`] when no scheduler with a
/// living executor is there within a minute.
pub fn engine(address: &str, folder: &Path, catalog: Catalog) -> Result<Box<dyn Engine>, Failure> {
    engine_with_patience(address, folder, catalog, PATIENCE)
}

/// As [`engine`], with another time that the cluster may be without a living executor.
///
/// # Errors
/// As [`engine`].
pub fn engine_with_patience(
    address: &str,
    folder: &Path,
    catalog: Catalog,
    patience: Duration,
) -> Result<Box<dyn Engine>, Failure> {
    let address = Address::new(address)?;
    let tables = open(folder, &catalog)?;
    let runtime = runtime()?;
    let session = Session::new(&address, patience, PARTS, runtime.clone())?;
    let in_order = Session::new(&address, patience, 1, runtime)?;
    for stored in &tables {
        for (number, (columns, files)) in stored.groups().into_iter().enumerate() {
            session.register(&group_name(stored.table, number), columns, &files)?;
        }
        for (number, file) in stored.files.iter().enumerate() {
            in_order.register(&file_name(stored.table, number), &file.columns, &[file])?;
        }
    }
    Ok(Box::new(Ballista { address, catalog, tables, session, in_order }))
}

struct Ballista {
    address: Address,
    catalog: Catalog,
    tables: Vec<Stored>,
    session: Session,
    /// Reads each file in one part, so that its rows come in the order stored.
    in_order: Session,
}

impl Engine for Ballista {
    fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    fn select(&self, table: Table, columns: &[&'static str], filter: &Filter) -> Result<Selected, Failure> {
        let parts = match filter {
            Filter::Everything => &[],
            Filter::All(parts) => parts.as_slice(),
            other => std::slice::from_ref(other),
        };
        let n_rows = self.stored(table).map_or(0, Stored::n_rows);
        let mut passed = vec![0; parts.len()];
        let mut batches = Vec::new();
        for place in &self.places(table) {
            let expected = self.counted(table, place, parts, &mut passed)?;
            batches.extend(self.rows(table, place, columns, parts, expected)?);
        }
        if let [Filter::Everything, ..] = parts {
            self.complete(table, passed[0], n_rows)?;
        }
        let rows = concat_batches(&schema(table, columns), &batches).map_err(|_| too_large(table))?;
        let is_all = matches!(filter, Filter::All(_));
        Ok(Selected { rows, n_rows, passed: if is_all { passed } else { Vec::new() } })
    }

    fn scan(
        &self,
        table: Table,
        columns: &[&'static str],
        each: &mut dyn FnMut(&RecordBatch) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        for (number, file) in self.stored(table).map_or(&[][..], |stored| &stored.files).iter().enumerate() {
            let name = file_name(table, number);
            let place = Place { name: &name, columns: &file.columns, persons: &[] };
            let mut given = 0;
            self.in_order.parts(&reading(table), &place.rows(columns, &[]), &mut |batch| {
                given += batch.num_rows() as u64;
                each(&canonical_batch(table, columns, &file.columns, &batch)?)
            })?;
            self.complete(table, given, file.n_rows)?;
        }
        Ok(())
    }
}

/// Files that one statement reads.
struct Group<'a> {
    name: String,
    columns: &'a Columns,
    n_rows: u64,
    persons: Vec<(String, &'a Columns)>,
}

impl Group<'_> {
    fn place(&self) -> Place<'_> {
        Place { name: &self.name, columns: self.columns, persons: &self.persons }
    }
}

impl Ballista {
    fn stored(&self, table: Table) -> Option<&Stored> {
        self.tables.iter().find(|stored| stored.table == table)
    }

    fn places(&self, table: Table) -> Vec<Group<'_>> {
        let named = |table| {
            let groups = self.stored(table).map_or(Vec::new(), Stored::groups);
            groups.into_iter().enumerate().map(move |(number, group)| (group_name(table, number), group))
        };
        let persons: Vec<_> = named(Table::Person).map(|(name, (columns, _))| (name, columns)).collect();
        named(table)
            .map(|(name, (columns, files))| {
                let n_rows = files.iter().map(|file| file.n_rows).sum();
                Group { name, columns, n_rows, persons: persons.clone() }
            })
            .collect()
    }

    /// Adds what met the parts; how many rows met all of them.
    fn counted(
        &self,
        table: Table,
        group: &Group<'_>,
        parts: &[Filter],
        passed: &mut [u64],
    ) -> Result<u64, Failure> {
        if parts.is_empty() {
            return Ok(group.n_rows);
        }
        let what = format!("counting the rows of {}", table.name());
        let batches = self.session.rows(&what, &group.place().counts(parts))?;
        let row = batches.iter().find(|batch| batch.num_rows() > 0);
        let count = |column: usize| {
            let counts = row.and_then(|row| row.column(column).as_primitive_opt::<Int64Type>());
            counts.map_or(0, |counts| counts.value(0) as u64)
        };
        for (column, passed) in passed.iter_mut().enumerate() {
            *passed += count(column);
        }
        Ok(count(parts.len() - 1))
    }

    fn rows(
        &self,
        table: Table,
        group: &Group<'_>,
        columns: &[&'static str],
        parts: &[Filter],
        expected: u64,
    ) -> Result<Vec<RecordBatch>, Failure> {
        if expected == 0 {
            return Ok(Vec::new());
        }
        let batches = self.session.rows(&reading(table), &group.place().rows(columns, parts))?;
        let given = batches.iter().map(|batch| batch.num_rows() as u64).sum();
        self.complete(table, given, expected)?;
        batches.iter().map(|batch| canonical_batch(table, columns, group.columns, batch)).collect()
    }

    fn complete(&self, table: Table, given: u64, expected: u64) -> Result<(), Failure> {
        match given == expected {
            true => Ok(()),
            false => Err(incomplete(&self.address, &reading(table), given, expected)),
        }
    }
}

fn reading(table: Table) -> String {
    format!("reading {}", table.name())
}

fn group_name(table: Table, number: usize) -> String {
    format!("{}_{number}", table.name())
}

fn file_name(table: Table, number: usize) -> String {
    format!("{}_file_{number}", table.name())
}

fn kind(table: Table, column: &str) -> Kind {
    match table.column(column) {
        Some(column) => column.kind,
        None => panic!("{} has no column {column}", table.name()),
    }
}

fn schema(table: Table, columns: &[&str]) -> SchemaRef {
    let field = |column: &&str| Field::new(*column, data_type(kind(table, column)), true);
    Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()))
}

/// The columns asked for, each in its kind's type; one that the files lack as nulls.
fn canonical_batch(
    table: Table,
    columns: &[&str],
    stored: &Columns,
    batch: &RecordBatch,
) -> Result<RecordBatch, Failure> {
    let n_rows = batch.num_rows();
    let array = |(number, column): (usize, &&str)| -> Result<ArrayRef, Failure> {
        let kind = kind(table, column);
        match stored.named(column).and_then(|_| batch.column_by_name(&format!("c{number}"))) {
            Some(array) => canonical(array, kind).map_err(|unreadable| fault(table, column, unreadable)),
            None => Ok(new_null_array(&data_type(kind), n_rows)),
        }
    };
    let arrays = columns.iter().enumerate().map(array).collect::<Result<Vec<_>, _>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(n_rows));
    let batch = RecordBatch::try_new_with_options(schema(table, columns), arrays, &options);
    batch.map_err(|_| too_large(table))
}

/// The rows come from any file, so that the place is only the column.
fn fault(table: Table, column: &str, Unreadable { why, .. }: Unreadable) -> Failure {
    let message = format!("the column {column} holds {why}");
    let help = "run without --engine to learn the file and the row";
    Fault::new(FaultKind::UnreadableValue, table.name(), message, help).into()
}

fn too_large(table: Table) -> Failure {
    let message = "more than 2 GB of text in one column met the filter";
    Fault::new(FaultKind::TooLarge, table.name(), message, "ask for fewer persons or codes").into()
}
