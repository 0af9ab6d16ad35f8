//! Small CDMs made by hand, and the acceptance hospital with counts taken by another program.

mod acceptance;
mod codes;
pub(crate) mod memory;
mod mixed;
mod persons;
mod rows;
mod values;

use sieve::cdm::Table;
use timeline::{Concept, Meaning};

use super::{Charted, Wanted, chart};
use crate::chart::{Chart, Coded};
use crate::facts::Known;
use crate::options::Identity;
use memory::{MemoryEngine, cells};

const LISTS: [&str; 4] = [
    include_str!("../../../../../studies/second-radioiodine/concepts/conditions.csv"),
    include_str!("../../../../../studies/second-radioiodine/concepts/procedures.csv"),
    include_str!("../../../../../studies/second-radioiodine/concepts/drugs.csv"),
    include_str!("../../../../../studies/second-radioiodine/concepts/measurements.csv"),
];

/// Lines of concept sets, without the header.
fn lines(text: &str) -> Vec<Concept> {
    let concept = |line: &str| {
        let cells = cells(line);
        Concept {
            meaning: Meaning::from_word(&cells[0]).expect("a set"),
            vocabulary: cells[1].as_str().into(),
            code: cells[2].as_str().into(),
            name: cells[3].as_str().into(),
            with_descendants: cells[4] == "yes",
            is_excluded: cells[5] == "yes",
        }
    };
    text.lines().filter(|line| !line.trim().is_empty()).map(concept).collect()
}

/// The concept sets of the study.
fn study() -> Vec<Concept> {
    LISTS.iter().flat_map(|list| lines(list.split_once('\n').expect("a header").1)).collect()
}

/// A CDM, read with the study's concept sets.
fn read(tables: &[(Table, &str)]) -> Charted {
    read_for(tables, &Known::default(), Identity::PersonId)
}

fn read_for(tables: &[(Table, &str)], known: &Known, identity: Identity) -> Charted {
    let wanted = Wanted { identity, is_everybody: false, known };
    chart(&MemoryEngine::new(tables), &study(), &wanted).unwrap_or_else(|failure| panic!("{failure}"))
}

/// Person, day, meaning and code of each row.
fn said<'a>(chart: &Chart, rows: impl IntoIterator<Item = &'a Coded>) -> Vec<String> {
    let line = |coded: &Coded| {
        let person = &chart.persons[coded.person as usize].id;
        format!("{person} {} {} {}", coded.day, coded.meaning.word(), coded.code)
    };
    rows.into_iter().map(line).collect()
}
