//! From a document to a protocol: sections and keys, then every value, then how they fit together.

mod criteria;
mod names;
mod runs;
mod sections;

use toml_edit::Table;

use crate::findings::Findings;
use crate::keys::{KEYS, item_at};
use crate::read::Reader;
use crate::syntax::Parsed;
use crate::{Protocol, concepts, value};

/// Reads a named concept file.
pub(crate) type ConceptReader<'a> = &'a dyn Fn(&str) -> Result<String, std::io::Error>;

/// The protocol with key and text of its concept files in order, or `None` when something was reported. The
/// hashes are still empty.
pub(crate) fn check(
    parsed: &Parsed,
    findings: &mut Findings,
    concept_reader: ConceptReader,
) -> Option<(Protocol, Vec<(&'static str, String)>)> {
    names::check(parsed, findings);
    let root: &Table = parsed.document.as_table();
    let mut read = Reader { root, findings };
    let concepts = concepts::concepts(&mut read, concept_reader);
    let main = sections(&mut read, concepts.as_ref());
    let sensitivity = runs::runs(parsed, findings, concepts.as_ref());
    let protocol = Protocol { sensitivity: sensitivity?, ..main? };
    Some((protocol, concepts?.texts))
}

/// All sections but the concepts, which are read already.
fn sections(read: &mut Reader, concepts: Option<&concepts::Concepts>) -> Option<Protocol> {
    // Every section is read before the first missing value ends the way to a protocol.
    let study = sections::study(read);
    let source = sections::source(read);
    let index = sections::index(read);
    let criteria = criteria::criteria(read);
    let distant_until_days = sections::distant_until_days(read);
    let windows = sections::windows(read);
    let marker = sections::marker(read);
    let structural = sections::structural(read);
    let change = sections::change(read);
    let response = sections::response(read);
    let ned = sections::ned(read, response.as_ref());
    let analysis = sections::analysis(read);
    let pairs = sections::pairs(read);
    let report = sections::report(read);
    let concepts::Concepts { histology, sets, .. } = concepts?;
    let (guideline, response) = response?;
    Some(Protocol {
        study: study?,
        source: source?,
        histology: histology.clone(),
        concepts: sets.clone(),
        index: index?,
        criteria: criteria?,
        distant_until_days: distant_until_days?,
        windows: windows?,
        marker: marker?,
        structural: structural?,
        change: change?,
        guideline,
        response,
        ned: ned?,
        analysis: analysis?,
        pairs: pairs?,
        sensitivity: Vec::new(),
        report: report?,
        parameters: parameters(read.root),
        concept_hashes: Vec::new(),
        hash: String::new(),
    })
}

/// Every key that is set, with its value.
fn parameters(root: &Table) -> Vec<(String, String)> {
    let value = |key: &&str| Some(((*key).to_owned(), value::json(item_at(root, key)?.as_value()?)));
    KEYS.iter().filter_map(value).collect()
}
