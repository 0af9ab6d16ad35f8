//! A table as the study has it: values in lines and columns, from which print and sheet are made.

use press::{Cell, Row, Sheet, SheetCell, Table, Text};

use super::JournalTable;
use super::cell::{Part, Value};

/// A column after the first, which names the line.
#[derive(Clone, Debug)]
pub(super) struct Column {
    heading: String,
    parts: &'static [Part],
    width: f64,
    /// Whether it is about the line as a whole, not about one of the groups that are compared.
    is_of_line: bool,
}

/// Numbers of a share.
pub(super) const SHARE: &[Part] = &[Part::N, Part::Of, Part::Share];

impl Column {
    pub fn new(heading: impl Into<String>, parts: &'static [Part], width: f64) -> Column {
        Column { heading: heading.into(), parts, width, is_of_line: false }
    }

    /// The column with other numbers.
    pub fn with_parts(self, parts: &'static [Part]) -> Column {
        Column { parts, ..self }
    }

    /// A column about the line as a whole; without parts it is printed and not in the sheet.
    pub fn of_line(heading: impl Into<String>, parts: &'static [Part], width: f64) -> Column {
        Column { is_of_line: true, ..Column::new(heading, parts, width) }
    }
}

/// A line.
#[derive(Clone, Debug)]
pub(super) enum Line {
    /// A heading of the lines that follow.
    Group(String),
    /// A name, its indent, and a value for each column.
    Values(String, u8, Vec<Value>),
}

impl Line {
    pub fn new(name: impl Into<String>, values: Vec<Value>) -> Line {
        Line::Values(name.into(), 0, values)
    }

    pub fn inside(name: impl Into<String>, values: Vec<Value>) -> Line {
        Line::Values(name.into(), 1, values)
    }
}

/// How the sheet lies.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum Layout {
    /// As printed: the numbers of each column beside each other.
    #[default]
    AsPrinted,
    /// A row for each line and column, with these numbers; for columns of mixed values.
    Long(&'static [Part]),
}

/// A table.
#[derive(Clone, Debug, Default)]
pub(super) struct Grid {
    /// Identifier.
    pub id: &'static str,
    /// Name of the tab.
    pub tab: &'static str,
    /// Caption.
    pub caption: String,
    /// Heading of the first column, and its width.
    pub first: (&'static str, f64),
    /// What the columns are, in a long sheet: `Stratum`.
    pub compared: &'static str,
    /// The other columns.
    pub columns: Vec<Column>,
    /// Headings over columns, with how many; empty for none.
    pub over: Vec<(usize, String)>,
    /// The lines.
    pub lines: Vec<Line>,
    /// Notes.
    pub notes: Vec<String>,
    /// How the sheet lies.
    pub layout: Layout,
    /// Whether it needs a page across.
    pub is_wide: bool,
}

impl Grid {
    /// The table in print and in numbers.
    pub fn finish(self) -> JournalTable {
        let marks = Marks::of(&self.lines);
        let mut notes = self.notes.clone();
        notes.extend(marks.notes());
        let rows = match self.layout {
            Layout::AsPrinted => self.sheet_rows(&marks),
            Layout::Long(parts) => self.long_rows(parts, &marks),
        };
        let sheet = Sheet {
            name: self.tab.into(),
            title: self.caption.clone(),
            head: self.sheet_head(),
            rows,
            notes: notes.clone(),
        };
        let mut printed: Vec<Text> = self.notes.iter().map(|note| note.as_str().into()).collect();
        printed.extend(marks.raised());
        JournalTable { table: self.table(&marks, printed), sheet }
    }

    fn table(&self, marks: &Marks, notes: Vec<Text>) -> Table {
        let all: f64 = self.first.1 + self.columns.iter().map(|column| column.width).sum::<f64>();
        let widths = std::iter::once(self.first.1).chain(self.columns.iter().map(|column| column.width));
        Table {
            id: self.id.into(),
            caption: self.caption.as_str().into(),
            widths: widths.map(|width| width / all).collect(),
            head: self.head(),
            rows: self.lines.iter().map(|line| self.row(line, marks)).collect(),
            notes,
            is_wide: self.is_wide,
        }
    }

    fn head(&self) -> Vec<Vec<Cell>> {
        let heading = |column: &Column| match column.parts {
            [Part::Text] => Cell::left(column.heading.as_str()),
            _ => Cell::right(column.heading.as_str()),
        };
        let first = Cell::left(self.first.0);
        let below = std::iter::once(first).chain(self.columns.iter().map(heading)).collect();
        if self.over.is_empty() {
            return vec![below];
        }
        let over = self.over.iter().map(|(columns, text)| Cell::over(*columns, text.as_str()));
        vec![std::iter::once(Cell::left("")).chain(over).collect(), below]
    }

