//! Before and after of one or more groups.

use crate::{InputError, Pairs};

/// Pairs that belong to groups 0 to `n_arms` - 1; the first is the one the others are compared with.
#[derive(Clone, Copy)]
pub struct Arms<'a> {
    pairs: Pairs<'a>,
    arm: Option<&'a [usize]>,
    n_arms: usize,
}

impl<'a> Arms<'a> {
    /// All pairs in one group.
    pub fn one(pairs: Pairs<'a>) -> Self {
        Self { pairs, arm: None, n_arms: 1 }
    }

    /// `arm[i]` is the group of the i-th pair. Refuses another length than the pairs', and groups outside 0 to
    /// `n_arms` - 1. A group may be empty.
    pub fn new(pairs: Pairs<'a>, arm: &'a [usize], n_arms: usize) -> Result<Self, InputError> {
        if arm.len() != pairs.n() {
            return Err(InputError::LengthsDiffer { before: pairs.n(), after: arm.len() });
        }
        match arm.iter().position(|&arm| arm >= n_arms) {
            Some(position) => Err(InputError::GroupOutside { position }),
            None => Ok(Self { pairs, arm: Some(arm), n_arms }),
        }
    }

    /// Number of groups, empty ones included.
    pub fn n_arms(&self) -> usize {
        self.n_arms
    }

    /// All pairs.
    pub fn pairs(&self) -> Pairs<'a> {
        self.pairs
    }

    /// Group, before and after, in the order given.
    pub fn iter(&self) -> impl Iterator<Item = (usize, f64, f64)> + use<'a> {
        let arm = self.arm;
        let pairs = self.pairs.iter().enumerate();
        pairs.map(move |(place, (before, after))| (arm.map_or(0, |arm| arm[place]), before, after))
    }
}
