//! What every part of the text needs: the document, which tables and figures there are, what is cited.

use analysis::{MemberRow, Results};
use press::{Block, Style, Text};
use protocol::Protocol;

use super::reference::{Citations, Reference};
use crate::Document;

/// The material of a text in work.
pub(crate) struct Writing<'a> {
    /// All input.
    pub(crate) document: &'a Document<'a>,
    /// Identifiers of the tables that the manuscript shows.
    pub(crate) tables: Vec<String>,
    /// Identifiers of the figures that it shows.
    pub(crate) figures: Vec<String>,
    /// Publications cited so far.
    pub(crate) citations: Citations,
}

impl<'a> Writing<'a> {
    /// A text about a document with these tables and figures.
    pub(crate) fn new(document: &'a Document<'a>, tables: Vec<String>, figures: Vec<String>) -> Writing<'a> {
        Writing { document, tables, figures, citations: Citations::default() }
    }

    /// A text about a document with everything that it can show.
    pub(crate) fn of(document: &'a Document<'a>) -> Writing<'a> {
        let tables = crate::journal::tables(document).into_iter().map(|made| made.table.id).collect();
        let figures = crate::figures::plates(document).into_iter().map(|plate| plate.id.to_owned()).collect();
        Writing::new(document, tables, figures)
    }

    /// The results.
    pub(crate) fn results(&self) -> &'a Results {
        self.document.results
    }

    /// The protocol.
    pub(crate) fn protocol(&self) -> &'a Protocol {
        self.document.protocol
    }

    /// How many members fulfil `keep`.
    pub(crate) fn members(&self, keep: impl Fn(&MemberRow) -> bool) -> usize {
        self.results().members.iter().filter(|member| keep(member)).count()
    }

    /// The paragraphs of the protocol's section with this heading; none where it has no such section.
    pub(crate) fn rules(&self, heading: &str) -> Vec<String> {
        let sections = protocol::prose_sections(self.protocol());
        let found = sections.into_iter().find(|section| section.heading == heading);
        found.map(|section| section.paragraphs).unwrap_or_default()
    }

    /// The number of a publication, for the end of a clause.
    pub(crate) fn cite(&self, reference: Reference) -> String {
        self.citations.cite(reference)
    }

    /// ` ({table:baseline}; {figure:flow})` of those wanted that the manuscript shows; nothing of none.
    pub(crate) fn see(&self, wanted: &[&str]) -> String {
        let shown: Vec<String> = wanted.iter().filter_map(|wanted| self.pointer(wanted)).collect();
        if shown.is_empty() { String::new() } else { format!(" ({})", shown.join("; ")) }
    }

    /// `{table:baseline}` for `table:baseline`, where the manuscript shows it.
    pub(crate) fn pointer(&self, wanted: &str) -> Option<String> {
        let (kind, id) = wanted.split_once(':')?;
        let there = if kind == "table" { &self.tables } else { &self.figures };
        there.iter().any(|known| known == id).then(|| format!("{{{wanted}}}"))
    }
}

/// A heading.
pub(crate) fn heading(level: u8, text: &str) -> Block {
    Block::Heading { level, text: text.into() }
}

/// A paragraph of sentences; empty ones are left out.
pub(crate) fn paragraph(sentences: &[String]) -> Block {
    Block::Paragraph(line(sentences))
}

/// Sentences as one text.
pub(crate) fn line(sentences: &[String]) -> Text {
    let said: Vec<&str> = sentences.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    said.join(" ").into()
}

/// A list of sentences.
pub(crate) fn list(is_numbered: bool, items: Vec<String>) -> Block {
    Block::List { is_numbered, items: items.into_iter().map(Text::from).collect() }
}

/// A text that the author has to write: `[author: funding]`.
pub(crate) fn to_fill(what: &str) -> Text {
    Text::default().with(format!("[author: {what}]"), Style::ToFill)
}

/// A text followed by what the author has to write.
pub(crate) fn and_fill(text: &str, what: &str) -> Text {
    Text::from(format!("{text} ")).with(format!("[author: {what}]"), Style::ToFill)
}