    fn row(&self, line: &Line, marks: &Marks) -> Row {
        match line {
            Line::Group(text) => Row::Group(text.as_str().into()),
            Line::Values(name, indent, values) => {
                let cell = |value: &Value| match value {
                    Value::Text(text) => Cell::left(text.as_str()),
                    value => Cell::right(value.text(&marks.mark(value))),
                };
                let cells = std::iter::once(Cell::left(name.as_str())).chain(values.iter().map(cell));
                Row::Cells { cells: cells.collect(), indent: *indent }
            }
        }
    }

    fn sheet_head(&self) -> Vec<String> {
        let apart = |column: &Column| -> Vec<String> {
            match column.parts {
                [_] => vec![column.heading.clone()],
                parts => parts.iter().map(|part| format!("{}: {}", column.heading, part.heading())).collect(),
            }
        };
        match self.layout {
            Layout::AsPrinted => {
                let columns = self.columns.iter().flat_map(apart);
                std::iter::once(self.first.0.to_owned()).chain(columns).collect()
            }
            Layout::Long(parts) => {
                let names = ["Heading", self.first.0, self.compared].into_iter();
                let mut head: Vec<String> = names.skip(self.n_unused()).map(str::to_owned).collect();
                head.extend(parts.iter().map(|part| part.heading().to_owned()));
                head.extend(self.columns.iter().filter(|column| column.is_of_line).flat_map(apart));
                head
            }
        }
    }

    fn sheet_rows(&self, marks: &Marks) -> Vec<Vec<SheetCell>> {
        let row = |line: &Line| match line {
            Line::Group(text) => vec![SheetCell::Group(text.clone())],
            Line::Values(name, _, values) => {
                let mut row = vec![SheetCell::Text(name.clone())];
                for (value, column) in values.iter().zip(&self.columns) {
                    row.extend(placed(value, column.parts, marks));
                }
                row
            }
        };
        self.lines.iter().map(row).collect()
    }

    /// Columns of a long sheet that would be empty: that of headings, where there are none.
    fn n_unused(&self) -> usize {
        usize::from(!self.lines.iter().any(|line| matches!(line, Line::Group(_))))
    }

    fn long_rows(&self, parts: &'static [Part], marks: &Marks) -> Vec<Vec<SheetCell>> {
        let mut rows = Vec::new();
        let mut heading = "";
        for line in &self.lines {
            let (name, values) = match line {
                Line::Group(text) => {
                    heading = text;
                    continue;
                }
                Line::Values(name, _, values) => (name, values),
            };
            let cells = || values.iter().zip(&self.columns);
            let whole = cells().filter(|(_, column)| column.is_of_line);
            let mut whole: Vec<SheetCell> =
                whole.flat_map(|(value, column)| placed(value, column.parts, marks)).collect();
            for (value, column) in cells().filter(|(_, column)| !column.is_of_line) {
                let names = [heading, name, &column.heading].into_iter().skip(self.n_unused());
                let mut row: Vec<SheetCell> = names.map(|text| SheetCell::Text(text.to_owned())).collect();
                row.extend(placed(value, parts, marks));
                // About the line, not about this group: on the first row of the line alone.
                row.append(&mut whole);
                rows.push(row);
            }
        }
        rows
    }
}

/// The numbers of a value in the columns of these parts; what has no column of its own stands in the first.
fn placed(value: &Value, parts: &[Part], marks: &Marks) -> Vec<SheetCell> {
    let mut row = vec![SheetCell::Empty; parts.len()];
    if parts.is_empty() {
        return row;
    }
    for (part, cell) in value.cells(&marks.mark(value)) {
        let at = parts.iter().position(|known| *known == part).unwrap_or_default();
        debug_assert!(parts.contains(&part) || value.reason().is_some(), "{part:?}");
        if let Some(place) = row.get_mut(at) {
            *place = cell;
        }
    }
    row
}

/// The reasons why values are not there, with their marks: a, b, ...
struct Marks(Vec<&'static str>);

impl Marks {
    fn of(lines: &[Line]) -> Marks {
        let mut reasons = Vec::new();
        for line in lines {
            let Line::Values(_, _, values) = line else { continue };
            for reason in values.iter().filter_map(Value::reason) {
                if !reasons.contains(&reason) {
                    reasons.push(reason);
                }
            }
        }
        Marks(reasons)
    }

    fn mark(&self, value: &Value) -> String {
        let reason = value.reason();
        let at = self.0.iter().position(|known| Some(*known) == reason);
        at.map(letter).unwrap_or_default()
    }

    fn notes(&self) -> impl Iterator<Item = String> {
        self.0.iter().enumerate().map(|(at, reason)| format!("({}) n/a: {reason}.", letter(at)))
    }

    fn raised(&self) -> impl Iterator<Item = Text> {
        let note = |(at, reason): (usize, &&'static str)| {
            Text::default()
                .with(letter(at), press::Style::Raised)
                .with(format!(" n/a: {reason}."), press::Style::Plain)
        };
        self.0.iter().enumerate().map(note)
    }
}

/// `a` to `z`, then `aa`.
fn letter(at: usize) -> String {
    let letter = char::from(b'a' + (at % 26) as u8);
    letter.to_string().repeat(1 + at / 26)
}
