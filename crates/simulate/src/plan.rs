//! What to simulate.

use crate::Scenario;

/// Whether the sheets carry the mess of real exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mess {
    /// Clean sheets: every cell reads, every row belongs to a person.
    None,
    /// Duplicates, odd case, stray blanks, times in dates, missing units, decimal commas, unreadable
    /// dates, unknown persons and the like, at the rates of [`crate::Blemishes`]. Too few rows become
    /// unusable for a reader to stop (contract 1).
    Realistic,
}

/// One synthetic hospital. Two equal plans give equal bytes; a larger `n_persons` keeps the first
/// persons as they were.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Number of persons, from 1 to 9,999,999 (ids have seven digits).
    pub n_persons: usize,
    /// Seed of every draw.
    pub seed: u64,
    /// Clean or messy. The clinical course of every person is the same in both.
    pub mess: Mess,
    /// Proportions and effects.
    pub scenario: Scenario,
}

impl Plan {
    /// A messy hospital with the default [`Scenario`].
    pub fn new(n_persons: usize, seed: u64) -> Plan {
        Plan { n_persons, seed, mess: Mess::Realistic, scenario: Scenario::default() }
    }
}
