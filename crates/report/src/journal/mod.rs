//! The study's tables: one source for the printed table, the sheet of the workbook and the page.

use press::{Sheet, Table, Workbook};

use crate::Document;

/// One table of the study: as printed, and as numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct JournalTable {
    /// As printed.
    pub table: Table,
    /// As numbers, n and missing beside them.
    pub sheet: Sheet,
}

/// Who makes each table, in the order of the report; `None` where the study has nothing to show.
const TABLES: &[fn(&Document<'_>) -> Option<JournalTable>] = &[];

/// All tables of the study.
pub fn tables(document: &Document<'_>) -> Vec<JournalTable> {
    TABLES.iter().filter_map(|make| make(document)).collect()
}

/// `tables.xlsx`: a sheet for each table, then the definitions.
pub fn workbook(document: &Document<'_>) -> Workbook {
    Workbook {
        title: document.protocol.report.title.clone(),
        sheets: tables(document).into_iter().map(|table| table.sheet).collect(),
        ..Workbook::default()
    }
}
