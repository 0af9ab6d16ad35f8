//! The parts of a Word document.

use figure::{Scene, Width};
use press::{Block, Cell, Figure, Manuscript, Row, Style, Table, Text};

/// A part of the package.
fn part(docx: &[u8], name: &str) -> String {
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(docx)).expect("a ZIP archive");
    let mut part = package.by_name(name).expect("the part is there");
    let mut text = String::new();
    std::io::Read::read_to_string(&mut part, &mut text).expect("XML is UTF-8");
    text
}

/// Every element that opens closes in turn.
fn is_well_formed(xml: &str) -> bool {
    let mut open = Vec::new();
    for piece in xml.split('<').skip(1) {
        let Some((tag, text)) = piece.split_once('>') else { return false };
        let name = tag.split([' ', '\n']).next().unwrap_or_default();
        if let Some(name) = name.strip_prefix('/') {
            if open.pop() != Some(name) {
                return false;
            }
        } else if !tag.starts_with('?') && !tag.ends_with('/') {
            open.push(name);
        }
        if text.contains(|letter: char| letter.is_control() && letter != '\n') {
            return false;
        }
    }
    open.is_empty()
}

fn word(blocks: Vec<Block>) -> Vec<u8> {
    let manuscript = Manuscript {
        title: "A & <b>".into(),
        notice: "Synthetic \"data\"".into(),
        made_by: "retreat 0".into(),
        keywords: vec!["k & l".into()],
        blocks,
        ..Manuscript::default()
    };
    press::docx(&manuscript).unwrap()
}

fn table(is_wide: bool) -> Block {
    let row = Row::Cells { cells: vec![Cell::left("<r>\u{b}"), Cell::right("1")], indent: 2 };
    Block::Table(Table {
        caption: "Ca & ption".into(),
        widths: vec![3.0, 1.0],
        head: vec![vec![Cell::over(2, "Over")], vec![Cell::left("Name"), Cell::right("Value")]],
        rows: vec![Row::Group("Group".into()), row.clone(), row],
        is_wide,
        ..Table::default()
    })
}

#[test]
fn a_table_repeats_its_head_and_splits_no_row() {
    let body = part(&word(vec![table(false)]), "word/document.xml");
    assert!(is_well_formed(&body));
    let count = |what: &str| body.matches(what).count();
    assert_eq!((count("<w:tr>"), count("<w:cantSplit/>"), count("<w:tblHeader/>")), (5, 5, 2));
    assert_eq!(count("<w:gridSpan w:val=\"2\"/>"), 2);
    assert_eq!(count("<w:ind w:left=\"340\"/>"), 2);
    // The line is 170 mm wide, 9638 twentieths of a point: three quarters and one.
    assert!(body.contains("<w:gridCol w:w=\"7228\"/><w:gridCol w:w=\"2409\"/>"));
    assert!(body.contains(" SEQ Table \\* ARABIC "));
    assert!(body.contains("&lt;r&gt;</w:t>"));
}

#[test]
fn only_a_wide_table_lies_across() {
    let words = |text: &str| Block::Paragraph(text.into());
    let body = part(&word(vec![words("a"), table(true), table(true), words("b")]), "word/document.xml");
    // Upright, across, upright and empty, across, upright.
    assert_eq!(body.matches("<w:sectPr>").count(), 5);
    assert_eq!(body.matches("w:orient=\"landscape\"").count(), 2);
    let upright = part(&word(vec![words("a"), table(false)]), "word/document.xml");
    assert_eq!(upright.matches("<w:sectPr>").count(), 1);
}

#[test]
fn a_figure_says_what_it_shows_and_is_numbered() {
    let mut scene = Scene::new(Width::OneColumn, 120.0, "Short");
    scene.description = "Says <this> & \"that\"".into();
    let figure = || Block::Figure(Figure { id: "f".into(), caption: "Picture".into(), scene: scene.clone() });
    let docx = word(vec![figure(), figure()]);
    let body = part(&docx, "word/document.xml");
    assert!(is_well_formed(&body));
    assert!(body.contains("descr=\"Says &lt;this&gt; &amp; &quot;that&quot;\""));
    // 85 mm of 36,000 units.
    assert_eq!(body.matches("<wp:extent cx=\"3060000\"").count(), 2);
    assert!(part(&docx, "word/_rels/document.xml.rels").contains("media/figure-2.png"));
    assert_eq!(body.matches(" SEQ Figure \\* ARABIC ").count(), 2);
}

#[test]
fn every_numbered_list_begins_with_one() {
    let list = |is_numbered| Block::List { is_numbered, items: vec!["a".into(), "b".into()] };
    let docx = word(vec![list(true), list(false), list(true)]);
    let body = part(&docx, "word/document.xml");
    let used = |number: u8| body.matches(&format!("<w:numId w:val=\"{number}\"/>")).count();
    assert_eq!((used(1), used(2), used(3)), (2, 2, 2));
    assert_eq!(part(&docx, "word/numbering.xml").matches("startOverride").count(), 2);
}

#[test]
fn hebrew_is_marked_as_written_from_the_right_and_places_to_fill_as_such() {
    let text = Text::from("At \u{5d1}\u{5d9}\u{5ea} (x) ").with("[author: y]", Style::ToFill);
    let body = part(&word(vec![Block::Paragraph(text)]), "word/document.xml");
    let leftward =
        "<w:rtl/><w:lang w:bidi=\"he-IL\"/></w:rPr><w:t xml:space=\"preserve\">\u{5d1}\u{5d9}\u{5ea}<";
    assert_eq!(body.matches("<w:rtl/>").count(), 1);
    assert!(body.contains(leftward));
    assert_eq!(body.matches("<w:highlight w:val=\"yellow\"/>").count(), 1);
}

#[test]
fn every_part_is_well_formed_and_an_empty_manuscript_is_a_document() {
    let empty = press::docx(&Manuscript::default()).unwrap();
    for docx in [empty, word(vec![Block::Table(Table::default()), Block::PageBreak])] {
        for name in [
            "[Content_Types].xml",
            "docProps/core.xml",
            "word/_rels/document.xml.rels",
            "word/document.xml",
            "word/styles.xml",
            "word/numbering.xml",
            "word/header.xml",
            "word/footer.xml",
        ] {
            assert!(is_well_formed(&part(&docx, name)), "{name}");
        }
        assert!(!part(&docx, "docProps/core.xml").contains("dcterms"));
    }
}
