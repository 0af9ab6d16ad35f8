//! The reference engine: tables in memory, filters evaluated row by row.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use arrow_array::{ArrayRef, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};
use sieve::cdm::{Kind, Table};
use sieve::{Catalog, Engine, Failure, Filter, Found, InputFile, Selected, Version};
use timeline::Day;

/// A table: its header and its rows; an empty cell is null.
struct Stored {
    table: Table,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// Tables in memory.
pub(crate) struct MemoryEngine {
    catalog: Catalog,
    tables: Vec<Stored>,
    persons: HashSet<i64>,
}

impl MemoryEngine {
    /// Of tables as CSV text, the header in the first line.
    pub(crate) fn new(tables: &[(Table, &str)]) -> MemoryEngine {
        let mut tables: Vec<Stored> = tables.iter().map(|(table, text)| stored(*table, text)).collect();
        tables.sort_by_key(|stored| stored.table);
        let catalog = Catalog {
            name: "memory".to_owned(),
            version: Version::V54,
            tables: tables.iter().map(found).collect(),
            not_read: Vec::new(),
        };
        let person = tables.iter().find(|stored| stored.table == Table::Person).expect("the table person");
        let persons = person.rows.iter().filter_map(|row| person.id(row, "person_id")).collect();
        MemoryEngine { catalog, tables, persons }
    }

    /// Of a folder of CSV files with the tables' names.
    pub(crate) fn of_folder(folder: &Path) -> MemoryEngine {
        MemoryEngine::of_tables(folder, Table::ALL)
    }

    /// The same without the tables of the vocabulary.
    pub(crate) fn without_vocabulary(folder: &Path) -> MemoryEngine {
        let vocabulary = [Table::Concept, Table::ConceptRelationship, Table::ConceptAncestor];
        let tables: Vec<Table> =
            Table::ALL.iter().copied().filter(|table| !vocabulary.contains(table)).collect();
        MemoryEngine::of_tables(folder, &tables)
    }

    fn of_tables(folder: &Path, tables: &[Table]) -> MemoryEngine {
        let text = |table: &Table| std::fs::read_to_string(folder.join(format!("{}.csv", table.name())));
        let texts: Vec<(Table, String)> =
            tables.iter().filter_map(|table| Some((*table, text(table).ok()?))).collect();
        let tables: Vec<(Table, &str)> = texts.iter().map(|(table, text)| (*table, text.as_str())).collect();
        MemoryEngine::new(&tables)
    }

    fn table(&self, table: Table) -> Option<&Stored> {
        self.tables.iter().find(|stored| stored.table == table)
    }
}

fn found(stored: &Stored) -> Found {
    let has = |name: &str| stored.header.iter().any(|column| column == name);
    let name = format!("{}.csv", stored.table.name());
    let hash = ("sha256", "00".repeat(32));
    Found {
        table: stored.table,
        files: vec![InputFile { name: name.clone(), bytes: 0, hash }],
        name,
        columns: stored.table.columns().iter().map(|column| column.name).filter(|name| has(name)).collect(),
    }
}

fn stored(table: Table, text: &str) -> Stored {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).map(cells);
    Stored { table, header: lines.next().expect("a header"), rows: lines.collect() }
}

/// The cells of a line; commas may stand in double quotes.
pub(super) fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for letter in line.trim_start().chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            other => cells.last_mut().expect("never empty").push(other),
        }
    }
    cells
}

impl Stored {
    fn cell<'a>(&self, row: &'a [String], column: &str) -> Option<&'a str> {
        assert!(self.table.column(column).is_some(), "{column} is no column of {}", self.table.name());
        let place = self.header.iter().position(|name| name == column)?;
        row.get(place).map(String::as_str).filter(|cell| !cell.is_empty())
    }

    fn id(&self, row: &[String], column: &str) -> Option<i64> {
        self.cell(row, column).map(|cell| cell.parse().expect("an identifier"))
    }

    fn array(&self, rows: &[&Vec<String>], column: &str) -> ArrayRef {
        let kind = self.table.column(column).map(|column| column.kind).expect("a column");
        let cells = rows.iter().map(|row| self.cell(row, column));
        let day = |cell: &str| Day::parse_iso(&cell.as_bytes()[..10]).expect("a day").number();
        match kind {
            Kind::Id => {
                Arc::new(cells.map(|cell| cell.map(|c| c.parse().expect("id"))).collect::<Int64Array>())
            }
            Kind::Day => Arc::new(cells.map(|cell| cell.map(day)).collect::<Date32Array>()),
            Kind::Number => {
                Arc::new(cells.map(|cell| cell.map(|c| c.parse().expect("number"))).collect::<Float64Array>())
            }
            Kind::Text => Arc::new(cells.collect::<StringArray>()),
        }
    }
}

impl MemoryEngine {
    fn is_met(&self, stored: &Stored, row: &[String], filter: &Filter) -> bool {
        match filter {
            Filter::Everything => true,
            Filter::All(parts) => parts.iter().all(|part| self.is_met(stored, row, part)),
            Filter::Any(parts) => parts.iter().any(|part| self.is_met(stored, row, part)),
            Filter::In { column, ids } => stored.id(row, column).is_some_and(|id| ids.contains(id)),
            Filter::Like { column, patterns } => {
                stored.cell(row, column).is_some_and(|text| patterns.match_text(text))
            }
            Filter::KnownPerson => stored.id(row, "person_id").is_some_and(|id| self.persons.contains(&id)),
        }
    }

    fn passed(&self, stored: &Stored, filter: &Filter) -> Vec<u64> {
        let Filter::All(parts) = filter else { return Vec::new() };
        let upto = |n: usize| {
            let first = &parts[..=n];
            let meets = |row: &&Vec<String>| first.iter().all(|part| self.is_met(stored, row, part));
            stored.rows.iter().filter(meets).count() as u64
        };
        (0..parts.len()).map(upto).collect()
    }
}

impl Engine for MemoryEngine {
    fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    fn select(&self, table: Table, columns: &[&'static str], filter: &Filter) -> Result<Selected, Failure> {
        let empty = Stored { table, header: Vec::new(), rows: Vec::new() };
        let stored = self.table(table).unwrap_or(&empty);
        let rows: Vec<&Vec<String>> =
            stored.rows.iter().filter(|row| self.is_met(stored, row, filter)).collect();
        let arrays = columns.iter().map(|column| (*column, stored.array(&rows, column), true));
        Ok(Selected {
            rows: RecordBatch::try_from_iter_with_nullable(arrays).expect("columns of one length"),
            n_rows: stored.rows.len() as u64,
            passed: self.passed(stored, filter),
        })
    }

    fn scan(
        &self,
        table: Table,
        columns: &[&'static str],
        each: &mut dyn FnMut(&RecordBatch) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        each(&self.select(table, columns, &Filter::Everything)?.rows)
    }
}
