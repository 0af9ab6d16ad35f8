//! The distribution of H when every division of the values into groups of these sizes is equally likely.

use crate::groups::order_null::deal;
use crate::groups::pooled::Pooled;

/// At most this many divisions, ...
const MOST_DIVISIONS: f64 = 1e9;
/// ... and this many groups.
const MOST_GROUPS: usize = 8;

/// For each group: values received so far in the upper half of the word, twice the sum of their ranks in the lower.
type State = [u32; MOST_GROUPS];

/// P(H >= the observed), `None` where the divisions are too many.
///
/// Runs of equal values are dealt to the groups in ascending order. States with the same numbers and
/// sums are one; so are states that differ by an exchange of groups of the same size, as H does not tell them apart.
/// Counts of divisions are whole numbers below 2^53, and H is compared in whole numbers.
pub(super) fn p_value(pooled: &Pooled) -> Option<f64> {
    let k = pooled.sizes.len();
    if k > MOST_GROUPS || n_divisions(&pooled.sizes) > MOST_DIVISIONS {
        return None;
    }
    let mut sizes = pooled.sizes.clone();
    sizes.sort_unstable();
    let mut states = vec![([0; MOST_GROUPS], 1.0)];
    let mut n_below = 0;
    for &run in &pooled.runs {
        let doubled_rank = (2 * n_below + run + 1) as u32;
        let mut next = Vec::new();
        for (state, count) in &states {
            let room: Vec<usize> =
                sizes.iter().zip(state).map(|(size, held)| size - (held >> 16) as usize).collect();
            deal(run, &room, |dealt, ways| {
                next.push((canonical(received(state, dealt, doubled_rank), &sizes), count * ways));
            });
        }
        states = united(next);
        n_below += run;
    }
    Some(share_at_least(&states, pooled))
}

/// N! / (n_1! n_2! ...).
fn n_divisions(sizes: &[usize]) -> f64 {
    let (mut n, mut divisions) = (0, 1.0);
    for &size in sizes {
        for i in 1..=size {
            n += 1;
            divisions *= n as f64 / i as f64;
        }
    }
    divisions
}

fn received(state: &State, dealt: &[usize], doubled_rank: u32) -> State {
    let mut after = *state;
    for (held, &here) in after.iter_mut().zip(dealt) {
        *held += here as u32 * ((1 << 16) + doubled_rank);
    }
    after
}

/// Groups of one size in ascending order of what they hold.
fn canonical(mut state: State, sizes: &[usize]) -> State {
    let mut start = 0;
    for same in sizes.chunk_by(|left, right| left == right) {
        state[start..start + same.len()].sort_unstable();
        start += same.len();
    }
    state
}

/// Equal states as one, with the sum of their counts.
fn united(mut states: Vec<(State, f64)>) -> Vec<(State, f64)> {
    states.sort_unstable_by_key(|state| state.0);
    states.dedup_by(|later, earlier| {
        let same = later.0 == earlier.0;
        if same {
            earlier.1 += later.1;
        }
        same
    });
    states
}

/// Share of the divisions with a sum of squared deviations, each over its group's size, at or above the observed. All
/// terms are multiplied by a common multiple of the sizes.
fn share_at_least(states: &[(State, f64)], pooled: &Pooled) -> f64 {
    let multiple = pooled.sizes.iter().fold(1_i128, |multiple, &size| {
        let size = size as i128;
        multiple / greatest_common_divisor(multiple, size) * size
    });
    let squares = |size: usize, deviation: i128| deviation * deviation * (multiple / size as i128);
    let observed: i128 = super::deviations(pooled).map(|(size, deviation)| squares(size, deviation)).sum();
    let mut sizes = pooled.sizes.clone();
    sizes.sort_unstable();
    let all = pooled.n() as i128 + 1;
    let of = |state: &State| -> i128 {
        let held = sizes.iter().zip(state);
        held.map(|(&size, held)| squares(size, i128::from(held & 0xffff) - size as i128 * all)).sum()
    };
    let total: f64 = states.iter().map(|state| state.1).sum();
    let extreme: f64 = states.iter().filter(|state| of(&state.0) >= observed).map(|state| state.1).sum();
    extreme / total
}

fn greatest_common_divisor(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}
