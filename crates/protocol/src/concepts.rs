//! Code lists as CSV beside the protocol: the histologies, and the concept sets of coded sources.

mod file;
mod histology;
mod sets;

use thyroid::rules::HistologyRules;
use timeline::Concept;

use crate::Code;
use crate::check::ConceptReader;
use crate::keys::BUILTIN_SETS;
use crate::read::Reader;

/// What a protocol's concept files say, and key and text of those it names, in the order of the keys.
pub(crate) struct Concepts {
    pub(crate) histology: HistologyRules,
    pub(crate) sets: Vec<Concept>,
    pub(crate) texts: Vec<(&'static str, String)>,
}

/// Reads the histologies and every concept set.
pub(crate) fn concepts(read: &mut Reader, reader: ConceptReader) -> Option<Concepts> {
    let histology = histology(read, reader);
    let mut sets = Vec::new();
    let mut named =
        |key: &'static str, text| Some(set(read, reader, key, text, &mut sets)?.map(|text| (key, text)));
    let texts: Vec<_> = BUILTIN_SETS.iter().map(|(key, _, text)| named(key, text)).collect();
    let (histology, text) = histology?;
    let named = texts.into_iter().collect::<Option<Vec<_>>>()?;
    let texts = std::iter::once(("concepts.histology", text)).chain(named.into_iter().flatten()).collect();
    Some(Concepts { histology, sets, texts })
}

fn histology(read: &mut Reader, reader: ConceptReader) -> Option<(HistologyRules, String)> {
    let (name, text) = named(read, reader, "concepts.histology")?;
    let (rules, found) = histology::read(&name, &text);
    let is_sound = found.is_empty();
    read.findings.report_concepts(found);
    is_sound.then_some((rules, text))
}

/// The lines of one file added to `concepts`; its text when the protocol names it, else the built-in
/// list's lines and no text. `None` when something was reported.
fn set(
    read: &mut Reader,
    reader: ConceptReader,
    key: &'static str,
    builtin: &str,
    concepts: &mut Vec<Concept>,
) -> Option<Option<String>> {
    if read.given::<String>(key).1.is_none() {
        sets::read(key, builtin, concepts);
        return Some(None);
    }
    let (name, text) = named(read, reader, key)?;
    let found = sets::read(&name, &text, concepts);
    let is_sound = found.is_empty();
    read.findings.report_concepts(found);
    is_sound.then_some(Some(text))
}

/// Name and text of the file that a key names.
fn named(read: &mut Reader, reader: ConceptReader, key: &'static str) -> Option<(String, String)> {
    let path = read.text(key);
    let name = path.value?;
    match reader(&name) {
        Ok(text) => Some((name, text)),
        Err(error) => {
            let message = format!("{name} cannot be read: {error}");
            let help = "the path is relative to the protocol file; the file is CSV in UTF-8";
            read.findings.report(Code::ConceptFile, path.span, path.key, message, help);
            None
        }
    }
}
