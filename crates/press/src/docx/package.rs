//! The parts as one file.

use std::fmt::Display;
use std::io::{Cursor, Write};

use zip::result::ZipResult;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::body::Body;
use super::parts;
use crate::{Failure, Manuscript};

/// A failure of this document.
pub(super) fn failure(cause: &dyn Display) -> Failure {
    Failure { document: "manuscript.docx", cause: cause.to_string() }
}

/// Packs the document; every entry carries the same date, so that bytes are the same.
pub(super) fn pack(manuscript: &Manuscript, body: &Body) -> ZipResult<Vec<u8>> {
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    let texts = [
        ("[Content_Types].xml", parts::CONTENT_TYPES.to_owned()),
        ("_rels/.rels", parts::RELATIONS.to_owned()),
        ("docProps/core.xml", parts::core(manuscript)),
        ("docProps/app.xml", parts::APPLICATION.to_owned()),
        ("word/document.xml", parts::document(&body.xml)),
        ("word/styles.xml", parts::STYLES.to_owned()),
        ("word/numbering.xml", parts::numbering(body.n_numbered)),
        ("word/settings.xml", parts::SETTINGS.to_owned()),
        ("word/header.xml", parts::header(&manuscript.notice)),
        ("word/footer.xml", parts::footer(&manuscript.made_by)),
        ("word/_rels/document.xml.rels", parts::document_relations(body.pictures.len())),
    ];
    for (name, text) in texts {
        file.start_file(name, options)?;
        file.write_all(text.as_bytes())?;
    }
    for (position, picture) in body.pictures.iter().enumerate() {
        file.start_file(format!("word/media/figure-{}.png", position + 1), options)?;
        file.write_all(picture)?;
    }
    Ok(file.finish()?.into_inner())
}
