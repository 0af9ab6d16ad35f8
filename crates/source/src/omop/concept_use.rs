//! Which codes of the concept sets a source holds, where and how often.

use timeline::{Concept, words};

words! {
    /// How a row was found to be meant by a code.
    pub enum FoundBy {
        /// By its concept, through the vocabulary.
        Concept = "concept",
        /// By the code, or the drug's name, that the source stored.
        SourceValue = "source value",
    }
}

/// Rows of one table that a line of a concept set decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableUse {
    /// The table or kind of resource, as its source names it.
    pub table: &'static str,
    /// How they were found.
    pub by: FoundBy,
    /// How many, among the rows of candidates. For an excluded line: how many it took out.
    pub n_rows: u64,
    /// How many persons they belong to, where that was counted.
    pub n_persons: Option<u64>,
}

/// What became of one line of a concept set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConceptUse {
    /// The line.
    pub concept: Concept,
    /// How many concepts of the source's vocabulary have this code; 0 where it has none, or there is no
    /// vocabulary.
    pub n_concepts: u64,
    /// Where its rows were found, by table; empty when the code was never found.
    pub uses: Vec<TableUse>,
}

/// Counts the rows of one table by line; they come person by person.
pub(super) struct Tally {
    /// For each line and way: rows, persons, and the last person.
    counts: Vec<[(u64, u64, Option<u32>); 2]>,
}

impl Tally {
    pub(super) fn new(n_lines: usize) -> Tally {
        Tally { counts: vec![[(0, 0, None); 2]; n_lines] }
    }

    /// One more row of this line.
    pub(super) fn add(&mut self, line: usize, by: FoundBy, person: u32) {
        let (n_rows, n_persons, last) = &mut self.counts[line][by as usize];
        *n_rows += 1;
        *n_persons += u64::from(*last != Some(person));
        *last = Some(person);
    }

    /// Adds what was counted to the lines' uses.
    pub(super) fn give(self, table: &'static str, uses: &mut [ConceptUse]) {
        for (line, counts) in uses.iter_mut().zip(self.counts) {
            for (&by, (n_rows, n_persons, _)) in FoundBy::ALL.iter().zip(counts) {
                if n_rows > 0 {
                    line.uses.push(TableUse { table, by, n_rows, n_persons: Some(n_persons) });
                }
            }
        }
    }
}
