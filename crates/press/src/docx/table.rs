//! A table as Word's own: grid, header rows that repeat, rules as in a journal.

use figure::Escaped;

use super::body::{Writer, paragraph};
use crate::{Align, Cell, Row, Style, Table, Text};

/// Width of the text in twentieths of a point: 170 mm upright, 257 mm across.
const UPRIGHT: f64 = 9638.0;
const ACROSS: f64 = 14_570.0;
/// A step of indentation in twentieths of a point.
const STEP: usize = 170;

/// The table.
pub(super) fn table(writer: &Writer, table: &Table) -> String {
    let grid = grid(table);
    let columns: String = grid.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect();
    let title = table.caption.plain();
    let mut out = format!(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"Journal\"/><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:tblLayout \
         w:type=\"fixed\"/><w:tblLook w:val=\"0020\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\" \
         w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/><w:tblCaption w:val=\"{}\"/></w:tblPr>\
         <w:tblGrid>{columns}</w:tblGrid>",
        grid.iter().sum::<usize>(),
        Escaped(&title)
    );
    let last = table.head.len().saturating_sub(1);
    for (position, row) in table.head.iter().enumerate() {
        let cells = Cells { writer, grid: &grid, is_head: true, is_ruled: position == last };
        out.push_str(&cells.row(row, 0));
    }
    let body = Cells { writer, grid: &grid, is_head: false, is_ruled: false };
    table.rows.iter().for_each(|row| out.push_str(&body.any(row)));
    out + "</w:tbl>"
}

/// Width of each column in twentieths of a point.
fn grid(table: &Table) -> Vec<usize> {
    let whole = if table.is_wide { ACROSS } else { UPRIGHT };
    let sum: f64 = table.widths.iter().sum();
    table.widths.iter().map(|width| (width / sum * whole) as usize).collect()
}

struct Cells<'a> {
    writer: &'a Writer,
    grid: &'a [usize],
    is_head: bool,
    /// A rule below: the last row of the head.
    is_ruled: bool,
}

impl Cells<'_> {
    fn any(&self, row: &Row) -> String {
        match row {
            Row::Cells { cells, indent } => self.row(cells, *indent),
            Row::Group(text) => {
                let bold = text.0.iter().fold(Text::default(), |bold, span| {
                    let is_plain = span.style == Style::Plain;
                    bold.with(span.text.clone(), if is_plain { Style::Bold } else { span.style })
                });
                self.row(&[Cell { text: bold, align: Align::Left, columns: self.grid.len() }], 0)
            }
        }
    }

    /// A row; its cells cover all columns.
    fn row(&self, cells: &[Cell], indent: u8) -> String {
        let head = if self.is_head { "<w:tblHeader/>" } else { "" };
        let mut out = format!("<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>");
        let mut from = 0;
        for cell in cells {
            let to = (from + cell.columns).min(self.grid.len());
            out.push_str(&self.cell(cell, from..to, if from == 0 { indent } else { 0 }));
            from = to;
        }
        out + "</w:tr>"
    }

    fn cell(&self, cell: &Cell, columns: std::ops::Range<usize>, indent: u8) -> String {
        let width: usize = self.grid[columns.clone()].iter().sum();
        let span = match columns.len() {
            1 => String::new(),
            n => format!("<w:gridSpan w:val=\"{n}\"/>"),
        };
        let is_over = self.is_head && columns.len() > 1;
        let rule = if self.is_ruled || is_over {
            "<w:tcBorders><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/></w:tcBorders>"
        } else {
            ""
        };
        let align = match cell.align {
            Align::Left => "",
            Align::Middle => "<w:jc w:val=\"center\"/>",
            Align::Right => "<w:jc w:val=\"right\"/>",
        };
        let inset = match indent {
            0 => String::new(),
            n => format!("<w:ind w:left=\"{}\"/>", usize::from(n) * STEP),
        };
        let style = if self.is_head { "TableHead" } else { "TableText" };
        let text = paragraph(style, &format!("{inset}{align}"), &self.writer.words(&cell.text));
        format!(
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{span}{rule}<w:vAlign \
             w:val=\"bottom\"/></w:tcPr>{text}</w:tc>"
        )
    }
}
