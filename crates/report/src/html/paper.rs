//! What the documents hold, on the page: figures, tables, sentences and checklists.

use press::Block;

use super::page::Page;
use super::{blocks, put};
use crate::text::{self, Writing};
use crate::{figures, journal};

/// Writes the figures.
pub(super) fn figures(page: &mut Page<'_>) {
    let plates = figures::plates(page.document);
    put!(
        page,
        "<p class=\"fine\">The folder <code>figures</code> holds each of these for one column (85 mm) and \
         two columns (175 mm) of a journal as SVG, PDF and PNG.</p>\n"
    );
    plates.iter().for_each(|plate| blocks::plate(page, plate));
}

/// Writes the tables.
pub(super) fn tables(page: &mut Page<'_>) {
    put!(
        page,
        "<p class=\"fine\">The same tables stand in <code>manuscript.docx</code> and <code>report.pdf</code>, \
         and as numbers in <code>tables.xlsx</code>.</p>\n"
    );
    for found in journal::tables(page.document) {
        blocks::table(page, &found.table);
    }
}

/// Writes methods and results in sentences.
pub(super) fn sentences(page: &mut Page<'_>) {
    let (methods, results) = (text::methods_in(&writing(page)), text::results_in(&writing(page)));
    blocks::write(page, &resolved(page, methods));
    blocks::write(page, &resolved(page, results));
}

/// Writes the reporting checklists.
pub(super) fn checklists(page: &mut Page<'_>) {
    let checklists = text::checklists_in(&writing(page));
    blocks::write(page, &resolved(page, checklists));
}

/// A text that may point to every table and figure of the manuscript.
fn writing<'a>(page: &Page<'a>) -> Writing<'a> {
    let (mut tables, mut figures) = (Vec::new(), Vec::new());
    for block in &page.whole().blocks {
        match block {
            Block::Table(table) => tables.push(table.id.clone()),
            Block::Figure(figure) => figures.push(figure.id.clone()),
            _ => {}
        }
    }
    Writing::new(page.document, tables, figures)
}

/// The blocks with references as the manuscript numbers them.
fn resolved(page: &Page<'_>, blocks: Vec<Block>) -> Vec<Block> {
    page.whole().with_references(blocks)
}
