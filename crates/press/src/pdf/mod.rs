//! A manuscript and a figure as PDF, set by typst with the embedded fonts.
//!
//! Tagged for screen readers, and PDF/UA-1 where the document allows it: a letter that the font lacks is
//! against that standard, and such a document is tagged without the claim.

mod values;
mod world;

use figure::{Print, Scene};
use typst::diag::SourceDiagnostic;
use typst::foundations::{Dict, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use self::world::Desk;
use crate::{Failure, Manuscript};

/// The manuscript as bytes of a PDF file: A4, wide tables on pages across.
///
/// # Errors
/// When it cannot be set.
pub fn pdf(manuscript: &Manuscript) -> Result<Vec<u8>, Failure> {
    let name = format!("{} {}", manuscript.made_by, manuscript.title);
    set(
        "report.pdf",
        include_str!("manuscript.typ"),
        values::manuscript(manuscript),
        name,
        &manuscript.made_by,
    )
}

/// One figure as a PDF of its own size, its text selectable.
///
/// # Errors
/// When it cannot be set.
pub fn figure_pdf(scene: &Scene, print: Print) -> Result<Vec<u8>, Failure> {
    let values = values::figure(scene, print);
    set("a figure", include_str!("figure.typ"), values, scene.title.clone(), "")
}

/// The bytes of one document; `name` fixes its identifier.
fn set(
    document: &'static str,
    source: &'static str,
    values: Dict,
    name: String,
    creator: &str,
) -> Result<Vec<u8>, Failure> {
    let pages = lay(document, source, values)?;
    let options = |standards| PdfOptions {
        ident: Smart::Custom(name.clone()),
        creator: Smart::Custom(Some(creator.to_owned()).filter(|creator| !creator.is_empty())),
        standards,
        ..PdfOptions::default()
    };
    let accessible = PdfStandards::new(&[PdfStandard::Ua_1]).unwrap_or_default();
    typst_pdf::pdf(&pages, &options(accessible))
        .or_else(|_| typst_pdf::pdf(&pages, &options(PdfStandards::default())))
        .map_err(|causes| Failure { document, cause: first(&causes) })
}

/// The laid out pages.
fn lay(document: &'static str, source: &'static str, values: Dict) -> Result<PagedDocument, Failure> {
    typst::compile::<PagedDocument>(&Desk::new(source, values))
        .output
        .map_err(|causes| Failure { document, cause: first(&causes) })
}

/// The first cause; it names code of ours, never a text of the document.
fn first(causes: &[SourceDiagnostic]) -> String {
    causes.first().map(|cause| cause.message.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use typst::layout::{Frame, FrameItem};

    use super::*;
    use crate::{Block, Cell, Row, Table};

    /// The words on each page, and the width and height of the page in points.
    fn pages(manuscript: &Manuscript) -> Vec<(String, f64, f64)> {
        let values = values::manuscript(manuscript);
        let laid = lay("report.pdf", include_str!("manuscript.typ"), values).expect("it can be set");
        let page = |frame: &Frame| {
            let mut words = String::new();
            gather(frame, &mut words);
            (words, frame.width().to_pt(), frame.height().to_pt())
        };
        laid.pages().iter().map(|one| page(&one.frame)).collect()
    }

    fn gather(frame: &Frame, words: &mut String) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => gather(&group.frame, words),
                FrameItem::Text(text) => words.push_str(&text.text),
                _ => {}
            }
        }
    }

    fn table(rows: usize, is_wide: bool) -> Block {
        let row = |number: usize| Row::Cells {
            cells: vec![Cell::left(format!("<{number}>")), Cell::right("1.5")],
            indent: 1,
        };
        Block::Table(Table {
            caption: "Invented".into(),
            widths: vec![2.0, 1.0],
            head: vec![vec![Cell::left("Name"), Cell::right("Value")]],
            rows: (0..rows).map(row).collect(),
            is_wide,
            ..Table::default()
        })
    }

    #[test]
    fn text_that_looks_like_code_stands_on_the_page_as_it_is() {
        let odd = "#panic(1) $x$ *a* _b_ `c` @d <e> \\u{41} \"f\" ]) -- ... // = - + https://example.org";
        let mut with_controls = odd.replace(' ', "\u{0}\u{7}\u{1b} ");
        with_controls.push('\u{202e}');
        let manuscript = Manuscript {
            title: odd.into(),
            subtitle: vec![odd.into()],
            notice: odd.into(),
            made_by: odd.into(),
            author: odd.into(),
            keywords: vec![odd.into()],
            blocks: vec![
                Block::Heading { level: 1, text: odd.into() },
                Block::Paragraph(with_controls.into()),
                Block::List { is_numbered: true, items: vec![odd.into()] },
                Block::Notice(odd.into()),
            ],
        };
        let words = pages(&manuscript).remove(0).0.replace(' ', "");
        // Title, subtitle, notice, foot and four blocks.
        assert_eq!(words.matches(&odd.replace(' ', "")).count(), 8);
    }

    #[test]
    fn the_head_of_a_table_stands_on_each_of_its_pages_and_no_row_is_lost() {
        let pages = pages(&Manuscript { blocks: vec![table(200, false)], ..Manuscript::default() });
        assert!(pages.len() > 2);
        assert!(pages.iter().all(|(words, _, _)| words.matches("Name").count() == 1));
        let whole: String = pages.into_iter().map(|(words, _, _)| words).collect();
        assert!((0..200).all(|number| whole.contains(&format!("<{number}>"))));
    }

    #[test]
    fn a_wide_table_has_a_page_across_of_its_own() {
        let blocks =
            vec![Block::Paragraph("Before".into()), table(1, true), Block::Paragraph("After".into())];
        let pages = pages(&Manuscript { blocks, ..Manuscript::default() });
        let is_across: Vec<bool> = pages.iter().map(|(_, width, height)| width > height).collect();
        assert_eq!(is_across, [false, true, false]);
        assert!(pages[1].0.contains("Page 2 of 3"));
    }

    #[test]
    fn a_figure_has_a_page_of_its_size() {
        let mut scene = Scene::new(figure::Width::OneColumn, 51.0, "Invented");
        scene.size.width = 100.0;
        let values = values::figure(&scene, Print::Colour);
        let laid = lay("a figure", include_str!("figure.typ"), values).expect("it can be set");
        let sizes: Vec<_> = laid.pages().iter().map(|page| page.frame.size()).collect();
        assert_eq!(
            sizes.iter().map(|size| (size.x.to_pt(), size.y.to_pt())).collect::<Vec<_>>(),
            [(100.0, 51.0)]
        );
    }

    #[test]
    fn no_row_no_block_and_a_cell_longer_than_a_page_can_be_set() {
        assert_eq!(pages(&Manuscript::default()).len(), 1);
        let long = Row::Cells {
            cells: vec![Cell::left("x".repeat(3_000)), Cell::left("y ".repeat(1_500))],
            indent: 9,
        };
        let bare = Table { widths: vec![1.0, 1.0], rows: vec![long], ..Table::default() };
        let blocks = vec![table(0, false), Block::Table(Table::default()), Block::Table(bare)];
        let words: String =
            pages(&Manuscript { blocks, ..Manuscript::default() }).into_iter().map(|page| page.0).collect();
        // And those of the caption of no other table: "Table" has no x.
        assert_eq!(words.matches('x').count(), 3_000);
        assert_eq!(words.matches('y').count(), 1_500);
    }
}
