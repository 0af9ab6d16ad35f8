//! A manuscript before it has a format.

use figure::Scene;

/// Look of a piece of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// As the paragraph.
    #[default]
    Plain,
    /// Bold.
    Bold,
    /// Italic: variables such as *p* and *n*.
    Italic,
    /// Raised: marks of notes.
    Raised,
    /// A place for the author to fill: `[author: funding]`, shown so that it cannot be overlooked.
    ToFill,
}

/// A piece of text of one look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The text.
    pub text: String,
    /// Its look.
    pub style: Style,
}

/// A line or paragraph of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(pub Vec<Span>);

impl Text {
    /// The text without looks.
    pub fn plain(&self) -> String {
        self.0.iter().map(|span| span.text.as_str()).collect()
    }

    /// Adds a piece.
    pub fn with(mut self, text: impl Into<String>, style: Style) -> Text {
        self.0.push(Span { text: text.into(), style });
        self
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        Text::from(text.to_owned())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Text {
        Text(vec![Span { text, style: Style::Plain }])
    }
}

/// Where the text of a cell stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// At the left: names.
    #[default]
    Left,
    /// In the middle: headings over several columns.
    Middle,
    /// At the right: numbers.
    Right,
}

/// One cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What it says; may be empty.
    pub text: Text,
    /// Where it stands.
    pub align: Align,
    /// Columns that it covers, at least 1.
    pub columns: usize,
}

impl Cell {
    /// A name.
    pub fn left(text: impl Into<Text>) -> Cell {
        Cell { text: text.into(), align: Align::Left, columns: 1 }
    }

    /// A number.
    pub fn right(text: impl Into<Text>) -> Cell {
        Cell { text: text.into(), align: Align::Right, columns: 1 }
    }

    /// A heading over columns.
    pub fn over(columns: usize, text: impl Into<Text>) -> Cell {
        Cell { text: text.into(), align: Align::Middle, columns }
    }
}

/// One row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// A heading of the rows that follow; covers all columns.
    Group(Text),
    /// Cells; their columns add up to those of the table. `indent` moves the first cell, in steps.
    Cells {
        /// The cells.
        cells: Vec<Cell>,
        /// Steps by which the first cell is indented.
        indent: u8,
    },
}

/// A table with a caption; numbered in the order of the manuscript.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Identifier: `baseline`.
    pub id: String,
    /// Caption without number: `Characteristics of the patients`.
    pub caption: Text,
    /// Share of the width that each column takes; their number is the number of columns.
    pub widths: Vec<f64>,
    /// Rows of the head, repeated on every page.
    pub head: Vec<Vec<Cell>>,
    /// Rows of the body.
    pub rows: Vec<Row>,
    /// Notes below it, one paragraph each.
    pub notes: Vec<Text>,
    /// Whether it needs a page across.
    pub is_wide: bool,
}

/// A figure with a caption; numbered in the order of the manuscript.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Identifier: `flow`.
    pub id: String,
    /// Caption without number.
    pub caption: Text,
    /// The picture; its `description` is the alternative text.
    pub scene: Scene,
}

/// One block of a manuscript.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading; level 1 is a section.
    Heading {
        /// From 1 to 3.
        level: u8,
        /// The heading.
        text: Text,
    },
    /// A paragraph.
    Paragraph(Text),
    /// A list.
    List {
        /// Whether the items are numbered.
        is_numbered: bool,
        /// The items.
        items: Vec<Text>,
    },
    /// A paragraph set apart: a warning, a notice.
    Notice(Text),
    /// A table.
    Table(Table),
    /// A figure.
    Figure(Figure),
    /// A new page, where the format has pages.
    PageBreak,
}

