//! What typst may see: one template, the files laid beside it, the embedded font.

use std::collections::HashMap;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let fonts = figure::FONTS.iter().flat_map(|font| Font::iter(Bytes::new(*font)));
    fonts.collect()
});
static BOOK: LazyLock<LazyHash<FontBook>> = LazyLock::new(|| LazyHash::new(FontBook::from_fonts(&*FONTS)));
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// A template and the files that it reads.
pub(super) struct Desk {
    main: Source,
    files: HashMap<FileId, Bytes>,
}

impl Desk {
    /// A desk with a template alone.
    pub fn new(template: &str) -> Desk {
        Desk { main: Source::new(id("main.typ"), template.to_owned()), files: HashMap::new() }
    }

    /// Lays a file on it.
    pub fn put(&mut self, name: &str, bytes: Vec<u8>) {
        self.files.insert(id(name), Bytes::new(bytes));
    }
}

/// The identifier of a file of this crate's own naming.
fn id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("names of files are given here, without dots or roots");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
