//! The plainest engine there can be: tables of text in memory, every row looked at, one by one. What the
//! database answers is compared with it.

use std::sync::Arc;

use arrow_array::{ArrayRef, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use sieve::cdm::{Kind, Table};
use sieve::{Catalog, Engine, Failure, Filter, Selected, Version};

/// A table as text: the names of its columns, and its rows.
#[derive(Clone)]
pub struct Texts {
    pub table: Table,
    pub header: Vec<String>,
    pub rows: Vec<Vec<Option<String>>>,
}

impl Texts {
    /// Reads CSV; an empty cell is null.
    pub fn read(table: Table, text: &str) -> Texts {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let cells = |record: csv::StringRecord| {
            record.iter().map(|cell| (!cell.is_empty()).then(|| cell.to_owned())).collect()
        };
        Texts { table, header, rows: reader.records().map(|record| cells(record.unwrap())).collect() }
    }

    fn cell<'a>(&self, row: &'a [Option<String>], column: &str) -> Option<&'a str> {
        let place = self.header.iter().position(|name| name == column)?;
        row[place].as_deref()
    }

    fn id(&self, row: &[Option<String>], column: &str) -> Option<i64> {
        self.cell(row, column).map(|cell| cell.parse().unwrap())
    }
}

/// The engine.
pub struct Reference {
    tables: Vec<Texts>,
    catalog: Catalog,
}

impl Reference {
    pub fn new(tables: Vec<Texts>) -> Reference {
        let catalog = Catalog {
            name: String::new(),
            version: Version::Either,
            tables: Vec::new(),
            not_read: Vec::new(),
        };
        Reference { tables, catalog }
    }

    fn texts(&self, table: Table) -> Option<&Texts> {
        self.tables.iter().find(|texts| texts.table == table)
    }

    fn is_met(&self, texts: &Texts, row: &[Option<String>], filter: &Filter) -> bool {
        match filter {
            Filter::Everything => true,
            Filter::All(parts) => parts.iter().all(|part| self.is_met(texts, row, part)),
            Filter::Any(parts) => parts.iter().any(|part| self.is_met(texts, row, part)),
            Filter::In { column, ids } => texts.id(row, column).is_some_and(|id| ids.contains(id)),
            Filter::Like { column, patterns } => {
                texts.cell(row, column).is_some_and(|text| patterns.match_text(text))
            }
            Filter::KnownPerson => {
                let person = texts.id(row, "person_id");
                let known = self.texts(Table::Person);
                person.is_some()
                    && known.is_some_and(|known| {
                        known.rows.iter().any(|row| known.id(row, "person_id") == person)
                    })
            }
        }
    }
}

impl Engine for Reference {
    fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    fn select(&self, table: Table, columns: &[&'static str], filter: &Filter) -> Result<Selected, Failure> {
        let none = Texts { table, header: Vec::new(), rows: Vec::new() };
        let texts = self.texts(table).unwrap_or(&none);
        let met = |filter: &Filter| texts.rows.iter().filter(|row| self.is_met(texts, row, filter)).collect();
        let rows: Vec<&Vec<Option<String>>> = met(filter);
        let passed = if let Filter::All(parts) = filter {
            (1..=parts.len())
                .map(|n| (met(&Filter::All(parts[..n].to_vec())) as Vec<_>).len() as u64)
                .collect()
        } else {
            Vec::new()
        };
        Ok(Selected { rows: batch(texts, columns, &rows), n_rows: texts.rows.len() as u64, passed })
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

fn batch(texts: &Texts, columns: &[&'static str], rows: &[&Vec<Option<String>>]) -> RecordBatch {
    let mut fields = Vec::new();
    let mut arrays: Vec<ArrayRef> = Vec::new();
    for column in columns {
        let cells = rows.iter().map(|row| texts.cell(row, column));
        let (data_type, array): (DataType, ArrayRef) = match texts.table.column(column).unwrap().kind {
            Kind::Id => {
                (DataType::Int64, Arc::new(Int64Array::from_iter(cells.map(|cell| Some(whole(cell?))))))
            }
            Kind::Day => {
                (DataType::Date32, Arc::new(Date32Array::from_iter(cells.map(|cell| Some(day(cell?))))))
            }
            Kind::Number => {
                let numbers = cells.map(|cell| Some(cell?.parse::<f64>().unwrap()));
                (DataType::Float64, Arc::new(Float64Array::from_iter(numbers)))
            }
            Kind::Text => (DataType::Utf8, Arc::new(StringArray::from_iter(cells))),
        };
        fields.push(Field::new(*column, data_type, true));
        arrays.push(array);
    }
    RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).unwrap()
}

fn whole(cell: &str) -> i64 {
    cell.parse().unwrap()
}

/// Days after 1970-01-01 of `2005-03-02` or `2005-03-02 00:00:00`, counted year by year.
pub fn day(cell: &str) -> i32 {
    let parts: Vec<i32> = cell[..10].split('-').map(|part| part.parse().unwrap()).collect();
    let is_leap = |year: i32| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let years: i32 = (1900..parts[0]).map(|year| 365 + i32::from(is_leap(year))).sum();
    let february = 28 + i32::from(is_leap(parts[0]));
    let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30];
    let months: i32 = lengths[..parts[1] as usize - 1].iter().sum();
    years + months + parts[2] - 1 - 25_567
}
