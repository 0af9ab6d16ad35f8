//! Where a resample's indices come from.

use crate::random::{Seed, Stream};

/// A rule that draws indices with replacement, one sequence for each replicate. [`Seed`] is one; others repeat the
/// indices of another program.
pub trait IndexSource: Sync {
    /// The sequence of one replicate.
    type Sequence: IndexSequence;

    /// Depends on nothing but the replicate's number, so that threads do not matter.
    fn replicate(&self, replicate: u64) -> Self::Sequence;
}

/// The indices of one replicate in the order drawn.
pub trait IndexSequence {
    /// An index in 0..n; `n` is at least 1.
    fn below(&mut self, n: usize) -> usize;
}

impl IndexSource for Seed {
    type Sequence = Stream;

    fn replicate(&self, replicate: u64) -> Stream {
        self.stream(replicate)
    }
}

impl IndexSequence for Stream {
    fn below(&mut self, n: usize) -> usize {
        Stream::below(self, n)
    }
}
