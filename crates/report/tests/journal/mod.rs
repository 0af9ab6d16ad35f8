//! The tables of the study: printed values by hand, sums, per cents, and print beside numbers.

mod acceptance;
mod by_hand;
mod shape;
mod sheets;

use press::{Row, Table};
use report::journal::{JournalTable, tables};

use super::html::fixture::Case;

/// All tables of a cohort.
fn of(case: &Case) -> Vec<JournalTable> {
    case.with_document(tables)
}

/// The table with this identifier.
fn table(case: &Case, id: &str) -> JournalTable {
    of(case).into_iter().find(|table| table.table.id == id).expect("the table is made")
}

/// The printed cells, line by line; a heading is a line of one cell.
fn printed(table: &Table) -> Vec<Vec<String>> {
    let line = |row: &Row| match row {
        Row::Group(text) => vec![text.plain()],
        Row::Cells { cells, .. } => cells.iter().map(|cell| cell.text.plain()).collect(),
    };
    table.rows.iter().map(line).collect()
}

/// The cells of the line with this name after the heading; of all lines for an empty heading.
fn line(table: &JournalTable, heading: &str, name: &str) -> Vec<String> {
    let lines = printed(&table.table);
    let start = lines.iter().position(|line| line.len() == 1 && line[0].starts_with(heading));
    let start = start.filter(|_| !heading.is_empty()).map_or(0, |at| at + 1);
    let found = lines[start..].iter().find(|line| line[0] == name).expect("a line of this name");
    found[1..].to_vec()
}
