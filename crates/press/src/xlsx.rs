//! A workbook as XLSX file.

mod look;
mod measure;
mod tab;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook as Book, Worksheet, XlsxError};

use crate::{Failure, Sheet, SheetCell, Workbook};
use look::Look;
use measure::Measure;
use tab::tabs;

/// Rows of a table on one sheet; a longer table goes on on the next. A sheet holds 1,048,576 rows, with
/// the head and the notes.
const MOST_ROWS: usize = 1_048_000;
/// Columns that a sheet holds.
const MOST_COLUMNS: usize = 16_384;
/// Letters of a cell; the format allows 32,767.
const MOST_LETTERS: usize = 32_000;
/// Notes below a table on one sheet; more than anybody reads.
const MOST_NOTES: usize = 500;

/// The workbook as bytes of an XLSX file: a tab for each sheet, numbers as numbers, no formula.
///
/// Tab names are made valid and unique. A sheet with more rows than a tab holds is split, and says so. The
/// same workbook gives the same bytes: the date of creation in the file is fixed.
///
/// # Errors
/// When a sheet has more columns than a tab holds, or the package cannot be written.
pub fn xlsx(workbook: &Workbook) -> Result<Vec<u8>, Failure> {
    let sheets: Vec<Sheet> = workbook.sheets.iter().flat_map(|sheet| parts(sheet, MOST_ROWS)).collect();
    if let Some(wide) = sheets.iter().find(|sheet| n_columns(sheet) > MOST_COLUMNS) {
        let cause = format!("the sheet {:?} has more than {MOST_COLUMNS} columns", wide.name);
        return Err(failure(cause));
    }
    written(workbook, &sheets).map_err(|error| failure(error.to_string()))
}

fn failure(cause: String) -> Failure {
    Failure { document: "tables.xlsx", cause }
}

fn written(workbook: &Workbook, sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Book::new();
    book.set_properties(&properties(workbook)?);
    let look = Look::new();
    for (tab, sheet) in tabs(sheets).iter().zip(sheets) {
        let page = book.add_worksheet();
        page.set_name(tab)?;
        let head = lines_above(page, workbook, sheet, &look)?;
        table(page, sheet, head, &look)?;
        notes(page, sheet, head, &look)?;
        print_setup(page, workbook, sheet, head)?;
    }
    if sheets.is_empty() {
        book.add_worksheet().set_name("Empty")?.write_string(0, 0, "No tables.")?;
    }
    book.save_to_buffer()
}

fn properties(workbook: &Workbook) -> Result<DocProperties, XlsxError> {
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    Ok(DocProperties::new()
        .set_title(cut(&workbook.title))
        .set_author(cut(&workbook.made_by))
        .set_comment(cut(&workbook.notice))
        .set_creation_datetime(&day))
}

/// The sheet in parts of so many rows; each but the last says where the table goes on.
fn parts(sheet: &Sheet, most: usize) -> Vec<Sheet> {
    if sheet.rows.len() <= most {
        return vec![sheet.clone()];
    }
    let n_parts = sheet.rows.len().div_ceil(most);
    let part = |(at, rows): (usize, &[Vec<SheetCell>])| {
        let first = at * most;
        let mut notes = vec![format!(
            "Rows {} to {} of {}: part {} of {n_parts} of this table.",
            first + 1,
            first + rows.len(),
            sheet.rows.len(),
            at + 1
        )];
        notes.extend(sheet.notes.iter().cloned());
        let title = format!("{} (part {} of {n_parts})", sheet.title, at + 1);
        Sheet { title, rows: rows.to_vec(), notes, ..sheet.clone() }
    };
    sheet.rows.chunks(most).enumerate().map(part).collect()
}

fn n_columns(sheet: &Sheet) -> usize {
    let rows = sheet.rows.iter().map(Vec::len);
    rows.chain([sheet.head.len()]).max().unwrap_or_default()
}

/// The notice and the title; gives the row of the head.
fn lines_above(
    page: &mut Worksheet,
    workbook: &Workbook,
    sheet: &Sheet,
    look: &Look,
) -> Result<u32, XlsxError> {
    let mut row = 0;
    if !workbook.notice.is_empty() {
        page.write_string_with_format(row, 0, cut(&workbook.notice), &look.notice)?;
        row += 1;
    }
    page.write_string_with_format(row, 0, cut(&sheet.title), &look.title)?;
    Ok(row + 1)
}

