//! From a document to a protocol: sections and keys, then every value, then how they fit together.

mod criteria;
mod names;
mod sections;

use toml_edit::Table;

use crate::findings::Findings;
use crate::read::Reader;
use crate::syntax::Parsed;
use crate::{Protocol, concepts};

/// Reads a named concept file.
pub(crate) type ConceptReader<'a> = &'a dyn Fn(&str) -> Result<String, std::io::Error>;

/// The protocol with the texts of its concept files in order, or `None` when something was reported. The hash is
/// still empty.
pub(crate) fn check(
    parsed: &Parsed,
    findings: &mut Findings,
    concept_reader: ConceptReader,
) -> Option<(Protocol, Vec<String>)> {
    names::check(parsed, findings);
    let root: &Table = parsed.document.as_table();
    let mut read = Reader { root, findings };
    let read = &mut read;
    // Every section is read before the first missing value ends the way to a protocol.
    let study = sections::study(read);
    let source = sections::source(read);
    let concepts = concepts::concepts(read, concept_reader);
    let index = sections::index(read);
    let criteria = criteria::criteria(read);
    let distant_until_days = sections::distant_until_days(read);
    let windows = sections::windows(read);
    let marker = sections::marker(read);
    let structural = sections::structural(read);
    let change = sections::change(read);
    let response = sections::response(read);
    let analysis = sections::analysis(read);
    let report = sections::report(read);
    let concepts::Concepts { histology, sets, texts } = concepts?;
    let protocol = Protocol {
        study: study?,
        source: source?,
        histology,
        concepts: sets,
        index: index?,
        criteria: criteria?,
        distant_until_days: distant_until_days?,
        windows: windows?,
        marker: marker?,
        structural: structural?,
        change: change?,
        response: response?,
        analysis: analysis?,
        report: report?,
        hash: String::new(),
    };
    Some((protocol, texts))
}
