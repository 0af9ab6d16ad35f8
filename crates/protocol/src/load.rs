//! From a file, from text, or from the program itself to a protocol.

use std::fs;
use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::check::{ConceptReader, check};
use crate::findings::{Findings, Source};
use crate::keys::{BUILTIN, BUILTIN_HISTOLOGY, BUILTIN_HISTOLOGY_PATH, BUILTIN_SETS};
use crate::{Code, Problem, Protocol, syntax};

impl Protocol {
    /// Reads a protocol file and the concept files it names, whose paths are relative to it.
    ///
    /// # Errors
    /// [`Problem::Unreadable`] when the protocol file cannot be read; else every mistake at once.
    pub fn load(path: impl AsRef<Path>) -> Result<Protocol, Problem> {
        let path = path.as_ref();
        let unreadable = |error| Problem::Unreadable { path: path.to_owned(), error };
        let bytes = fs::read(path).map_err(unreadable)?;
        let name = path.display().to_string();
        let text = String::from_utf8(bytes).map_err(|error| not_utf8(&name, &error))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        Protocol::parse(&text, &name, &|concept| fs::read_to_string(folder.join(concept)))
    }

    /// Reads a protocol from its text. `name` stands in messages; `concept_reader` gives the text of a
    /// concept file by the path that the protocol names.
    ///
    /// # Errors
    /// [`Problem::Mistakes`] with every mistake of the text and its concept files.
    pub fn parse(
        text: &str,
        name: &str,
        concept_reader: &dyn Fn(&str) -> Result<String, io::Error>,
    ) -> Result<Protocol, Problem> {
        let mut findings = Findings::new(Source::protocol(name, text));
        let parsed = syntax::parse(text, &mut findings);
        let checked = check(&parsed, &mut findings, concept_reader as ConceptReader);
        let mistakes = findings.into_sorted();
        if !mistakes.is_empty() {
            return Err(Problem::Mistakes(mistakes));
        }
        let (protocol, concepts) = checked.expect("a value that is not there has been reported");
        let whole = hash(std::iter::once(text).chain(concepts.iter().map(|(_, text)| text.as_str())));
        let hashes = concepts
            .iter()
            .map(|(key, text)| ((*key).to_owned(), hash(std::iter::once(text.as_str()))))
            .collect();
        Ok(Protocol { hash: whole, concept_hashes: hashes, ..protocol })
    }

    /// The study that comes with the program: every number is the study contract's default.
    pub fn builtin() -> Protocol {
        Protocol::parse(BUILTIN, "built-in protocol", &builtin_concepts)
            .expect("the built-in study is checked by the tests")
    }

    /// The text of the built-in study, to begin a study of one's own with.
    pub fn builtin_text() -> &'static str {
        BUILTIN
    }

    /// The concept files of the built-in study: path as the protocol names it, and text.
    pub fn builtin_concept_files() -> Vec<(&'static str, &'static str)> {
        let sets = BUILTIN_SETS.iter().map(|(_, path, text)| (*path, *text));
        std::iter::once((BUILTIN_HISTOLOGY_PATH, BUILTIN_HISTOLOGY)).chain(sets).collect()
    }
}

fn builtin_concepts(path: &str) -> Result<String, io::Error> {
    Protocol::builtin_concept_files()
        .iter()
        .find(|(name, _)| *name == path)
        .map(|(_, text)| (*text).to_owned())
        .ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "not part of the built-in study"))
}

/// SHA-256 of the texts' bytes one after the other: the protocol, then the concept files that it names, in
/// the order of the keys, as `cat ... | sha256sum` gives it. Bytes count, not lines: the same file with LF and with CRLF has two hashes.
fn hash<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut sum = Sha256::new();
    texts.for_each(|text| sum.update(text.as_bytes()));
    sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn not_utf8(name: &str, error: &std::string::FromUtf8Error) -> Problem {
    let at = error.utf8_error().valid_up_to();
    let text = String::from_utf8_lossy(error.as_bytes());
    let message = "the bytes from here on are not UTF-8".to_owned();
    let help = "save the file as UTF-8".to_owned();
    let found = Source::protocol(name, &text).diagnostic(Code::NotUtf8, at..at + 1, "", message, help);
    Problem::Mistakes(vec![found])
}
