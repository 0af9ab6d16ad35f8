//! The tables of a CDM: their rows by what became of them, their periods of observation, and (for a
//! profile) every column of every table.

use std::collections::HashMap;

use arrow_array::cast::AsArray;
use arrow_array::types::Date32Type;
use arrow_array::{Array, RecordBatch};
use sieve::cdm::{Kind, Table};
use sieve::{Engine, Failure, Filter, Found, IdSet, Rows};
use timeline::Day;

use super::{Check, QualityRow};
use crate::omop::TableAccount;

/// What every run counts: rows by code and person, persons and periods.
///
/// # Errors
/// As [`Engine::select`].
pub(crate) fn run(engine: &dyn Engine, tables: &[TableAccount]) -> Result<Vec<QualityRow>, Failure> {
    let mut account = absent(engine);
    account.extend(tables.iter().flat_map(|table| of_table(engine, table)));
    account.extend(periods(engine)?);
    Ok(account)
}

/// What a profile counts besides: empty columns, orphans and days of whole tables.
///
/// # Errors
/// As [`Engine::scan`].
pub(crate) fn profile(engine: &dyn Engine) -> Result<Vec<QualityRow>, Failure> {
    let known = everybody(engine)?;
    let mut account = Vec::new();
    for found in &engine.catalog().tables {
        account.extend(whole_table(engine, found, &known)?);
    }
    Ok(account)
}

/// Tables and columns that the study asks for and that are not there.
fn absent(engine: &dyn Engine) -> Vec<QualityRow> {
    let mut account = Vec::new();
    for &table in Table::ALL.iter().filter(|table| **table != Table::CdmSource) {
        match engine.catalog().table(table) {
            None => account.push(QualityRow::new(table.name(), Check::TableAbsent, "", 1, None)),
            Some(found) => {
                let missing = table.columns().iter().filter(|column| !found.has(column.name));
                account.extend(
                    missing.map(|column| {
                        QualityRow::new(&*found.name, Check::ColumnAbsent, column.name, 1, None)
                    }),
                );
            }
        }
    }
    account
}

fn shown(engine: &dyn Engine, table: &str) -> String {
    let found = engine.catalog().tables.iter().find(|found| found.table.name() == table);
    found.map_or_else(|| table.to_owned(), |found| found.name.clone())
}

fn of_table(engine: &dyn Engine, table: &TableAccount) -> Vec<QualityRow> {
    let place = shown(engine, table.table);
    let other = table.n_rows.saturating_sub(table.n_coded);
    let uninvolved = table.n_coded.saturating_sub(table.n_orphans + table.n_of_candidates);
    let mut account = vec![QualityRow::new(&*place, Check::RowsRead, "", table.n_rows, None)];
    for (check, n) in [
        (Check::RowsOfOtherCodes, other),
        (Check::Orphans, table.n_orphans),
        (Check::RowsOfUninvolved, uninvolved),
        (Check::RowsMeant, table.n_meant),
    ] {
        if n > 0 {
            account.push(QualityRow::new(&*place, check, "", n, Some(table.n_rows)));
        }
    }
    account
}

fn everybody(engine: &dyn Engine) -> Result<IdSet, Failure> {
    let selected = engine.select(Table::Person, &["person_id"], &Filter::Everything)?;
    Ok(Rows::new(selected.rows).ids("person_id").collect())
}

