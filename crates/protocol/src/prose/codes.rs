//! What codes mean, for sources that hold codes (contract 10).

use timeline::{Concept, Meaning};

use super::Section;
use super::phrases::list;
use crate::Protocol;

pub(super) fn codes(protocol: &Protocol) -> Section {
    let mut paragraphs = vec![
        "From a source that holds codes (OMOP, FHIR) a record is taken for what its code means here; a code \
         that is on none of these lists is not read. A * stands for the rest of a code."
            .to_owned(),
    ];
    paragraphs.extend(Meaning::ALL.iter().filter_map(|meaning| set(*meaning, &protocol.concepts)));
    Section::new("Codes", paragraphs)
}

/// The codes of one set; `None` when it has none.
fn set(meaning: Meaning, concepts: &[Concept]) -> Option<String> {
    let own = |is_excluded: bool| {
        let own = concepts.iter().filter(move |concept| concept.meaning == meaning);
        own.filter(move |concept| concept.is_excluded == is_excluded)
    };
    let name = meaning.word().replace('_', " ");
    let included = by_vocabulary(own(false));
    let excluded = by_vocabulary(own(true));
    match (included.is_empty(), excluded.is_empty()) {
        (true, _) => None,
        (_, true) => Some(format!("{name}: {}.", list(&included))),
        _ => Some(format!("{name}: {}; but not {}.", list(&included), list(&excluded))),
    }
}

/// Codes of one vocabulary, neighbours in the file, behind its name.
fn by_vocabulary<'a>(concepts: impl Iterator<Item = &'a Concept>) -> Vec<String> {
    let mut last = "";
    let mut told = Vec::new();
    for concept in concepts {
        let below = if concept.with_descendants { " with what is below it" } else { "" };
        let code = format!("{}{below}", concept.code);
        told.push(if concept.vocabulary.as_ref() == last {
            code
        } else {
            format!("{} {code}", concept.vocabulary)
        });
        last = &concept.vocabulary;
    }
    told
}
