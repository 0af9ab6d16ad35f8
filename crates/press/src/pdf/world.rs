//! What typst sees of the world: one fixed source, the values of a document, the embedded fonts. No file,
//! no package, no clock.

use std::sync::LazyLock;

use figure::FONTS;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

static LETTERS: LazyLock<Vec<Font>> =
    LazyLock::new(|| FONTS.iter().filter_map(|font| Font::new(Bytes::new(*font), 0)).collect());

/// One fixed source with the values it sets.
pub struct Desk {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    source: Source,
}

impl Desk {
    /// `source` is code of ours; `values` are its `sys.inputs`.
    pub fn new(source: &'static str, values: Dict) -> Desk {
        let path = VirtualPath::new("main.typ").expect("a plain name is a path");
        let id = FileId::new(RootedPath::new(VirtualRoot::Project, path));
        Desk {
            library: LazyHash::new(Library::builder().with_inputs(values).build()),
            book: LazyHash::new(FontBook::from_fonts(LETTERS.iter())),
            source: Source::new(id, source.to_owned()),
        }
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.source.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.source.id() { Ok(self.source.clone()) } else { Err(absent()) }
    }

    fn file(&self, _id: FileId) -> FileResult<Bytes> {
        Err(absent())
    }

    fn font(&self, index: usize) -> Option<Font> {
        LETTERS.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn absent() -> FileError {
    FileError::Other(Some("a document reads no file".into()))
}
