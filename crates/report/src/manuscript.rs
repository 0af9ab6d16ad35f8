//! The two documents that are made of blocks: the manuscript for the journal and the whole report.

mod appendix;
mod exhibits;
mod whole;

use press::{Block, Manuscript, Style, Text};

use crate::Document;
use crate::text::{self, Writing, heading, to_fill};
use exhibits::Exhibits;
pub use whole::whole_report;

/// Said at the top of every page where nobody is real.
const SYNTHETIC: &str = "Synthetic data. No patient described here exists.";

/// `manuscript.docx`: title, abstract, methods, results, limitations, references, tables and figures, with a
/// supplement; what the author has to write is marked.
pub fn manuscript(document: &Document<'_>) -> Manuscript {
    let exhibits = Exhibits::of(document);
    let writing = exhibits.writing(document);
    let mut blocks = Vec::new();
    // The order of writing is the order of the numbers of references.
    blocks.extend(text::abstract_in(&writing));
    blocks.extend(introduction(&writing));
    blocks.extend(text::methods_in(&writing));
    blocks.extend(text::results_in(&writing));
    blocks.extend(text::discussion(&writing));
    blocks.extend(declarations());
    blocks.extend(appendix::references(&writing));
    let (main, further) = exhibits.split(&blocks);
    blocks.extend(main.blocks("Tables", "Figures"));
    blocks.push(Block::PageBreak);
    blocks.push(heading(1, "Supplement"));
    blocks.extend(further.blocks("Further tables", "Further figures"));
    blocks.extend(text::checklists_in(&writing));
    blocks.extend(appendix::rules(document, 1));
    Manuscript {
        subtitle: vec![to_fill("names, institutions, corresponding author")],
        keywords: vec!["thyroid cancer".into(), "radioiodine".into(), "thyroglobulin".into()],
        blocks,
        ..frame(document)
    }
}

/// Title, notice and maker, which both documents share.
fn frame(document: &Document<'_>) -> Manuscript {
    Manuscript {
        title: document.protocol.report.title.clone(),
        notice: if document.synthetic { SYNTHETIC.into() } else { String::new() },
        made_by: format!("retreat {}", document.version),
        ..Manuscript::default()
    }
}

fn introduction(writing: &Writing<'_>) -> Vec<Block> {
    let question = &writing.protocol().study.question;
    vec![
        heading(1, "Introduction"),
        Block::Paragraph(to_fill("background and reasons for the study")),
        heading(2, "Objective"),
        Block::Paragraph(text::and_fill(
            &format!("The question was: {question}"),
            "hypotheses stated beforehand; what a study without a control group can answer of it",
        )),
    ]
}

fn declarations() -> Vec<Block> {
    let mut blocks = vec![heading(1, "Declarations")];
    for (title, what) in [
        ("Funding", "source of funding and role of the funders"),
        ("Ethics", "approval, consent or its waiver"),
        ("Conflicts of interest", "conflicts of interest"),
    ] {
        blocks.push(heading(2, title));
        blocks.push(Block::Paragraph(to_fill(what)));
    }
    blocks.push(heading(2, "Data, protocol and code"));
    let text = "The protocol with its lists of codes belongs to the results and is told in the methods and in the \
                supplement; the program is free software. ";
    blocks.push(Block::Paragraph(
        Text::from(text).with("[author: how to get the protocol, the data and the code]", Style::ToFill),
    ));
    blocks
}
