//! STROBE for cohort studies and RECORD, each item with the place where it stands.

mod record;
mod strobe;

use press::{Block, Cell, Row, Style, Table, Text};

use super::writing::{Writing, heading, paragraph};

/// Where an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Under this heading of the manuscript.
    Section(&'static str),
    /// In the table or figure with this identifier, where the manuscript shows it: `figure:flow`.
    Shown(&'static str),
    /// In no section, for this reason.
    Nowhere(&'static str),
    /// Nowhere yet: what the author has to write.
    Author(&'static str),
}

/// One item of a checklist.
#[derive(Clone, Copy, Debug)]
struct Item {
    /// Its number, on the first line of a topic: `6a`, `12.1`.
    number: &'static str,
    /// What it is about.
    topic: &'static str,
    /// What it asks for, in our words.
    asks: &'static str,
    /// Where it stands.
    places: &'static [Place],
}

/// Both checklists as tables.
pub(crate) fn write(writing: &Writing<'_>) -> Vec<Block> {
    let strobe =
        table(writing, "strobe", "STROBE for cohort studies: each item and where it stands", strobe::ITEMS);
    let record = table(
        writing,
        "record",
        "RECORD, for routinely collected data: each item and where it stands",
        record::ITEMS,
    );
    vec![
        heading(1, "Reporting checklists"),
        paragraph(&["What an item asks for is told in short and in other words than those of the statements. Names in \
             the last column are headings, tables and figures of the manuscript. What the program cannot know is \
             marked for the author."
            .to_owned()]),
        Block::Table(strobe),
        Block::Table(record),
    ]
}

fn table(writing: &Writing<'_>, id: &str, caption: &str, items: &[Item]) -> Table {
    let head = ["Item", "Topic", "What it asks for", "Where it stands"];
    Table {
        id: id.into(),
        caption: caption.into(),
        widths: vec![0.07, 0.18, 0.40, 0.35],
        head: vec![head.into_iter().map(Cell::left).collect()],
        rows: items.iter().map(|item| row(writing, item)).collect(),
        notes: Vec::new(),
        is_wide: false,
    }
}

fn row(writing: &Writing<'_>, item: &Item) -> Row {
    let cells = vec![
        Cell::left(item.number),
        Cell::left(item.topic),
        Cell::left(item.asks),
        Cell::left(places(writing, item.places)),
    ];
    Row::Cells { cells, indent: 0 }
}

/// The places of an item, those that are not shown left out.
fn places(writing: &Writing<'_>, places: &[Place]) -> Text {
    let mut text = Text::default();
    for place in places {
        let (said, style) = match place {
            Place::Section(heading) => ((*heading).to_owned(), Style::Plain),
            Place::Nowhere(why) => (format!("not applicable: {why}"), Style::Italic),
            Place::Shown(wanted) => match writing.pointer(wanted) {
                Some(pointer) => (pointer, Style::Plain),
                None => continue,
            },
            Place::Author(what) => (format!("[author: {what}]"), Style::ToFill),
        };
        if !text.0.is_empty() {
            text = text.with("; ", Style::Plain);
        }
        text = text.with(said, style);
    }
    if text.0.is_empty() { text.with("[author: not in this document]", Style::ToFill) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers by the statements: STROBE has 22 items, RECORD 13.
    #[test]
    fn every_item_is_there_once() {
        let whole = |items: &[Item]| {
            let mut numbers: Vec<u32> = items
                .iter()
                .filter_map(|item| {
                    item.number.trim_end_matches(char::is_alphabetic).split('.').next()?.parse().ok()
                })
                .collect();
            numbers.dedup();
            numbers
        };
        assert_eq!(whole(strobe::ITEMS), (1..=22).collect::<Vec<u32>>());
        let record: Vec<&str> = record::ITEMS.iter().map(|item| item.number).collect();
        let expected = "1.1 1.2 1.3 6.1 6.2 6.3 7.1 12.1 12.2 12.3 13.1 19.1 22.1";
        assert_eq!(record.join(" "), expected);
        assert!(strobe::ITEMS.iter().chain(record::ITEMS).all(|item| !item.places.is_empty()));
    }
}
