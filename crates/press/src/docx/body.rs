//! The blocks as paragraphs, tables and pictures.

use figure::{Escaped, Print, Scene};

use super::package;
use super::table;
use super::xml::{field, run, runs};
use crate::{Block, Failure, Figure, Manuscript, Span, Style, Text};

/// Dots per inch of a picture in the document.
const DOTS_PER_INCH: f64 = 300.0;
/// Width of the text, points: 170 mm.
const TEXT_WIDTH: f64 = 170.0 / 25.4 * 72.0;
/// English metric units of a point.
const EMU: f64 = 12_700.0;

/// The body of the document and its pictures.
pub(super) struct Body {
    /// The content of `w:body`, with the last section's properties.
    pub xml: String,
    /// The pictures as PNG, in order.
    pub pictures: Vec<Vec<u8>>,
    /// Lists with numbers, each of which begins at 1.
    pub n_numbered: usize,
}

impl Body {
    /// The body of a manuscript.
    pub fn of(manuscript: &Manuscript) -> Result<Body, Failure> {
        let mut writer = Writer {
            names: manuscript.numbers(),
            body: Body { xml: String::new(), pictures: Vec::new(), n_numbered: 0 },
            n_tables: 0,
        };
        writer.paragraph("Title", "", &Text::from(manuscript.title.as_str()));
        manuscript.subtitle.iter().for_each(|line| writer.paragraph("Subtitle", "", line));
        for block in &manuscript.blocks {
            writer.block(block)?;
        }
        writer.body.xml.push_str(&section(false));
        Ok(writer.body)
    }
}

/// The properties of a section: its page, with header and footer.
fn section(is_across: bool) -> String {
    let page = if is_across {
        "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>"
    } else {
        "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"
    };
    format!(
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rIdHeader\"/><w:footerReference \
         w:type=\"default\" r:id=\"rIdFooter\"/>{page}<w:pgMar w:top=\"1247\" w:right=\"1134\" \
         w:bottom=\"1134\" w:left=\"1134\" w:header=\"624\" w:footer=\"567\" w:gutter=\"0\"/></w:sectPr>"
    )
}

/// The body as it grows.
pub(super) struct Writer {
    /// What stands for each reference.
    names: Vec<(String, String)>,
    body: Body,
    n_tables: usize,
}

impl Writer {
    fn block(&mut self, block: &Block) -> Result<(), Failure> {
        match block {
            Block::Heading { level, text } => {
                self.paragraph(&format!("Heading{}", (*level).clamp(1, 3)), "", text)
            }
            Block::Paragraph(text) => self.paragraph("BodyText", "", text),
            Block::Notice(text) => self.paragraph("Notice", "", text),
            Block::List { is_numbered, items } => self.list(*is_numbered, items),
            Block::Table(found) => self.table(found),
            Block::Figure(found) => self.figure(found)?,
            Block::PageBreak => self.body.xml.push_str("<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>"),
        }
        Ok(())
    }

    /// Adds a paragraph; `properties` come after the style, in the schema's order.
    fn paragraph(&mut self, style: &str, properties: &str, text: &Text) {
        let xml = paragraph(style, properties, &self.words(text));
        self.body.xml.push_str(&xml);
    }

    fn list(&mut self, is_numbered: bool, items: &[Text]) {
        let list = if is_numbered {
            self.body.n_numbered += 1;
            self.body.n_numbered + 1
        } else {
            1
        };
        let style = if is_numbered { "ListNumber" } else { "ListBullet" };
        let properties = format!("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{list}\"/></w:numPr>");
        items.iter().for_each(|item| self.paragraph(style, &properties, item));
    }

    fn table(&mut self, table: &crate::Table) {
        if table.is_wide {
            self.end_section(false);
        }
        self.n_tables += 1;
        self.caption("Table", &table.id, self.n_tables, &table.caption, "<w:keepNext/>");
        let xml = table::table(self, table);
        self.body.xml.push_str(&xml);
        table.notes.iter().for_each(|note| self.paragraph("TableNotes", "", note));
        if table.is_wide {
            self.end_section(true);
        } else {
            // Two tables without a paragraph between them would be one.
            self.body.xml.push_str(&paragraph("TableNotes", "", ""));
        }
    }