/// A manuscript. References to a table or figure are written in text as `{table:id}` and `{figure:id}`; each
/// writer puts `Table 2` or `Figure 1` there (see [`Manuscript::resolved`]).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Manuscript {
    /// Title.
    pub title: String,
    /// Lines below the title: question, period, version.
    pub subtitle: Vec<Text>,
    /// Said at the top of every page: `Synthetic data`. Empty: nothing.
    pub notice: String,
    /// Who wrote it, for the properties of the file; empty when the author has to fill it.
    pub author: String,
    /// Words for the properties of the file.
    pub keywords: Vec<String>,
    /// The program and its version, for the foot of a page.
    pub made_by: String,
    /// The blocks.
    pub blocks: Vec<Block>,
}

impl Manuscript {
    /// The manuscript with every `{table:id}` and `{figure:id}` replaced by its name and number.
    ///
    /// A reference to what does not exist becomes `[no table id]`, which a test of the manuscript finds.
    pub fn resolved(&self) -> Manuscript {
        let numbers = self.numbers();
        let mut whole = self.clone();
        whole.subtitle.iter_mut().for_each(|text| resolve(text, &numbers));
        whole.blocks = self.with_references(whole.blocks);
        whole
    }

    /// Blocks in which references are replaced as this manuscript numbers its tables and figures.
    pub fn with_references(&self, mut blocks: Vec<Block>) -> Vec<Block> {
        let numbers = self.numbers();
        for block in &mut blocks {
            match block {
                Block::Heading { text, .. } | Block::Paragraph(text) | Block::Notice(text) => {
                    resolve(text, &numbers)
                }
                Block::List { items, .. } => items.iter_mut().for_each(|text| resolve(text, &numbers)),
                Block::Table(table) => {
                    resolve(&mut table.caption, &numbers);
                    table.notes.iter_mut().for_each(|text| resolve(text, &numbers));
                    for row in &mut table.rows {
                        match row {
                            Row::Group(text) => resolve(text, &numbers),
                            Row::Cells { cells, .. } => {
                                cells.iter_mut().for_each(|cell| resolve(&mut cell.text, &numbers))
                            }
                        }
                    }
                }
                Block::Figure(figure) => resolve(&mut figure.caption, &numbers),
                Block::PageBreak => {}
            }
        }
        blocks
    }

    /// What stands for each reference: `{table:baseline}` and `Table 1`.
    pub fn numbers(&self) -> Vec<(String, String)> {
        let (mut tables, mut figures) = (0, 0);
        let name = |block: &Block| match block {
            Block::Table(table) => {
                tables += 1;
                Some((format!("{{table:{}}}", table.id), format!("Table {tables}")))
            }
            Block::Figure(figure) => {
                figures += 1;
                Some((format!("{{figure:{}}}", figure.id), format!("Figure {figures}")))
            }
            _ => None,
        };
        self.blocks.iter().filter_map(name).collect()
    }
}

fn resolve(text: &mut Text, numbers: &[(String, String)]) {
    for span in text.0.iter_mut().filter(|span| span.text.contains('{')) {
        for (reference, name) in numbers {
            span.text = span.text.replace(reference, name);
        }
        span.text = without_dead_references(&span.text);
    }
}

/// Text in which a reference that leads nowhere says so: `[no table id]`.
pub(crate) fn without_dead_references(text: &str) -> String {
    let mut text = text.to_owned();
    for kind in ["table", "figure"] {
        let open = format!("{{{kind}:");
        while let Some(start) = text.find(&open) {
            let Some(length) = text[start..].find('}') else { break };
            let missing = format!("[no {kind} {}]", &text[start + open.len()..start + length]);
            text.replace_range(start..=start + length, &missing);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_become_numbers_in_the_order_of_the_manuscript() {
        let table = |id: &str| Block::Table(Table { id: id.into(), ..Table::default() });
        let manuscript = Manuscript {
            blocks: vec![
                Block::Paragraph("See {table:b} and {table:a}, not {table:c} or {x}.".into()),
                table("a"),
                table("b"),
            ],
            ..Manuscript::default()
        };
        let Block::Paragraph(text) = &manuscript.resolved().blocks[0] else { panic!("a paragraph") };
        assert_eq!(text.plain(), "See Table 2 and Table 1, not [no table c] or {x}.");
    }
}
