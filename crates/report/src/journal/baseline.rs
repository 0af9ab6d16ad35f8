//! Table one: the patients at the second course, by stratum.

use analysis::{Cell, TableRow};

use super::JournalTable;
use super::cell::{Part, Value};
use super::grid::{Column, Grid, Layout, Line};
use crate::Document;
use crate::html::{number, words};

const PARTS: &[Part] =
    &[Part::N, Part::Of, Part::Share, Part::Mean, Part::Sd, Part::Median, Part::Q1, Part::Q3, Part::Missing];
const NO_VALUE: &str = "nobody in the group has a value";
const NO_DIFFERENCE: &str = "no two strata have values whose difference could be standardized";

/// Characteristics: n/N (%), mean (SD), median (Q1 to Q3), missing, greatest difference between strata.
pub(super) fn table(document: &Document<'_>) -> Option<JournalTable> {
    let table = &document.results.table_one;
    let column = |(name, n): &(String, usize)| {
        Column::new(format!("{} (N = {})", words::capital(name), number::count(*n)), PARTS, 1.5)
    };
    let mut columns: Vec<Column> = table.columns.iter().map(column).collect();
    columns.push(Column::of_line("Missing, n", &[], 0.8));
    columns.push(Column::of_line("SMD", &[Part::Value], 0.7));
    let groups = table.rows.chunk_by(|a, b| a.group == b.group);
    let grid = Grid {
        id: "baseline",
        tab: "Baseline",
        caption: "Characteristics of the patients at the second radioiodine course, by stratum".into(),
        first: ("Characteristic", 2.4),
        compared: "Group",
        columns,
        lines: groups.flat_map(|rows| lines(rows, &table.columns)).collect(),
        notes: notes(),
        layout: Layout::Long(PARTS),
        is_wide: true,
        ..Grid::default()
    };
    Some(grid.finish())
}

fn notes() -> Vec<String> {
    [
        "Categories: n/N (%). Numbers: mean (SD) and median (first to third quartile, type 7) of the \
         patients with a value.",
        "Missing: patients of the cohort without a recorded value or category. A category that is not \
         recorded is a line of its own, and its patients stay in the denominators. Missing and SMD stand \
         once, on the first line of a characteristic.",
        "SMD: greatest absolute standardized mean difference between any two strata; strata are not \
         compared by tests, since they were defined by the disease.",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// The lines of one characteristic, below its name.
fn lines(rows: &[TableRow], columns: &[(String, usize)]) -> Vec<Line> {
    let first = &rows[0];
    let is_number = matches!(first.cells.first(), Some(Cell::Numeric { .. }));
    let heading = if is_number { format!("{}, {}", first.group, first.label) } else { first.group.clone() };
    let mut lines = vec![Line::Group(heading)];
    if is_number {
        lines.extend(number_lines(first, columns));
        return lines;
    }
    let missing = first.missing.first().copied().unwrap_or_default();
    for (at, row) in rows.iter().enumerate() {
        let missing_of = row.missing.iter().copied().chain(std::iter::repeat(0));
        let beside = |(cell, missing)| share(cell).beside(None, missing);
        let mut values: Vec<Value> = row.cells.iter().zip(missing_of).map(beside).collect();
        values.extend(whole(at, missing, rows.iter().find_map(|row| row.smd)));
        lines.push(Line::inside(words::category(&row.label), values));
    }
    lines
}

fn share(cell: &Cell) -> Value {
    match cell {
        Cell::Count { n, of } => Value::Share { n: *n, of: *of },
        Cell::Numeric { .. } => Value::NotApplicable(Part::N, NO_VALUE),
    }
}

/// Missing and SMD, on the first line of a characteristic.
fn whole(line: usize, missing: usize, smd: Option<f64>) -> [Value; 2] {
    if line > 0 {
        return [Value::Blank, Value::Blank];
    }
    let smd = smd.filter(|smd| smd.is_finite());
    let smd = smd.map_or(Value::NotApplicable(Part::Value, NO_DIFFERENCE), |value| Value::Number {
        value,
        decimals: 2,
    });
    [Value::Count(missing), smd]
}

/// Mean, median, and, where anybody is without a value, how many are.
fn number_lines(row: &TableRow, columns: &[(String, usize)]) -> Vec<Line> {
    let missing: Vec<usize> =
        row.cells.iter().zip(columns).map(|(cell, (_, of))| of.saturating_sub(with_value(cell))).collect();
    let of_cohort = missing.first().copied().unwrap_or_default();
    let line = |at: usize, name: &str, value: &dyn Fn(&Cell) -> Value| {
        let beside = |(cell, n): (&Cell, &usize)| value(cell).beside(Some(with_value(cell)), *n);
        let mut values: Vec<Value> = row.cells.iter().zip(&missing).map(beside).collect();
        values.extend(whole(at, of_cohort, row.smd));
        Line::inside(name, values)
    };
    let mut lines = vec![line(0, "mean (SD)", &mean), line(1, "median (Q1 to Q3)", &median)];
    if missing.iter().any(|n| *n > 0) {
        let shares = missing.iter().zip(columns).map(|(n, (_, of))| Value::Share { n: *n, of: *of });
        lines.push(Line::inside("without a value", shares.chain(whole(2, of_cohort, row.smd)).collect()));
    }
    lines
}

fn with_value(cell: &Cell) -> usize {
    match cell {
        Cell::Numeric { n, .. } | Cell::Count { n, .. } => *n,
    }
}

fn mean(cell: &Cell) -> Value {
    match cell {
        Cell::Numeric { mean: Some(mean), sd, .. } => Value::mean(*mean, *sd),
        _ => Value::NotApplicable(Part::Mean, NO_VALUE),
    }
}

fn median(cell: &Cell) -> Value {
    match cell {
        Cell::Numeric { median: Some(median), q1, q3, .. } => {
            Value::MedianIqr { median: *median, quartiles: (*q1).zip(*q3) }
        }
        _ => Value::NotApplicable(Part::Median, NO_VALUE),
    }
}
