//! Blocks of the manuscript as HTML: the same sentences, tables and figures as in the documents.

use figure::{Print, Scene, svg};
use press::{Align, Block, Cell, Row, Span, Style, Table, Text as Words};

use super::escape::Text;
use super::page::Page;
use super::put;
use crate::figures::Plate;

/// Writes blocks; a heading of level 1 becomes `h3`, since the page has a heading for the section.
pub(super) fn write(page: &mut Page<'_>, blocks: &[Block]) {
    for block in blocks {
        match block {
            Block::Heading { level, text } => {
                let level = (level + 2).min(6);
                put!(page, "<h{level}>{}</h{level}>\n", words(text));
            }
            Block::Paragraph(text) => put!(page, "<p>{}</p>\n", words(text)),
            Block::Notice(text) => put!(page, "<p class=\"beware\" role=\"note\">{}</p>\n", words(text)),
            Block::List { is_numbered, items } => list(page, *is_numbered, items),
            Block::Table(found) => table(page, found),
            Block::Figure(found) => {
                let id = Text(&found.id).to_string();
                let drawn = inline(&found.scene, &format!("f-{id}"));
                put!(
                    page,
                    "<figure class=\"plate\">{drawn}<figcaption>{}</figcaption></figure>\n",
                    words(&found.caption)
                );
            }
            Block::PageBreak => {}
        }
    }
}

/// Writes a figure: drawn for two columns where there is room, for one column on a phone.
pub(super) fn plate(page: &mut Page<'_>, plate: &Plate) {
    let id = plate.id;
    put!(
        page,
        "<figure class=\"plate\" id=\"f-{id}\">\n<div class=\"roomy\">{}</div>\n<div \
         class=\"narrow\">{}</div>\n<figcaption>{}</figcaption></figure>\n",
        inline(&plate.two_columns, &format!("f2-{id}")),
        inline(&plate.one_column, &format!("f1-{id}")),
        words(&plate.caption)
    );
}

/// The drawing as an element of the page, which needs no address of the format.
pub(super) fn inline(scene: &Scene, id: &str) -> String {
    svg(scene, Print::Colour, id).replacen(" xmlns=\"http://www.w3.org/2000/svg\"", "", 1)
}

/// Writes a table with its caption, head, groups and notes.
pub(super) fn table(page: &mut Page<'_>, table: &Table) {
    put!(
        page,
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table class=\"printed\" \
         id=\"t-{}\"><caption>{}</caption><thead>\n",
        Text(&table.caption.plain()),
        Text(&table.id),
        words(&table.caption)
    );
    for row in &table.head {
        put!(page, "<tr>");
        row.iter().for_each(|cell| head(page, cell));
        put!(page, "</tr>\n");
    }
    put!(page, "</thead><tbody>\n");
    let columns = table.widths.len().max(1);
    table.rows.iter().for_each(|row| body(page, row, columns));
    put!(page, "</tbody></table></div>\n");
    table.notes.iter().for_each(|note| put!(page, "<p class=\"fine\">{}</p>\n", words(note)));
}

fn list(page: &mut Page<'_>, is_numbered: bool, items: &[Words]) {
    let tag = if is_numbered { "ol" } else { "ul" };
    put!(page, "<{tag}>\n");
    items.iter().for_each(|item| put!(page, "<li>{}</li>\n", words(item)));
    put!(page, "</{tag}>\n");
}

fn head(page: &mut Page<'_>, cell: &Cell) {
    let text = words(&cell.text);
    if text.is_empty() {
        put!(page, "<td{}></td>", span(cell));
        return;
    }
    let scope = if cell.columns > 1 { "colgroup" } else { "col" };
    put!(page, "<th scope=\"{scope}\"{}{}>{text}</th>", span(cell), class(cell.align));
}

fn body(page: &mut Page<'_>, row: &Row, columns: usize) {
    match row {
        Row::Group(text) => put!(
            page,
            "<tr class=\"group\"><th colspan=\"{columns}\" scope=\"rowgroup\">{}</th></tr>\n",
            words(text)
        ),
        Row::Cells { cells, indent } => {
            put!(page, "<tr>");
            for (position, cell) in cells.iter().enumerate() {
                let text = words(&cell.text);
                if position == 0 {
                    let inset = if *indent > 0 { " class=\"inset\"" } else { "" };
                    put!(page, "<th scope=\"row\"{}{inset}>{text}</th>", span(cell));
                } else {
                    put!(page, "<td{}{}>{text}</td>", span(cell), class(cell.align));
                }
            }
            put!(page, "</tr>\n");
        }
    }
}

fn span(cell: &Cell) -> String {
    if cell.columns > 1 { format!(" colspan=\"{}\"", cell.columns) } else { String::new() }
}

fn class(align: Align) -> &'static str {
    match align {
        Align::Left => "",
        Align::Middle => " class=\"middle\"",
        Align::Right => " class=\"n\"",
    }
}

/// Text with its looks.
pub(super) fn words(text: &Words) -> String {
    text.0.iter().map(piece).collect()
}

fn piece(span: &Span) -> String {
    let text = Text(&span.text);
    match span.style {
        Style::Plain => text.to_string(),
        Style::Bold => format!("<strong>{text}</strong>"),
        Style::Italic => format!("<i>{text}</i>"),
        Style::Raised => format!("<sup>{text}</sup>"),
        Style::ToFill => format!("<mark>{text}</mark>"),
    }
}
