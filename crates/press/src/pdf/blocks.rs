//! The manuscript as JSON for the template.

use figure::{Print, svg};
use serde_json::{Value, json};

use crate::{Align, Block, Cell, Manuscript, Row, Style, Table, Text};

/// The manuscript as JSON, and its figures as files: name and SVG.
pub(super) fn json(manuscript: &Manuscript) -> (String, Vec<(String, String)>) {
    let mut figures = Vec::new();
    let blocks: Vec<Value> = manuscript.blocks.iter().map(|found| block(found, &mut figures)).collect();
    let whole = json!({
        "title": letters(&manuscript.title),
        "subtitle": manuscript.subtitle.iter().map(words).collect::<Vec<_>>(),
        "notice": letters(&manuscript.notice),
        "author": letters(&manuscript.author),
        "keywords": manuscript.keywords.iter().map(|word| letters(word)).collect::<Vec<_>>(),
        "made_by": letters(&manuscript.made_by),
        "blocks": blocks,
    });
    (whole.to_string(), figures)
}

fn block(block: &Block, figures: &mut Vec<(String, String)>) -> Value {
    match block {
        Block::Heading { level, text } => {
            json!({ "kind": "heading", "level": (*level).clamp(1, 6), "text": words(text) })
        }
        Block::Paragraph(text) => json!({ "kind": "paragraph", "text": words(text) }),
        Block::Notice(text) => json!({ "kind": "notice", "text": words(text) }),
        Block::List { is_numbered, items } => json!({
            "kind": "list",
            "numbered": is_numbered,
            "items": items.iter().map(words).collect::<Vec<_>>(),
        }),
        Block::Table(found) => table(found),
        Block::Figure(found) => {
            let file = format!("figure-{}.svg", figures.len() + 1);
            figures
                .push((file.clone(), svg(&found.scene, Print::Colour, &format!("f{}", figures.len() + 1))));
            json!({
                "kind": "figure",
                "file": file,
                "width": found.scene.size.width,
                "height": found.scene.size.height,
                "says": letters(&found.scene.description),
                "caption": words(&found.caption),
            })
        }
        Block::PageBreak => json!({ "kind": "break" }),
    }
}

fn table(table: &Table) -> Value {
    let columns = table.widths.len().max(1);
    json!({
        "kind": "table",
        "caption": words(&table.caption),
        "widths": if table.widths.is_empty() { vec![1.0] } else { table.widths.clone() },
        "head": table.head.iter().map(|row| cells(row, columns)).collect::<Vec<_>>(),
        "rows": table.rows.iter().map(|found| row(found, columns)).collect::<Vec<_>>(),
        "notes": table.notes.iter().map(words).collect::<Vec<_>>(),
        "wide": table.is_wide,
    })
}

fn row(row: &Row, columns: usize) -> Value {
    match row {
        Row::Group(text) => json!({ "group": words(text) }),
        Row::Cells { cells: found, indent } => json!({ "cells": cells(found, columns), "indent": indent }),
    }
}

/// The cells of a row, filled up or cut so that they cover all columns: a row that does not would move
/// every row after it.
fn cells(row: &[Cell], columns: usize) -> Vec<Value> {
    let mut free = columns;
    let mut out = Vec::new();
    for cell in row {
        let wide = cell.columns.clamp(1, free.max(1));
        if free == 0 {
            break;
        }
        free -= wide;
        let align = match cell.align {
            Align::Left => "left",
            Align::Middle => "center",
            Align::Right => "right",
        };
        out.push(json!({ "text": words(&cell.text), "align": align, "columns": wide }));
    }
    for _ in 0..free {
        out.push(json!({ "text": [], "align": "left", "columns": 1 }));
    }
    out
}

fn words(text: &Text) -> Value {
    let spans = text.0.iter().filter(|span| !span.text.is_empty());
    spans
        .map(|span| {
            let style = match span.style {
                Style::Plain => "plain",
                Style::Bold => "bold",
                Style::Italic => "italic",
                Style::Raised => "raised",
                Style::ToFill => "fill",
            };
            json!({ "text": letters(&span.text), "style": style })
        })
        .collect()
}

/// Text without control characters, which a page has no place for; the marks of writing direction stay.
fn letters(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}
