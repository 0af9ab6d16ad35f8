//! The tables and figures of a document, and where each of them goes.

use press::{Block, Figure, Table};

use crate::Document;
use crate::figures::{self, Plate};
use crate::journal;
use crate::text::{Writing, heading};

/// Tables that stand in the body of the manuscript.
const MAIN_TABLES: [&str; 6] =
    ["baseline", "paired", "imaging", "responses", "status", "additional_treatment"];
/// Figures that stand in its body.
const MAIN_FIGURES: [&str; 4] = ["flow", "slope", "alluvial", "additional_treatment"];

/// Tables and figures.
pub(super) struct Exhibits {
    tables: Vec<Table>,
    plates: Vec<Plate>,
}

impl Exhibits {
    /// All of a document.
    pub(super) fn of(document: &Document<'_>) -> Exhibits {
        let tables = journal::tables(document).into_iter().map(|made| made.table).collect();
        Exhibits { tables, plates: figures::plates(document) }
    }

    /// A text that may point to all of them.
    pub(super) fn writing<'a>(&self, document: &'a Document<'a>) -> Writing<'a> {
        let tables = self.tables.iter().map(|table| table.id.clone()).collect();
        Writing::new(document, tables, self.plates.iter().map(|plate| plate.id.to_owned()).collect())
    }

    /// Those of the body and those of the supplement, each in the order in which the text first names them.
    pub(super) fn split(self, text: &[Block]) -> (Exhibits, Exhibits) {
        let text = plain(text);
        let place = |reference: String| text.find(&reference).unwrap_or(usize::MAX);
        let Exhibits { mut tables, mut plates } = self;
        tables.sort_by_key(|table| place(format!("{{table:{}}}", table.id)));
        plates.sort_by_key(|plate| place(format!("{{figure:{}}}", plate.id)));
        let (main_tables, tables) =
            tables.into_iter().partition(|table| MAIN_TABLES.contains(&table.id.as_str()));
        let (main_plates, plates) = plates.into_iter().partition(|plate| MAIN_FIGURES.contains(&plate.id));
        (Exhibits { tables: main_tables, plates: main_plates }, Exhibits { tables, plates })
    }

    /// As blocks under these headings, in two columns' width; a heading without anything is left out.
    pub(super) fn blocks(self, tables: &str, figures: &str) -> Vec<Block> {
        let mut blocks = Vec::new();
        if !self.tables.is_empty() {
            blocks.push(heading(1, tables));
            blocks.extend(self.tables.into_iter().map(Block::Table));
        }
        if !self.plates.is_empty() {
            blocks.push(heading(1, figures));
            blocks.extend(self.plates.into_iter().map(figure));
        }
        blocks
    }
}

fn figure(plate: Plate) -> Block {
    let scene = plate.two_columns.unnamed();
    Block::Figure(Figure { id: plate.id.to_owned(), caption: plate.caption, scene })
}

/// The words of paragraphs and lists, in order.
fn plain(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        match block {
            Block::Paragraph(said) | Block::Notice(said) => text += &said.plain(),
            Block::List { items, .. } => items.iter().for_each(|item| text += &item.plain()),
            _ => {}
        }
    }
    text
}
