//! Tables of a CDM in the files of a folder: CSV or Parquet, whole or in shards.

mod csv;
mod locate;
mod names;
mod open;

use std::path::Path;
use std::sync::{Arc, Mutex};

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use arrow_select::concat::concat_batches;

use crate::cdm::{Column, Kind, Table};
use crate::engine::{Catalog, Engine, Selected, Version};
use crate::failure::{Failure, Fault, FaultKind};
use crate::filter::{Filter, IdSet};
use crate::parquet;
use crate::version;
use csv::Asked;
use open::Stored;

/// The tables of a folder.
struct Files {
    catalog: Catalog,
    stored: Vec<(Table, Stored)>,
    /// Who is in the table `person`, once somebody has asked.
    persons: Mutex<Option<Arc<IdSet>>>,
}

/// Finds the tables in a folder, reads their headers and checks them.
///
/// # Errors
/// [`Failure::Data`] with every problem of every file: tables or columns that are not there or there twice,
/// files that are damaged, tables of two versions. [`Failure::World`] when the folder or a file cannot be
/// read.
pub fn folder(path: &Path) -> Result<Box<dyn Engine>, Failure> {
    Ok(Box::new(Files::open(path)?))
}

impl Files {
    fn open(path: &Path) -> Result<Files, Failure> {
        let (catalog, stored) = open::open(path)?;
        let mut files = Files { catalog, stored, persons: Mutex::default() };
        files.declared_version()?;
        Ok(files)
    }

    /// Compares what `cdm_source` says about the version with what the tables show.
    fn declared_version(&mut self) -> Result<(), Failure> {
        let Some(found) = self.catalog.table(Table::CdmSource) else { return Ok(()) };
        let place = found.name.clone();
        let selected = self.select(Table::CdmSource, &["cdm_version"], &Filter::Everything)?;
        let rows = crate::Rows::new(selected.rows);
        for row in 0..rows.len() {
            let declared = rows.text("cdm_version", row).map_or(Version::Either, version::named);
            self.catalog.version = version::agreed(self.catalog.version, declared, &place)?;
        }
        Ok(())
    }

    fn stored(&self, table: Table) -> Option<&Stored> {
        self.stored.iter().find(|(known, _)| *known == table).map(|(_, stored)| stored)
    }

    fn persons(&self) -> Result<Arc<IdSet>, Failure> {
        let mut persons = self.persons.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(known) = &*persons {
            return Ok(known.clone());
        }
        let selected = self.select(Table::Person, &["person_id"], &Filter::Everything)?;
        let known: IdSet = crate::Rows::new(selected.rows).ids("person_id").collect();
        Ok(persons.insert(Arc::new(known)).clone())
    }

    /// The filter with the persons' ids in it.
    fn resolved(&self, filter: &Filter) -> Result<Filter, Failure> {
        let parts = |parts: &[Filter]| parts.iter().map(|part| self.resolved(part)).collect::<Result<_, _>>();
        Ok(match filter {
            Filter::KnownPerson => Filter::In { column: "person_id", ids: self.persons()? },
            Filter::All(filters) => Filter::All(parts(filters)?),
            Filter::Any(filters) => Filter::Any(parts(filters)?),
            other => other.clone(),
        })
    }
}

impl Engine for Files {
    fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    fn select(&self, table: Table, columns: &[&'static str], filter: &Filter) -> Result<Selected, Failure> {
        let filter = self.resolved(filter)?;
        let csv = match self.stored(table) {
            Some(Stored::Parquet(files)) => {
                return parquet::select(files, table, columns, &filter, &IdSet::default());
            }
            Some(Stored::Csv(files)) => files.as_slice(),
            None => &[],
        };
        let asked = asked(table, columns, &filter);
        let mut batches = Vec::new();
        let seen = csv::read(csv, &asked, &mut |rows| {
            batches.push(rows);
            Ok(())
        })?;
        let rows = joined(&asked.schema, &batches, table)?;
        Ok(Selected { rows, n_rows: seen.n_rows, passed: seen.passed })
    }

    fn scan(
        &self,
        table: Table,
        columns: &[&'static str],
        each: &mut dyn FnMut(&RecordBatch) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        match self.stored(table) {
            Some(Stored::Parquet(files)) => parquet::scan(files, table, columns, each),
            Some(Stored::Csv(files)) => {
                let asked = asked(table, columns, &Filter::Everything);
                csv::read(files, &asked, &mut |rows| each(&rows)).map(|_| ())
            }
            None => Ok(()),
        }
    }
}

fn asked<'a>(table: Table, names: &[&'static str], filter: &'a Filter) -> Asked<'a> {
    let column = |name: &&str| match table.column(name) {
        Some(column) => column,
        None => panic!("{} has no column {name}", table.name()),
    };
    let columns: Vec<&Column> = names.iter().map(column).collect();
    let fields: Vec<Field> =
        columns.iter().map(|column| Field::new(column.name, arrow_type(column.kind), true)).collect();
    Asked { table, columns, filter, schema: Arc::new(Schema::new(fields)) }
}

fn arrow_type(kind: Kind) -> DataType {
    match kind {
        Kind::Id => DataType::Int64,
        Kind::Day => DataType::Date32,
        Kind::Number => DataType::Float64,
        Kind::Text => DataType::Utf8,
    }
}

fn joined(schema: &SchemaRef, batches: &[RecordBatch], table: Table) -> Result<RecordBatch, Failure> {
    concat_batches(schema, batches).map_err(|error| {
        let message = format!("the rows asked for do not fit into one column: {error}");
        let help = "ask for fewer columns of text, or for fewer persons";
        Fault::new(FaultKind::TooLarge, table.name(), message, help).into()
    })
}
