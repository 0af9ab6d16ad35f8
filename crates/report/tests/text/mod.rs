//! The sentences, the checklists and the two documents of blocks.

mod checklists;
mod methods;
mod results;
mod scan;
mod sizes;

use press::{Block, Manuscript, Row};
use report::Document;

use crate::html::fixture::Case;

/// What the writers of documents get of a case.
fn document(case: &Case) -> Document<'_> {
    case.document()
}

/// One line per heading, paragraph, item, row, caption and note, references resolved.
fn lines(manuscript: &Manuscript) -> Vec<String> {
    let manuscript = manuscript.resolved();
    let mut lines: Vec<String> = manuscript.subtitle.iter().map(|text| text.plain()).collect();
    manuscript.blocks.iter().for_each(|block| lines.extend(said(block)));
    lines
}

/// The lines of some blocks.
fn told(blocks: &[Block]) -> String {
    blocks.iter().flat_map(said).collect::<Vec<_>>().join("\n")
}

fn said(block: &Block) -> Vec<String> {
    match block {
        Block::Heading { text, .. } | Block::Paragraph(text) | Block::Notice(text) => vec![text.plain()],
        Block::List { items, .. } => items.iter().map(|item| item.plain()).collect(),
        Block::Table(table) => {
            let mut lines = vec![table.caption.plain()];
            for row in &table.rows {
                lines.push(match row {
                    Row::Group(text) => text.plain(),
                    Row::Cells { cells, .. } => {
                        let texts = cells.iter().map(|cell| cell.text.plain());
                        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" | ")
                    }
                });
            }
            lines.extend(table.notes.iter().map(|note| note.plain()));
            lines
        }
        Block::Figure(figure) => vec![figure.caption.plain()],
        Block::PageBreak => Vec::new(),
    }
}

/// The headings of a manuscript.
fn headings(manuscript: &Manuscript) -> Vec<String> {
    let heading = |block: &Block| match block {
        Block::Heading { text, .. } => Some(text.plain()),
        _ => None,
    };
    manuscript.blocks.iter().filter_map(heading).collect()
}
