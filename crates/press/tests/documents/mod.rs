//! Both formats: the same bytes twice, accessibility, no size, odd letters.

use figure::{Print, Scene, Size, TextStyle, Width};
use press::{Block, Figure, Manuscript, Table};

fn scene() -> Scene {
    let mut scene = Scene::new(Width::OneColumn, 60.0, "A <title> & more\u{1}");
    scene.description = "Says \"this\" & <that>".into();
    scene.text((5.0, 20.0), "\u{5e9}\u{5dc} \u{b5}g & <b>", TextStyle::new(7.0));
    scene
}

fn manuscript() -> Manuscript {
    let figure = Figure { id: "one".into(), caption: "A picture".into(), scene: scene() };
    let blocks = vec![
        Block::Paragraph(
            "\u{5d1}\u{5d9}\u{5ea} \u{391}\u{3b8}\u{3ae}\u{3bd}\u{3b1} {figure:one} {table:t}".into(),
        ),
        Block::Figure(figure),
        Block::Table(Table { id: "t".into(), caption: "Nothing".into(), ..Table::default() }),
    ];
    Manuscript { title: "Invented".into(), made_by: "retreat 0".into(), blocks, ..Manuscript::default() }
}

fn contains(bytes: &[u8], words: &str) -> bool {
    bytes.windows(words.len()).any(|window| window == words.as_bytes())
}

#[test]
fn the_same_manuscript_gives_the_same_bytes() {
    assert_eq!(press::pdf(&manuscript()), press::pdf(&manuscript()));
    assert_eq!(press::docx(&manuscript()), press::docx(&manuscript()));
    let figure = || press::figure_pdf(&scene(), Print::BlackAndWhite);
    assert_eq!(figure(), figure());
}

#[test]
fn a_pdf_claims_the_standard_of_accessibility_and_knows_no_date() {
    let figure = press::figure_pdf(&scene(), Print::Colour).unwrap();
    for bytes in [press::pdf(&manuscript()).unwrap(), press::pdf(&Manuscript::default()).unwrap(), figure] {
        assert!(bytes.starts_with(b"%PDF-1.7"));
        assert!(contains(&bytes, "<pdfuaid:part>1</pdfuaid:part>"));
        assert!(!contains(&bytes, "CreateDate") && !contains(&bytes, "CreationDate"));
    }
}

#[test]
fn a_letter_that_the_font_lacks_costs_the_claim_and_not_the_document() {
    let blocks = vec![Block::Paragraph("\u{4e2d}\u{1f600}".into())];
    let bytes = press::pdf(&Manuscript { blocks, ..Manuscript::default() }).unwrap();
    assert!(!contains(&bytes, "pdfuaid"));
    assert!(contains(&bytes, "/Marked true"));
}

#[test]
fn a_figure_without_a_size_is_no_reason_to_panic() {
    let mut scene = scene();
    for (width, height) in [(f64::NAN, 0.0), (0.0, f64::INFINITY), (-5.0, 1e9)] {
        scene.size = Size { width, height };
        let _ = press::figure_pdf(&scene, Print::Colour);
        let blocks =
            vec![Block::Figure(Figure { id: String::new(), caption: "".into(), scene: scene.clone() })];
        let _ = press::pdf(&Manuscript { blocks: blocks.clone(), ..Manuscript::default() });
        let _ = press::docx(&Manuscript { blocks, ..Manuscript::default() });
    }
}
