//! What a writer needs to rely on: at least one row, rows as wide as their table, headings without a level
//! left out, text without characters that no format takes.

use crate::{Block, Cell, Manuscript, Row, Table, Text};

/// Steps of indent that leave room for words in a narrow column.
const DEEPEST: u8 = 5;

/// The manuscript with every block such as the writers expect it; references stay as they are.
pub fn fitted(manuscript: &Manuscript) -> Manuscript {
    let mut whole = manuscript.clone();
    let lines = [&mut whole.title, &mut whole.notice, &mut whole.author, &mut whole.made_by];
    lines.into_iter().for_each(clean);
    whole.keywords.iter_mut().for_each(clean);
    whole.subtitle.iter_mut().for_each(clean_text);
    let mut above = 0;
    for block in &mut whole.blocks {
        match block {
            Block::Heading { level, text } => {
                *level = (*level).clamp(1, 3).min(above + 1);
                above = *level;
                clean_text(text);
            }
            Block::Paragraph(text) | Block::Notice(text) => clean_text(text),
            Block::List { items, .. } => items.iter_mut().for_each(clean_text),
            Block::Table(table) => fit(table),
            Block::Figure(figure) => {
                clean_text(&mut figure.caption);
                clean(&mut figure.scene.description);
                clean(&mut figure.scene.title);
            }
            Block::PageBreak => {}
        }
    }
    whole
}

fn fit(table: &mut Table) {
    if table.widths.is_empty() {
        let count = |cells: &[Cell]| cells.iter().map(|cell| cell.columns.max(1)).sum();
        let body = table.rows.iter().map(|row| match row {
            Row::Group(_) => 1,
            Row::Cells { cells, .. } => count(cells),
        });
        let columns: usize = table.head.iter().map(|cells| count(cells)).chain(body).max().unwrap_or(1);
        table.widths = vec![1.0; columns.clamp(1, 63)];
    }
    for width in &mut table.widths {
        *width = if width.is_finite() && *width > 0.0 { *width } else { 1.0 };
    }
    let columns = table.widths.len();
    if table.head.is_empty() && table.rows.is_empty() {
        table.rows.push(Row::Cells { cells: Vec::new(), indent: 0 });
    }
    clean_text(&mut table.caption);
    table.notes.iter_mut().for_each(clean_text);
    table.head.iter_mut().for_each(|cells| fill(cells, columns));
    for row in &mut table.rows {
        match row {
            Row::Group(text) => clean_text(text),
            Row::Cells { cells, indent } => {
                *indent = (*indent).min(DEEPEST);
                fill(cells, columns);
            }
        }
    }
}

/// Cells that cover the columns, no more and no fewer.
fn fill(cells: &mut Vec<Cell>, columns: usize) {
    let mut left = columns;
    cells.retain_mut(|cell| {
        cell.columns = cell.columns.clamp(1, left.max(1));
        let has_place = left > 0;
        left = left.saturating_sub(cell.columns);
        clean_text(&mut cell.text);
        has_place
    });
    cells.extend(std::iter::repeat_n(Cell::left(""), left));
}

fn clean_text(text: &mut Text) {
    text.0.iter_mut().for_each(|span| clean(&mut span.text));
    // A number and its per cent stay on one line.
    text.0.iter_mut().for_each(|span| span.text = span.text.replace(" %", "\u{a0}%"));
    text.0.retain(|span| !span.text.is_empty());
}

/// Leaves out control characters and overrides of the direction of writing, which could show another order
/// of letters than is stored; a line break or tab becomes a space.
fn clean(text: &mut String) {
    if text.chars().any(|letter| kept(letter) != Some(letter)) {
        *text = text.chars().filter_map(kept).collect();
    }
}

fn kept(letter: char) -> Option<char> {
    match letter {
        '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\u{202a}'..='\u{202e}' | '\u{fff9}'..='\u{fffb}' | '\u{feff}' => None,
        letter if letter.is_control() => None,
        letter if u32::from(letter) & 0xfffe == 0xfffe || ('\u{fdd0}'..='\u{fdef}').contains(&letter) => None,
        letter => Some(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_cut_and_filled_to_the_width_of_the_table() {
        let row = |cells: Vec<Cell>| Row::Cells { cells, indent: 0 };
        let mut table = Table {
            widths: vec![2.0, f64::NAN, -1.0],
            rows: vec![
                row(vec![Cell::left("a")]),
                row(vec![Cell::over(0, "b"), Cell::over(9, "c"), Cell::left("d")]),
            ],
            ..Table::default()
        };
        fit(&mut table);
        assert_eq!(table.widths, [2.0, 1.0, 1.0]);
        let columns = |row: &Row| match row {
            Row::Cells { cells, .. } => cells.iter().map(|cell| cell.columns).collect(),
            Row::Group(_) => vec![],
        };
        assert_eq!(columns(&table.rows[0]), [1, 1, 1]);
        assert_eq!(columns(&table.rows[1]), [1, 2]);
    }

    #[test]
    fn a_heading_leaves_no_level_out() {
        let heading = |level| Block::Heading { level, text: "x".into() };
        let blocks = [3, 3, 9, 0, 2].map(heading).to_vec();
        let levels = fitted(&Manuscript { blocks, ..Manuscript::default() })
            .blocks
            .into_iter()
            .map(|block| if let Block::Heading { level, .. } = block { level } else { 0 });
        assert_eq!(levels.collect::<Vec<_>>(), [1, 2, 3, 1, 2]);
    }

    #[test]
    fn characters_without_a_place_are_left_out() {
        let mut text = "a\u{0}b\u{202e}c\nd\u{ffff}\u{200f}é".to_owned();
        clean(&mut text);
        assert_eq!(text, "abc d\u{200f}é");
    }
}
