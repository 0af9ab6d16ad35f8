//! Each pointer of a checklist leads to something.

use press::{Block, Row, Style};

use super::{document, headings, lines};
use crate::html::fixture::Case;

#[test]
fn every_pointer_names_a_heading_a_table_or_a_figure() {
    let case = Case::size(30);
    let manuscript = report::manuscript(&document(&case));
    let headings = headings(&manuscript);
    let mut n = 0;
    for block in &manuscript.blocks {
        let Block::Table(table) = block else { continue };
        if !["strobe", "record"].contains(&table.id.as_str()) {
            continue;
        }
        for row in &table.rows {
            let Row::Cells { cells, .. } = row else { panic!("rows have cells") };
            for span in &cells[3].text.0 {
                let is_reference = span.text.starts_with('{');
                if span.style != Style::Plain || span.text == "; " || is_reference {
                    continue;
                }
                assert!(headings.contains(&span.text), "{}", span.text);
                n += 1;
            }
        }
    }
    assert!(n > 50, "{n}");
    assert!(!lines(&manuscript).join("\n").contains("[no "));
}

#[test]
fn what_the_program_cannot_know_is_left_to_the_author() {
    let case = Case::size(3);
    let text = lines(&report::manuscript(&document(&case))).join("\n");
    for what in ["22 | Funding", "2 | Background", "1.3 | Title and abstract", "20 | Interpretation"] {
        let line = text.lines().find(|line| line.starts_with(what)).expect(what);
        assert!(line.contains("[author: "), "{line}");
    }
}
