//! A manuscript as values of typst: text stays a string, which typst never reads as markup.

use figure::{Print, Scene, Weight, svg, text_width};
use typst::foundations::{Array, Bytes, Dict, IntoValue, Value, array, dict};
use typst::layout::{Abs, Fr};

use crate::fitted::fitted;
use crate::{Align, Block, Cell, Figure, Manuscript, Row, Span, Style, Table, Text};

/// Points between the margins of a page upright and across, and the height that a figure may take.
const UPRIGHT: f64 = 170.0 / 25.4 * 72.0;
const ACROSS: f64 = 257.0 / 25.4 * 72.0;
const TALLEST: f64 = 215.0 / 25.4 * 72.0;

/// The manuscript as `sys.inputs` of `manuscript.typ`.
pub fn manuscript(manuscript: &Manuscript) -> Dict {
    let whole = fitted(&manuscript.resolved());
    let title = if whole.title.trim().is_empty() { "Untitled".to_owned() } else { whole.title };
    let authors: Vec<String> = Some(whole.author).filter(|author| !author.is_empty()).into_iter().collect();
    let subtitle: Array = whole.subtitle.iter().map(|line| text(line, UPRIGHT)).collect();
    let mut figures = 0;
    let blocks: Array = whole.blocks.iter().map(|piece| block(piece, &mut figures)).collect();
    dict! {
        "author" => authors.into_iter().map(IntoValue::into_value).collect::<Array>(),
        "keywords" => whole.keywords.into_iter().map(IntoValue::into_value).collect::<Array>(),
        "headline" => broken(&title, UPRIGHT * 10.0 / 18.0),
        "title" => title,
        "notice" => whole.notice.as_str(),
        "heading" => broken(&whole.notice, UPRIGHT * 0.9),
        "made-by" => broken(&whole.made_by, UPRIGHT * 0.7),
        "subtitle" => subtitle,
        "blocks" => blocks,
    }
}

/// A figure as `sys.inputs` of `figure.typ`.
pub fn figure(scene: &Scene, print: Print) -> Dict {
    let side = |points: f64| if points.is_finite() { points.clamp(3.0, 14_400.0) } else { 3.0 };
    dict! {
        "title" => if scene.title.trim().is_empty() { "Figure".to_owned() } else { scene.title.clone() },
        "says" => says(scene),
        "width" => Abs::pt(side(scene.size.width)),
        "height" => Abs::pt(side(scene.size.height)),
        "picture" => Bytes::from_string(svg(scene, print, "figure")),
    }
}

fn block(piece: &Block, figures: &mut usize) -> Value {
    let value = match piece {
        Block::Heading { level, text: words } => dict! {
            "kind" => "heading", "level" => i64::from(*level), "text" => text(words, UPRIGHT * 10.0 / 14.0),
        },
        Block::Paragraph(words) => dict! { "kind" => "paragraph", "text" => text(words, UPRIGHT) },
        Block::Notice(words) => dict! { "kind" => "notice", "text" => text(words, UPRIGHT) },
        Block::List { is_numbered, items } => dict! {
            "kind" => "list",
            "is-numbered" => *is_numbered,
            "items" => items.iter().map(|item| text(item, UPRIGHT)).collect::<Array>(),
        },
        Block::Table(it) => table(it),
        Block::Figure(it) => {
            *figures += 1;
            picture(it, *figures)
        }
        Block::PageBreak => dict! { "kind" => "page" },
    };
    Value::Dict(value)
}

fn picture(it: &Figure, number: usize) -> Dict {
    let (width, height) = (it.scene.size.width.max(1.0), it.scene.size.height.max(1.0));
    let scale = (UPRIGHT / width).min(TALLEST / height).min(1.0);
    dict! {
        "kind" => "figure",
        "caption" => text(&it.caption, UPRIGHT),
        "says" => says(&it.scene),
        "width" => Abs::pt(width * scale),
        "height" => Abs::pt(height * scale),
        "picture" => Bytes::from_string(svg(&it.scene, Print::Colour, &format!("figure-{number}"))),
    }
}

/// The alternative text of a picture; never empty.
fn says(scene: &Scene) -> String {
    let words = [&scene.description, &scene.title].into_iter().find(|words| !words.trim().is_empty());
    words.cloned().unwrap_or_else(|| "Figure".into())
}

fn table(it: &Table) -> Dict {
    let page = if it.is_wide { ACROSS } else { UPRIGHT };
    let whole: f64 = it.widths.iter().sum();
    let widths: Vec<f64> = it.widths.iter().map(|width| width / whole * page).collect();
    let head = it.head.iter().map(|cells| Value::Array(row(cells, 0, &widths)));
    let rows = it.rows.iter().map(|line| match line {
        Row::Group(words) => Value::Dict(dict! { "group" => text(words, page) }),
        Row::Cells { cells, indent } => Value::Dict(dict! { "cells" => row(cells, *indent, &widths) }),
    });
    dict! {
        "kind" => "table",
        "caption" => text(&it.caption, page),
        "widths" => it.widths.iter().map(|width| Fr::new(*width).into_value()).collect::<Array>(),
        "head" => head.collect::<Array>(),
        "rows" => rows.collect::<Array>(),
        "notes" => it.notes.iter().map(|note| text(note, page)).collect::<Array>(),
        "is-wide" => it.is_wide,
    }
}

fn row(cells: &[Cell], indent: u8, widths: &[f64]) -> Array {
    let mut column = 0;
    let mut value = |cell: &Cell| {
        let width: f64 = widths.iter().skip(column).take(cell.columns).sum();
        let indent = if column == 0 { i64::from(indent) } else { 0 };
        column += cell.columns;
        Value::Dict(dict! {
            "text" => text(&cell.text, width - 6.0 - 9.0 * indent as f64),
            "side" => match cell.align {
                Align::Left => "left",
                Align::Middle => "middle",
                Align::Right => "right",
            },
            "columns" => cell.columns as i64,
            "indent" => indent,
        })
    };
    cells.iter().map(&mut value).collect()
}

/// Pieces of text that break into lines of `width` points.
fn text(words: &Text, width: f64) -> Value {
    let piece = |span: &Span| {
        let look = match span.style {
            Style::Plain => "plain",
            Style::Bold => "bold",
            Style::Italic => "italic",
            Style::Raised => "raised",
            Style::ToFill => "to-fill",
        };
        Value::Array(array![look, broken(&span.text, width)])
    };
    Value::Array(words.0.iter().map(piece).collect())
}

/// The text with places to break in words that no line of `width` points holds.
fn broken(words: &str, width: f64) -> String {
    let mut out = String::with_capacity(words.len());
    for (position, word) in words.split(' ').enumerate() {
        if position > 0 {
            out.push(' ');
        }
        let room = width.max(12.0);
        if word.len() < 8 || text_width(word, 10.0, Weight::Bold) <= room {
            out.push_str(word);
            continue;
        }
        let mut used = 0.0;
        for letter in word.chars() {
            let advance = text_width(letter.encode_utf8(&mut [0; 4]), 10.0, Weight::Bold);
            if used + advance > room && used > 0.0 {
                out.push('\u{200b}');
                used = 0.0;
            }
            used += advance;
            out.push(letter);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_word_wider_than_its_line_gets_places_to_break() {
        // A bold `n` at 10 points is 1251/2048 em, 6.1 points, wide: eight in 50 points.
        assert_eq!(broken("nnnn nnnn", 50.0), "nnnn nnnn");
        assert_eq!(broken("nnnnnnnnnn n", 50.0), "nnnnnnnn\u{200b}nn n");
    }
}
