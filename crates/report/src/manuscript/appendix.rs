//! What stands behind the text: references, the rest of the protocol, checks, sources.

use press::{Block, Cell, Row, SheetCell, Table, Text};

use crate::Document;
use crate::consistency;
use crate::html::number;
use crate::text::{TOLD, Writing, heading, list, paragraph};

/// The publications, in the order of their numbers.
pub(super) fn references(writing: &Writing<'_>) -> Vec<Block> {
    let cited: Vec<String> = writing.citations.list().into_iter().map(str::to_owned).collect();
    if cited.is_empty() { Vec::new() } else { vec![heading(1, "References"), list(true, cited)] }
}

/// The sections of the protocol that the methods section does not tell.
pub(super) fn rules(document: &Document<'_>, level: u8) -> Vec<Block> {
    let mut blocks = vec![
        heading(level, "The protocol, continued"),
        paragraph(&["The methods section tells the rules of the study in the words of the protocol; what it leaves out \
             stands here."
            .to_owned()]),
    ];
    for section in protocol::prose_sections(document.protocol) {
        if !TOLD.contains(&section.heading.as_str()) {
            blocks.push(heading(level + 1, &section.heading));
            blocks.extend(section.paragraphs.into_iter().map(|text| paragraph(&[text])));
        }
    }
    blocks
}

/// The sums that were recomputed.
pub(super) fn checked(document: &Document<'_>) -> Vec<Block> {
    let checks = consistency::checks(document);
    let failed = checks.iter().filter(|check| !check.holds).count();
    let verdict = if failed == 0 {
        paragraph(&[format!(
            "{} sums were recomputed from the rows of the patients; all hold.",
            number::count(checks.len())
        )])
    } else {
        Block::Notice(
            format!(
                "{} sums were recomputed from the rows of the patients; {} do not hold. Do not use this report.",
                number::count(checks.len()),
                number::count(failed)
            )
            .into(),
        )
    };
    let items = checks
        .into_iter()
        .map(|check| if check.holds { check.says } else { format!("Does not hold: {}", check.says) });
    vec![heading(1, "Checks"), verdict, list(false, items.collect())]
}

/// The files read, with what became of their rows and their hashes.
pub(super) fn sources(document: &Document<'_>) -> Vec<Block> {
    let mut blocks = vec![heading(1, "Sources")];
    if document.sources.is_empty() {
        blocks.push(paragraph(&["No file is on record.".to_owned()]));
        return blocks;
    }
    let rows = document.sources.iter().map(|file| {
        let count = |n: usize| Cell::right(number::count(n));
        let cells = vec![
            Cell::left(Text::from(file.name.as_str())),
            count(file.rows_read),
            count(file.rows_used),
            count(file.rows_not_used),
            count(file.rows_ignored),
            count(file.duplicates),
            Cell::left(Text::from(file.sha256.as_str())),
        ];
        Row::Cells { cells, indent: 0 }
    });
    let head = ["Read", "Used", "Not used", "Ignored", "Repeated"];
    let head = std::iter::once(Cell::left("File"))
        .chain(head.into_iter().map(Cell::right))
        .chain(std::iter::once(Cell::left("SHA-256")));
    blocks.push(Block::Table(Table {
        id: "source_files".into(),
        caption: "Files read, their rows and their hashes".into(),
        widths: vec![0.2, 0.09, 0.09, 0.09, 0.09, 0.09, 0.35],
        head: vec![head.collect()],
        rows: rows.collect(),
        notes: vec![
            "Ignored: rows of analytes that the study does not use. Repeated: rows equal to another one."
                .into(),
        ],
        is_wide: true,
    }));
    blocks
}

/// The words of the report and their meanings, as the workbook has them; nothing where it has none.
pub(super) fn definitions(document: &Document<'_>) -> Vec<Block> {
    let sheets = crate::journal::workbook(document).sheets;
    let Some(sheet) = sheets.into_iter().find(|sheet| sheet.name.eq_ignore_ascii_case("definitions")) else {
        return Vec::new();
    };
    // The sheet goes on with the protocol, which stands elsewhere in the document.
    let is_protocol = |row: &Vec<SheetCell>| matches!(row.first(), Some(SheetCell::Group(text)) if text.contains("protocol"));
    let items = sheet.rows.iter().take_while(|row| !is_protocol(row)).filter_map(|row| {
        let said = |at: usize| match row.get(at) {
            Some(SheetCell::Text(text)) => Some(text.as_str()),
            _ => None,
        };
        let unit = said(1).map(|unit| format!(" ({unit})")).unwrap_or_default();
        Some(format!("{}{unit}: {}", said(0)?, said(2)?))
    });
    vec![heading(1, "Definitions"), list(false, items.collect())]
}
