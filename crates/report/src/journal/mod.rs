//! The study's tables: one source for the printed table, the sheet of the workbook and the page.

mod baseline;
mod cell;
mod curves;
mod definitions;
mod estimates;
mod files;
mod flow;
mod grid;
mod group;
mod imaging;
mod paired;
mod part;
mod response;
mod review;
mod sensitivity;
mod stage;
mod status;
mod subgroups;

use press::{Sheet, Table, Workbook};

use crate::Document;

pub use cell::{Part, Value};

/// One table of the study: as printed, and as numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct JournalTable {
    /// As printed.
    pub table: Table,
    /// As numbers, n and missing beside them.
    pub sheet: Sheet,
}

/// Who makes each table, in the order of the report; `None` where the study has nothing to show.
const TABLES: &[fn(&Document<'_>) -> Option<JournalTable>] = &[
    flow::table,
    baseline::table,
    stage::editions,
    stage::risk,
    paired::table,
    imaging::table,
    response::distribution,
    response::first_transition,
    response::last_transition,
    status::last,
    status::additional,
    curves::table,
    subgroups::table,
    sensitivity::table,
    estimates::further,
    estimates::all,
    review::table,
];

/// Said on every sheet where no patient is real.
const SYNTHETIC: &str = "Synthetic data: no line is about a real patient.";

/// All tables of the study.
pub fn tables(document: &Document<'_>) -> Vec<JournalTable> {
    TABLES.iter().filter_map(|make| make(document)).collect()
}

/// The table with this identifier: `baseline`, `paired`, `imaging`, ...; `None` where the study has nothing
/// to show.
pub fn table(document: &Document<'_>, id: &str) -> Option<JournalTable> {
    tables(document).into_iter().find(|made| made.table.id == id)
}

/// `tables.xlsx`: a sheet for each table, the definitions, the files and versions. Numbers of patients only;
/// no sheet has a row of one patient.
pub fn workbook(document: &Document<'_>) -> Workbook {
    let mut sheets: Vec<Sheet> = tables(document).into_iter().map(|table| table.sheet).collect();
    sheets.extend(definitions::sheets(document));
    sheets.push(files::sheet(document));
    Workbook {
        title: document.protocol.report.title.clone(),
        notice: if document.synthetic { SYNTHETIC.into() } else { String::new() },
        made_by: format!("retreat {}", document.version),
        sheets,
    }
}