fn table(page: &mut Worksheet, sheet: &Sheet, head: u32, look: &Look) -> Result<(), XlsxError> {
    let columns = measure::columns(sheet);
    for (column, measure) in (0..).zip(&columns) {
        page.set_column_width(column, measure.width as f64)?;
    }
    for (column, (heading, measure)) in (0..).zip(sheet.head.iter().zip(&columns)) {
        let format = if measure.has_numbers { &look.head_of_numbers } else { &look.head };
        page.write_string_with_format(head, column, cut(heading), format)?;
    }
    let headings = sheet.head.iter().map(String::as_str).zip(columns.iter().copied());
    if let Some(height) = measure::height(headings) {
        page.set_row_height(head, height)?;
    }
    for (row, cells) in (head + 1..).zip(&sheet.rows) {
        line(page, row, cells, &columns, look)?;
    }
    page.set_freeze_panes(head + 1, 1)?;
    Ok(())
}

fn line(
    page: &mut Worksheet,
    row: u32,
    cells: &[SheetCell],
    columns: &[Measure],
    look: &Look,
) -> Result<(), XlsxError> {
    for (column, (cell, measure)) in (0..).zip(cells.iter().zip(columns)) {
        let words = if measure.has_numbers { &look.no_number } else { &look.text };
        write(page, (row, column), cell, words, look)?;
    }
    if let [SheetCell::Group(_), ..] = cells {
        for column in cells.len()..columns.len() {
            page.write_blank(row, column as u16, &look.group)?;
        }
    }
    let texts = cells.iter().zip(columns).filter(|(_, measure)| !measure.has_numbers);
    let texts = texts.map(|(cell, measure)| (measure::words(cell), *measure));
    if let Some(height) = measure::height(texts) {
        page.set_row_height(row, height)?;
    }
    Ok(())
}

fn write(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &SheetCell,
    words: &Format,
    look: &Look,
) -> Result<(), XlsxError> {
    use SheetCell::{Count, Empty, Group, Number, P, Share, Text};
    let (value, format) = match cell {
        Empty => return Ok(()),
        Text(text) => return page.write_string_with_format(row, column, cut(text), words).map(|_| ()),
        Group(text) => {
            return page.write_string_with_format(row, column, cut(text), &look.group).map(|_| ());
        }
        Count(n) => (*n as f64, &look.count),
        Number { value, decimals } => (*value, look.number(*decimals)),
        Share { value, decimals } => (*value, look.share(*decimals)),
        P(value) => (*value, &look.p),
    };
    if value.is_finite() {
        page.write_number_with_format(row, column, value, format)?;
    } else {
        page.write_string_with_format(row, column, "n/a", words)?;
    }
    Ok(())
}

/// The notes, each over the width of the table.
fn notes(page: &mut Worksheet, sheet: &Sheet, head: u32, look: &Look) -> Result<(), XlsxError> {
    let first = head + 2 + sheet.rows.len() as u32;
    let columns = measure::columns(sheet);
    let last = columns.len().saturating_sub(1) as u16;
    let whole = measure::together(&columns);
    for (row, note) in (first..).zip(sheet.notes.iter().take(MOST_NOTES)) {
        if last == 0 {
            page.write_string_with_format(row, 0, cut(note), &look.note)?;
        } else {
            page.merge_range(row, 0, row, last, &cut(note), &look.note)?;
        }
        if let Some(height) = measure::height([(note.as_str(), whole)].into_iter()) {
            page.set_row_height(row, height)?;
        }
    }
    Ok(())
}

/// A page across, as wide as the table, with the head on every page.
fn print_setup(page: &mut Worksheet, workbook: &Workbook, sheet: &Sheet, head: u32) -> Result<(), XlsxError> {
    page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    page.set_repeat_rows(head, head)?;
    let foot = |text: &str| text.replace('&', "&&").chars().take(60).collect::<String>();
    page.set_footer(format!("&L{}&C{}&R&P/&N", foot(&workbook.made_by), foot(&sheet.name)));
    Ok(())
}

/// A text that fits into a cell.
fn cut(text: &str) -> String {
    match text.char_indices().nth(MOST_LETTERS) {
        Some((end, _)) => format!("{} [cut]", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_longer_than_a_sheet_goes_on_on_the_next() {
        let rows = (0..7).map(|n| vec![SheetCell::Count(n)]).collect();
        let sheet = Sheet { title: "All".into(), rows, notes: vec!["A note".into()], ..Sheet::default() };
        let found = parts(&sheet, 3);
        assert_eq!(found.iter().map(|part| part.rows.len()).collect::<Vec<_>>(), [3, 3, 1]);
        assert_eq!(found[2].title, "All (part 3 of 3)");
        assert_eq!(found[2].notes, ["Rows 7 to 7 of 7: part 3 of 3 of this table.", "A note"]);
        assert_eq!(parts(&sheet, 7), [sheet]);
    }

    #[test]
    fn a_text_is_cut_between_letters() {
        let long = "é".repeat(MOST_LETTERS + 1);
        assert_eq!(cut(&long).chars().count(), MOST_LETTERS + 6);
        assert_eq!(cut("é"), "é");
    }
}
