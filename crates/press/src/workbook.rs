//! A workbook before it is a file.

/// One cell of a sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum SheetCell {
    /// Nothing.
    #[default]
    Empty,
    /// Text; never a formula, whatever it begins with.
    Text(String),
    /// A whole number.
    Count(u64),
    /// A number, kept in full and shown with so many decimals.
    Number {
        /// The number.
        value: f64,
        /// Decimals shown.
        decimals: u8,
    },
    /// A share of 1, shown in per cent with so many decimals.
    Share {
        /// From 0 to 1.
        value: f64,
        /// Decimals shown.
        decimals: u8,
    },
    /// A p value, shown as `<0.001` where it is smaller.
    P(f64),
    /// A heading inside the body.
    Group(String),
}

/// One sheet: a table of numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Name of the tab: at most 31 letters, none of `[ ] : * ? / \`.
    pub name: String,
    /// What the table is, in the first row.
    pub title: String,
    /// Column headings.
    pub head: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<SheetCell>>,
    /// Notes below the table.
    pub notes: Vec<String>,
}

/// A workbook.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Workbook {
    /// Title, for the properties of the file.
    pub title: String,
    /// Said in the first line of every sheet: `Synthetic data`. Empty: nothing.
    pub notice: String,
    /// The program and its version.
    pub made_by: String,
    /// The sheets in order.
    pub sheets: Vec<Sheet>,
}
