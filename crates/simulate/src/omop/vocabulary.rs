//! The vocabulary tables of the written CDM: its own codes and no others.

use timeline::Day;

use super::Tables;
use super::background::{Synthetic, synthetic};
use super::batch::Value::{self, Id, Null, Text};
use super::table::Table;
use crate::coded::codes::{self, Code, DISORDERS, HISTOLOGY};

/// A concept before it is written.
struct Concept<'a> {
    id: i64,
    words: [&'a str; 5],
    is_standard: bool,
    /// `C` for a class of drugs.
    is_class: bool,
}

/// Writes every concept; with `background`, also those of the background.
pub(crate) fn add(tables: &mut Tables, background: bool) {
    let concepts = codes::all().map(of_code);
    let invented: Vec<Synthetic> = if background { synthetic().collect() } else { Vec::new() };
    let mut concepts: Vec<Concept> = concepts.chain(invented.iter().map(of_synthetic)).collect();
    concepts.sort_by_key(|concept| concept.id);
    for concept in &concepts {
        add_concept(tables, concept);
    }
    relate(tables, &concepts);
    descend(tables, &concepts);
}

fn of_code<'a>(code: &'static Code) -> Concept<'a> {
    let words = [code.name, code.domain, code.vocabulary, code.class, code.code];
    Concept { id: code.concept, words, is_standard: code.is_standard, is_class: code.vocabulary == "ATC" }
}

fn of_synthetic(concept: &Synthetic) -> Concept<'_> {
    let words = [&concept.name, concept.domain, "SYNTHETIC", "Synthetic", &concept.code];
    Concept { id: concept.id, words, is_standard: true, is_class: false }
}

/// First and last day on which a concept is valid.
fn valid() -> [Value<'static>; 2] {
    let day = |year, month, day| Value::Day(Day::from_ymd(year, month, day).expect("a day of the calendar"));
    [day(1970, 1, 1), day(2099, 12, 31)]
}

fn add_concept(tables: &mut Tables, concept: &Concept) {
    let [name, domain, vocabulary, class, code] = concept.words;
    let standard = match (concept.is_standard, concept.is_class) {
        (true, _) => Text("S"),
        (false, true) => Text("C"),
        _ => Null,
    };
    let [from, until] = valid();
    let words = [Text(name), Text(domain), Text(vocabulary), Text(class), standard, Text(code), from, until];
    let row: Vec<Value> = std::iter::once(Id(concept.id)).chain(words).collect();
    tables.push(Table::Concept, &row);
}

/// A standard concept maps to itself, the diagnosis of thyroid cancer to its standard concept.
fn relate(tables: &mut Tables, concepts: &[Concept]) {
    let diagnosis = &codes::THYROID_CANCER[0];
    for concept in concepts {
        let to = match (concept.is_standard, concept.id == diagnosis.concept) {
            (true, _) => concept.id,
            (false, true) => diagnosis.standard(),
            _ => continue,
        };
        let [from, until] = valid();
        tables.push(Table::Relationship, &[Id(concept.id), Id(to), Text("Maps to"), from, until]);
    }
}

/// Every concept is its own ancestor; the malignant histologies are below thyroid cancer.
fn descend(tables: &mut Tables, concepts: &[Concept]) {
    for concept in concepts {
        tables.push(Table::Ancestor, &[Id(concept.id), Id(concept.id), Id(0), Id(0)]);
    }
    let malignant = HISTOLOGY.iter().filter(|code| code.code.contains("/3-"));
    for below in malignant.chain(&DISORDERS[1..]) {
        tables.push(Table::Ancestor, &[Id(DISORDERS[0].concept), Id(below.concept), Id(1), Id(1)]);
    }
}
