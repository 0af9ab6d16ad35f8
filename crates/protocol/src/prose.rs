//! A protocol told in sentences, for co-authors and for the methods part of a report.

mod analysis;
mod codes;
mod evidence;
mod outcomes;
mod patients;
mod phrases;
mod values;

use crate::Protocol;

/// Width at which [`prose`] breaks lines, in characters.
const WIDTH: usize = 80;

/// One part of the description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Heading.
    pub heading: String,
    /// Paragraphs of plain text: no markup, no line breaks.
    pub paragraphs: Vec<String>,
}

impl Section {
    fn new(heading: &str, paragraphs: Vec<String>) -> Section {
        Section { heading: heading.to_owned(), paragraphs }
    }
}

/// The study in plain sentences, in the order of the protocol: every number in it comes from the
/// protocol, every rule from the study contract.
pub fn prose_sections(protocol: &Protocol) -> Vec<Section> {
    vec![
        patients::question(protocol),
        patients::candidates(protocol),
        patients::courses(protocol),
        patients::strata(protocol),
        patients::windows(protocol),
        values::thyroglobulin(protocol),
        values::antibodies(protocol),
        values::before_and_after(protocol),
        evidence::structural(protocol),
        evidence::imaging(protocol),
        evidence::change(protocol),
        outcomes::response(protocol),
        outcomes::final_status(protocol),
        outcomes::additional_treatment(protocol),
        analysis::analyses(protocol),
        analysis::sensitivity(protocol),
        analysis::censoring(protocol),
        analysis::records(protocol),
        codes::codes(protocol),
        analysis::report(protocol),
    ]
}

/// The sections as text: headings underlined, paragraphs wrapped at 80 characters, a blank line between.
pub fn prose(protocol: &Protocol) -> String {
    let mut text = String::new();
    for section in prose_sections(protocol) {
        let rule = "-".repeat(section.heading.chars().count());
        text += &format!("{}\n{rule}\n", section.heading);
        for paragraph in &section.paragraphs {
            text += &wrapped(paragraph);
            text += "\n\n";
        }
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// Breaks at blanks; a word longer than the width stands alone.
fn wrapped(paragraph: &str) -> String {
    let mut text = String::new();
    let mut column = 0;
    for word in paragraph.split_whitespace() {
        let width = word.chars().count();
        if column > 0 && column + 1 + width > WIDTH {
            text.push('\n');
            column = 0;
        } else if column > 0 {
            text.push(' ');
            column += 1;
        }
        text += word;
        column += width;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_blanks() {
        let long = "word ".repeat(40) + &"x".repeat(100);
        let text = wrapped(&long);
        assert!(text.lines().filter(|line| !line.contains('x')).all(|line| line.len() <= WIDTH));
        assert_eq!(text.split_whitespace().count(), 41);
    }
}
