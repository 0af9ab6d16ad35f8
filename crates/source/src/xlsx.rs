//! A workbook's sheets as CSV text, so that they go through the same parser as files.

use std::fmt::Write;
use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx, XlsxError};

use crate::locate::workbook_sheet;
use crate::refusal::{Problem, ProblemKind};
use crate::schema::Sheet;

/// A sheet as CSV text: one line per row of the workbook's sheet, so that line numbers are row numbers.
pub(crate) struct SheetText {
    pub sheet: Sheet,
    /// The sheet's name in the workbook.
    pub name: String,
    pub text: String,
}

/// What a workbook holds.
pub(crate) struct Workbook {
    pub sheets: Vec<SheetText>,
    /// Names of sheets that are no study sheet.
    pub not_read: Vec<String>,
}

/// Reads every study sheet of a workbook; `file` is the name shown.
pub(crate) fn workbook(bytes: &[u8], file: &str) -> Result<Workbook, Vec<Problem>> {
    let unreadable = |error: XlsxError| {
        let message = format!("not a workbook that can be read: {error}");
        let help = "save it again as .xlsx without a password, or export its sheets as CSV";
        vec![Problem::new(ProblemKind::UnreadableWorkbook, file, message, help)]
    };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let mut found = Workbook { sheets: Vec::new(), not_read: Vec::new() };
    let mut problems = Vec::new();
    for name in book.sheet_names() {
        let Some(sheet) = workbook_sheet(&name) else {
            found.not_read.push(name);
            continue;
        };
        if let Some(other) = found.sheets.iter().find(|other| other.sheet == sheet) {
            let message = format!(
                "the workbook's sheets {} and {name} are both the sheet {}",
                other.name,
                sheet.word()
            );
            problems.push(Problem::new(ProblemKind::DuplicateSheet, file, message, "keep one of the two"));
        }
        let text = sheet_text(&mut book, &name).map_err(unreadable)?;
        found.sheets.push(SheetText { sheet, name, text });
    }
    if problems.is_empty() { Ok(found) } else { Err(problems) }
}

fn sheet_text(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<String, XlsxError> {
    let mut cells = book.worksheet_cells_reader(name)?;
    let (mut text, mut row, mut column) = (String::new(), 0, 0);
    while let Some(cell) = cells.next_cell()? {
        let (at_row, at_column) = cell.get_position();
        let written = written(cell.get_value());
        if written.is_empty() || at_row < row || (at_row == row && at_column < column) {
            continue;
        }
        for _ in row..at_row {
            text.push('\n');
            column = 0;
        }
        row = at_row;
        for _ in column..at_column {
            text.push(',');
        }
        column = at_column;
        quote(&mut text, &written);
    }
    text.push('\n');
    Ok(text)
}

fn quote(text: &mut String, cell: &str) {
    if cell.contains([',', '"', '\n', '\r']) {
        let _ = write!(text, "\"{}\"", cell.replace('"', "\"\""));
    } else {
        text.push_str(cell);
    }
}

/// Dates as ISO 8601, numbers in their shortest exact form.
fn written(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(moment) => date(moment),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

fn date(moment: &ExcelDateTime) -> String {
    if !moment.is_datetime() {
        return moment.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    match (hour, minute, second) {
        (0, 0, 0) => date,
        _ => format!("{date}T{hour:02}:{minute:02}:{second:02}"),
    }
}
