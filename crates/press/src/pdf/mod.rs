//! A manuscript and a figure as PDF, set by typst.
//!
//! The manuscript goes as JSON to a fixed template, so that no recorded text is ever read as markup. The
//! only font is the embedded one; there is no clock and no network in the [`world`].

mod blocks;
mod world;

use figure::{Print, Scene};
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::{Failure, Manuscript};
use world::Desk;

/// The look of a manuscript.
const TEMPLATE: &str = include_str!("manuscript.typ");
/// The look of a figure alone on a page of its size.
const PLATE: &str = include_str!("figure.typ");

/// The manuscript as bytes of a tagged PDF file, A4, with bookmarks; PDF/UA-1 wherever every letter of it is
/// in the font.
///
/// # Errors
/// When it cannot be set.
pub fn pdf(manuscript: &Manuscript) -> Result<Vec<u8>, Failure> {
    let manuscript = manuscript.resolved();
    let (data, figures) = blocks::json(&manuscript);
    let mut desk = Desk::new(TEMPLATE);
    desk.put("manuscript.json", data.into_bytes());
    for (name, svg) in figures {
        desk.put(&name, svg.into_bytes());
    }
    set(&desk, "report.pdf", &manuscript.made_by, &[Some(PdfStandard::Ua_1), None])
}

/// One figure as a PDF of its own size, in vectors, its text as text.
///
/// # Errors
/// When it cannot be set.
pub fn figure_pdf(scene: &Scene, print: Print) -> Result<Vec<u8>, Failure> {
    let mut desk = Desk::new(PLATE);
    desk.put("figure.svg", figure::svg(scene, print, "figure").into_bytes());
    let about = serde_json::json!({
        "title": scene.title,
        "says": scene.description,
        "width": scene.size.width,
        "height": scene.size.height,
    });
    desk.put("figure.json", about.to_string().into_bytes());
    set(&desk, "a figure as PDF", "", &[None])
}

/// Sets what lies on the desk to the first of these standards that it fulfils.
fn set(
    desk: &Desk,
    document: &'static str,
    creator: &str,
    standards: &[Option<PdfStandard>],
) -> Result<Vec<u8>, Failure> {
    let failure = |cause: String| Failure { document, cause };
    let pages: PagedDocument = typst::compile(desk).output.map_err(|causes| failure(said(&causes)))?;
    let mut cause = String::new();
    for standard in standards {
        let standards =
            PdfStandards::new(standard.as_slice()).map_err(|found| failure(found.message().to_string()))?;
        let options = PdfOptions {
            ident: Smart::Custom(document.into()),
            creator: Smart::Custom((!creator.is_empty()).then(|| creator.to_owned())),
            standards,
            ..PdfOptions::default()
        };
        match typst_pdf::pdf(&pages, &options) {
            Ok(bytes) => return Ok(bytes),
            Err(causes) => cause = said(&causes),
        }
    }
    Err(failure(cause))
}

/// What typst says, without the text that it is about.
fn said(causes: &[typst::diag::SourceDiagnostic]) -> String {
    let each: Vec<&str> = causes.iter().map(|cause| cause.message.as_str()).collect();
    each.join("; ")
}