    fn end_section(&mut self, is_across: bool) {
        self.body.xml.push_str(&paragraph("TableNotes", &section(is_across), ""));
    }

    fn figure(&mut self, figure: &Figure) -> Result<(), Failure> {
        let picture = figure::png(&figure.scene, Print::Colour, DOTS_PER_INCH)
            .map_err(|cause| package::failure(&cause))?;
        self.body.pictures.push(picture);
        let number = self.body.pictures.len();
        let drawn = format!("<w:r>{}</w:r>", drawing(&figure.scene, number));
        self.body.xml.push_str(&paragraph("Figure", "<w:keepNext/>", &drawn));
        self.caption("Figure", &figure.id, number, &figure.caption, "");
        Ok(())
    }

    /// `Table 1. Caption`, the number as a field with a bookmark that references lead to.
    fn caption(&mut self, kind: &str, id: &str, number: usize, text: &Text, properties: &str) {
        let mark = bookmark(kind, id);
        let place = number + if kind == "Table" { 1000 } else { 2000 };
        let xml = format!(
            "<w:bookmarkStart w:id=\"{place}\" w:name=\"{mark}\"/>{}{}<w:bookmarkEnd w:id=\"{place}\"/>{}{}",
            run(&format!("{kind} "), Style::Bold, false),
            field(&format!("SEQ {kind} \\* ARABIC"), &number.to_string(), Style::Bold),
            run(". ", Style::Bold, false),
            self.words(text)
        );
        self.body.xml.push_str(&paragraph("Caption", properties, &xml));
    }

    /// Text as runs, its references as fields.
    pub fn words(&self, text: &Text) -> String {
        text.0.iter().filter(|span| !span.text.is_empty()).map(|span| self.span(span)).collect()
    }

    fn span(&self, span: &Span) -> String {
        let found = self.names.iter().filter_map(|(reference, name)| {
            let at = span.text.find(reference.as_str())?;
            Some((at, reference, name))
        });
        let Some((at, reference, name)) = found.min_by_key(|(at, ..)| *at) else {
            return runs(&Span {
                text: crate::manuscript::without_dead_references(&span.text),
                style: span.style,
            });
        };
        let part = |text: &str| Span { text: text.to_owned(), style: span.style };
        let kind = name.split(' ').next().unwrap_or_default();
        let id = reference.trim_matches(['{', '}']).split_once(':').map_or("", |(_, id)| id);
        self.span(&part(&span.text[..at]))
            + &field(&format!("REF {} \\h", bookmark(kind, id)), name, span.style)
            + &self.span(&part(&span.text[at + reference.len()..]))
    }
}

/// A name that Word takes for a bookmark: letters, digits and underscores, at most 40.
fn bookmark(kind: &str, id: &str) -> String {
    let id: String = id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    format!("{kind}_{id}").chars().take(40).collect()
}

/// A paragraph of a style; `properties` come after the style.
pub(super) fn paragraph(style: &str, properties: &str, runs: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{properties}</w:pPr>{runs}</w:p>")
}

/// A picture in the line, as wide as it is drawn but not wider than the text.
fn drawing(scene: &Scene, number: usize) -> String {
    let scale = (TEXT_WIDTH / scene.size.width).min(1.0) * EMU;
    let (wide, high) = ((scene.size.width * scale) as u64, (scene.size.height * scale) as u64);
    let (name, says) = (Escaped(&scene.title), Escaped(&scene.description));
    format!(
        "<w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{wide}\" \
         cy=\"{high}\"/><wp:docPr id=\"{number}\" name=\"{name}\" descr=\"{says}\"/><wp:cNvGraphicFramePr>\
         <a:graphicFrameLocks noChangeAspect=\"1\"/></wp:cNvGraphicFramePr><a:graphic><a:graphicData \
         uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr><pic:cNvPr \
         id=\"{number}\" name=\"figure-{number}.png\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip \
         r:embed=\"rIdPicture{number}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>\
         <a:off x=\"0\" y=\"0\"/><a:ext cx=\"{wide}\" cy=\"{high}\"/></a:xfrm><a:prstGeom prst=\"rect\">\
         <a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
}