/// Persons without a period, periods of nobody, periods that end before they begin.
fn periods(engine: &dyn Engine) -> Result<Vec<QualityRow>, Failure> {
    let Some(found) = engine.catalog().table(Table::ObservationPeriod) else {
        return Ok(Vec::new());
    };
    let known = everybody(engine)?;
    let columns = ["person_id", "observation_period_start_date", "observation_period_end_date"];
    let selected = engine.select(Table::ObservationPeriod, &columns, &Filter::Everything)?;
    let rows = Rows::new(selected.rows);
    let persons: IdSet = rows.ids("person_id").collect();
    let n_without = known.as_slice().iter().filter(|id| !persons.contains(**id)).count() as u64;
    let n_orphans = orphans(&rows, &known);
    // An open period has no end.
    let ends_before = |row: &usize| {
        let (start, end) = (rows.day(columns[1], *row), rows.day(columns[2], *row));
        start.zip(end).is_some_and(|(start, end)| end < start)
    };
    let n_reversed = (0..rows.len()).filter(ends_before).count() as u64;
    let (place, n_rows) = (found.name.clone(), rows.len() as u64);
    Ok(vec![
        QualityRow::new(&*place, Check::RowsRead, "", n_rows, None),
        QualityRow::new(&*place, Check::Orphans, "", n_orphans, Some(n_rows)),
        QualityRow::new(&*place, Check::ImpossibleOrder, "end before start", n_reversed, Some(n_rows)),
        QualityRow::new(&*place, Check::WithoutObservationPeriod, "", n_without, Some(known.len() as u64)),
    ])
}

/// Rows of nobody: without a person, or of one who is not in `person`.
fn orphans(rows: &Rows, known: &IdSet) -> u64 {
    let is_orphan = |row: &usize| rows.id("person_id", *row).is_none_or(|id| !known.contains(id));
    (0..rows.len()).filter(is_orphan).count() as u64
}

/// What is counted of one column.
#[derive(Default)]
struct Column {
    n_null: u64,
    days: Option<(i32, i32)>,
}

fn whole_table(engine: &dyn Engine, found: &Found, known: &IdSet) -> Result<Vec<QualityRow>, Failure> {
    let mut columns: HashMap<&str, Column> = HashMap::new();
    let (mut n_rows, mut n_orphans) = (0u64, 0u64);
    engine.scan(found.table, &found.columns, &mut |batch| {
        n_rows += batch.num_rows() as u64;
        for &name in &found.columns {
            let counted = columns.entry(name).or_default();
            count(found.table, name, batch, counted);
        }
        if found.table.person().is_some() {
            let rows = Rows::new(batch.clone());
            n_orphans += orphans(&rows, known);
        }
        Ok(())
    })?;
    let mut account = vec![QualityRow::new(&*found.name, Check::RowsRead, "all rows", n_rows, None)];
    if n_orphans > 0 {
        account.push(QualityRow::new(&*found.name, Check::Orphans, "all rows", n_orphans, Some(n_rows)));
    }
    for &name in &found.columns {
        account.extend(of_column(&found.name, name, columns.get(name), n_rows));
    }
    Ok(account)
}

fn count(table: Table, name: &str, batch: &RecordBatch, column: &mut Column) {
    let Some(values) = batch.column_by_name(name) else { return };
    column.n_null += values.null_count() as u64;
    if table.column(name).is_some_and(|column| column.kind == Kind::Day) {
        for day in values.as_primitive::<Date32Type>().iter().flatten() {
            let (first, last) = column.days.unwrap_or((day, day));
            column.days = Some((first.min(day), last.max(day)));
        }
    }
}

fn of_column(place: &str, name: &str, column: Option<&Column>, n_rows: u64) -> Vec<QualityRow> {
    let Some(column) = column.filter(|_| n_rows > 0) else {
        return Vec::new();
    };
    let check = if column.n_null == n_rows { Check::AllNullColumn } else { Check::Nulls };
    let mut account = Vec::new();
    if column.n_null > 0 {
        account.push(QualityRow::new(place, check, name, column.n_null, Some(n_rows)));
    }
    if let Some((first, last)) = column.days {
        // Years only: the first and the last day can be those of single persons.
        let year = |day| Day::from_number(day).ymd().0;
        let detail = format!("{name} {} to {}", year(first), year(last));
        account.push(QualityRow::new(place, Check::Days, detail, n_rows - column.n_null, Some(n_rows)));
    }
    account
}
