//! Persons in blocks: made in parallel, written in order.

use std::ops::RangeInclusive;

use rayon::prelude::*;

use crate::Error;

/// Numbers of persons, from 1.
pub(crate) type Numbers = RangeInclusive<usize>;

/// Persons in a block. Fixed, though the bytes do not depend on it: person after person either way.
const BLOCK: usize = 500;

/// Blocks made between two writes; bounds the memory.
const BLOCKS_AT_ONCE: usize = 8;

/// Makes block after block, on the current rayon pool, and gives them to `append` in their order while the
/// next are made; `done` hears of them afterwards.
pub(crate) fn in_blocks<B: Send>(
    n_persons: usize,
    make: impl Fn(Numbers) -> B + Sync,
    mut append: impl FnMut(&mut [B]) -> Result<(), Error> + Send,
    mut done: impl FnMut(&[B]),
) -> Result<(), Error> {
    let some = |from: usize| -> Vec<B> {
        let starts: Vec<usize> = (from..n_persons).step_by(BLOCK).take(BLOCKS_AT_ONCE).collect();
        starts.into_par_iter().map(|start| make(start + 1..=(start + BLOCK).min(n_persons))).collect()
    };
    let (mut from, mut blocks) = (0, some(0));
    while !blocks.is_empty() {
        from += blocks.len() * BLOCK;
        let (appended, next) = rayon::join(|| append(&mut blocks), || some(from));
        appended?;
        done(&blocks);
        blocks = next;
    }
    Ok(())
}
