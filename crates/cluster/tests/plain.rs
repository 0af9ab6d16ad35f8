//! An engine over tables in memory that looks at every row.

use std::collections::{BTreeMap, HashSet};

use datafusion::arrow::array::{Array, AsArray, BooleanArray};
use datafusion::arrow::compute::filter_record_batch;
use datafusion::arrow::datatypes::Int64Type;
use datafusion::arrow::record_batch::RecordBatch;
use sieve::cdm::Table;
use sieve::{Catalog, Engine, Failure, Filter, Selected};

/// Tables with all their columns, each of its kind's type.
pub struct Plain {
    pub catalog: Catalog,
    pub tables: BTreeMap<Table, RecordBatch>,
    persons: HashSet<i64>,
}

impl Plain {
    pub fn new(catalog: Catalog, tables: BTreeMap<Table, RecordBatch>) -> Plain {
        let persons = tables[&Table::Person].column_by_name("person_id").expect("required");
        let persons = persons.as_primitive::<Int64Type>().iter().flatten().collect();
        Plain { catalog, tables, persons }
    }

    fn meets(&self, batch: &RecordBatch, row: usize, filter: &Filter) -> bool {
        let id = |name: &str| {
            let column = batch.column_by_name(name)?.as_primitive::<Int64Type>();
            column.is_valid(row).then(|| column.value(row))
        };
        match filter {
            Filter::Everything => true,
            Filter::All(parts) => parts.iter().all(|part| self.meets(batch, row, part)),
            Filter::Any(parts) => parts.iter().any(|part| self.meets(batch, row, part)),
            Filter::In { column, ids } => id(column).is_some_and(|id| ids.contains(id)),
            Filter::Like { column, patterns } => batch.column_by_name(column).is_some_and(|column| {
                let column = column.as_string::<i32>();
                column.is_valid(row) && patterns.match_text(column.value(row))
            }),
            Filter::KnownPerson => id("person_id").is_some_and(|id| self.persons.contains(&id)),
        }
    }

    fn table(&self, table: Table, columns: &[&'static str]) -> RecordBatch {
        let batch = &self.tables[&table];
        let places: Vec<usize> =
            columns.iter().map(|column| batch.schema().index_of(column).expect("all columns")).collect();
        batch.project(&places).expect("the places are right")
    }
}

impl Engine for Plain {
    fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    fn select(&self, table: Table, columns: &[&'static str], filter: &Filter) -> Result<Selected, Failure> {
        let batch = &self.tables[&table];
        let n_rows = batch.num_rows();
        let met = |filter: &Filter| -> Vec<bool> {
            (0..n_rows).map(|row| self.meets(batch, row, filter)).collect()
        };
        let passed = match filter {
            Filter::All(parts) => (1..=parts.len())
                .map(|end| met(&Filter::All(parts[..end].to_vec())).iter().filter(|met| **met).count() as u64)
                .collect(),
            _ => Vec::new(),
        };
        let rows = filter_record_batch(&self.table(table, columns), &BooleanArray::from(met(filter)));
        Ok(Selected { rows: rows.expect("one flag per row"), n_rows: n_rows as u64, passed })
    }

    fn scan(
        &self,
        table: Table,
        columns: &[&'static str],
        each: &mut dyn FnMut(&RecordBatch) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        each(&self.table(table, columns))
    }
}
