//! A file of figures, read so that one slip does not hide the next mistake.

mod nearest;
mod section;
mod sections;
mod syntax;

use std::ops::Range;

use crate::{Figures, Mistake};

/// Mistakes while they are collected.
pub(crate) struct Mistakes<'a> {
    file: &'a str,
    text: &'a str,
    list: Vec<(usize, Mistake)>,
}

impl Mistakes<'_> {
    fn report(&mut self, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        let found = Mistake::at(self.file, self.text, span.clone(), message.into(), help.into());
        self.list.push((span.start, found));
    }
}

/// Reads figures from a text in TOML (`docs/guide/audit.md`). `file` is its name in messages.
///
/// # Errors
/// Every mistake of the file, in its order; never an empty list.
pub fn read(text: &str, file: &str) -> Result<Figures, Vec<Mistake>> {
    let mut mistakes = Mistakes { file, text, list: Vec::new() };
    let document = syntax::parse(text, &mut mistakes);
    let figures = sections::figures(text, &document, &mut mistakes);
    if mistakes.list.is_empty() && figures.n_figures() == 0 {
        mistakes.report(0..0, "the file has no figures", format!("add a section: {}", sections::known()));
    }
    let mut list = mistakes.list;
    if list.is_empty() {
        return Ok(figures);
    }
    list.sort_by_key(|(offset, _)| *offset);
    Err(list.into_iter().map(|(_, mistake)| mistake).collect())
}
