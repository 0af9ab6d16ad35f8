//! The parts beside the text: types, relations, properties, lists, header and footer.

use std::fmt::Write;

use figure::Escaped;

use super::body::paragraph;
use super::xml::{field, run};
use crate::{Manuscript, Style};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

/// Which part is what.
pub(super) const CONTENT_TYPES: &str = include_str!("content_types.xml");
/// Where the parts are.
pub(super) const RELATIONS: &str = include_str!("relations.xml");
/// The styles: title, headings, body text, captions, tables, notes, lists.
pub(super) const STYLES: &str = include_str!("styles.xml");
/// Settings: fields are brought up to date by Word on demand; no compatibility with older versions.
pub(super) const SETTINGS: &str = include_str!("settings.xml");
/// The program that wrote it, as Word wants it.
pub(super) const APPLICATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Properties \
     xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>retreat\
     </Application></Properties>";

/// Title, author and keywords. No date: the same manuscript gives the same bytes.
pub(super) fn core(manuscript: &Manuscript) -> String {
    format!(
        "{HEAD}<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator>\
         <cp:keywords>{}</cp:keywords><dc:description>{}</dc:description><dc:language>en-GB</dc:language>\
         </cp:coreProperties>",
        Escaped(&manuscript.title),
        Escaped(&manuscript.author),
        Escaped(&manuscript.keywords.join(", ")),
        Escaped(&manuscript.made_by)
    )
}

/// The document around its body.
pub(super) fn document(body: &str) -> String {
    format!(
        "{HEAD}<w:document {W} \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
         xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
         xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
         xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><w:body>{body}</w:body>\
         </w:document>"
    )
}

/// The parts that the document refers to.
pub(super) fn document_relations(n_pictures: usize) -> String {
    const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut out = format!(
        "{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    );
    let mut put = |id: &str, kind: &str, target: &str| {
        let _ = write!(out, "<Relationship Id=\"{id}\" Type=\"{KIND}/{kind}\" Target=\"{target}\"/>");
    };
    for part in ["styles", "numbering", "settings", "header", "footer"] {
        let (first, rest) = part.split_at(1);
        put(&format!("rId{}{rest}", first.to_uppercase()), part, &format!("{part}.xml"));
    }
    for number in 1..=n_pictures {
        put(&format!("rIdPicture{number}"), "image", &format!("media/figure-{number}.png"));
    }
    out + "</Relationships>"
}

/// The list with bullets, and as many lists with numbers as there are.
pub(super) fn numbering(n_numbered: usize) -> String {
    let level = |format: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText \
             w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"397\" \
             w:hanging=\"397\"/></w:pPr></w:lvl>"
        )
    };
    let mut out = format!(
        "{HEAD}<w:numbering {W}><w:abstractNum w:abstractNumId=\"1\"><w:multiLevelType \
         w:val=\"singleLevel\"/>{}</w:abstractNum><w:abstractNum w:abstractNumId=\"2\"><w:multiLevelType \
         w:val=\"singleLevel\"/>{}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId \
         w:val=\"1\"/></w:num>",
        level("bullet", "\u{2022}"),
        level("decimal", "%1.")
    );
    for number in 1..=n_numbered {
        let _ = write!(
            out,
            "<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"2\"/><w:lvlOverride \
             w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>",
            number + 1
        );
    }
    out + "</w:numbering>"
}

/// The notice at the head of every page.
pub(super) fn header(notice: &str) -> String {
    let text = if notice.is_empty() { String::new() } else { run(notice, Style::Bold, false) };
    format!("{HEAD}<w:hdr {W}>{}</w:hdr>", paragraph("Header", "", &text))
}

/// Who made it, and the number of the page.
pub(super) fn footer(made_by: &str) -> String {
    let tab = "<w:r><w:tab/></w:r>";
    let line = run(made_by, Style::Plain, false)
        + tab
        + &field("PAGE", "1", Style::Plain)
        + &run(" of ", Style::Plain, false)
        + &field("NUMPAGES", "1", Style::Plain);
    format!("{HEAD}<w:ftr {W}>{}</w:ftr>", paragraph("Footer", "", &line))
}
