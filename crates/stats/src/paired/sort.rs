//! Sorting numbers as whole-number keys, on all processors where there are many.

use rayon::slice::ParallelSliceMut;

/// From here on the work is shared.
const MANY: usize = 1 << 15;

/// Ascending. Equal keys cannot be told apart, so that the result is the same for any number of threads.
pub(super) fn keys(keys: &mut [u64]) {
    if keys.len() < MANY { keys.sort_unstable() } else { keys.par_sort_unstable() }
}

/// Ascending in the order of `f64::total_cmp`.
pub(super) fn numbers(values: &mut [f64]) {
    if values.len() < MANY {
        values.sort_unstable_by(f64::total_cmp);
        return;
    }
    let mut ordered: Vec<u64> = values.iter().map(|value| rising(value.to_bits())).collect();
    keys(&mut ordered);
    for (value, key) in values.iter_mut().zip(ordered) {
        *value = f64::from_bits(falling(key));
    }
}

/// Bits that rise with the number: negative numbers turned over, positive ones above them.
fn rising(bits: u64) -> u64 {
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

fn falling(key: u64) -> u64 {
    if key >> 63 == 1 { key & !(1 << 63) } else { !key }
}
