//! Random tables with given totals.

use super::MonteCarlo;
use crate::categories::Table;
use crate::distribution::gamma::ln_factorial;
use crate::random::Stream;
use rayon::prelude::*;

/// Tables drawn from one stream.
const BLOCK: usize = 64;

/// How far below the observed ln(product) another still counts as equal.
const TIE: f64 = 1e-7;

/// (1 + tables at most as probable) / (1 + tables drawn): the observed table counts as one of the draws.
pub(super) fn p_value(table: &Table, monte_carlo: MonteCarlo) -> f64 {
    let (rows, columns) = (table.row_totals(), table.column_totals());
    let ln = LnFactorials::up_to(table.total());
    let least = table.rows().flatten().map(|&count| ln.of(count)).sum::<f64>() - TIE;
    let n_blocks = monte_carlo.n_draws.div_ceil(BLOCK);
    let n_as_improbable: usize = (0..n_blocks)
        .into_par_iter()
        .map(|block| {
            let mut stream = monte_carlo.seed.stream(block as u64);
            let n = BLOCK.min(monte_carlo.n_draws - block * BLOCK);
            (0..n).filter(|_| draw_sum(&rows, &columns, &ln, &mut stream) >= least).count()
        })
        .sum();
    (1.0 + n_as_improbable as f64) / (1.0 + monte_carlo.n_draws as f64)
}

/// Draws a table cell by cell, each from its hypergeometric distribution given those before (Patefield 1981,
/// AS 159), and returns its sum of ln x!.
fn draw_sum(rows: &[usize], columns: &[usize], ln: &LnFactorials, stream: &mut Stream) -> f64 {
    let mut columns_left = columns.to_vec();
    let (last_row, last_column) = (rows.len() - 1, columns.len() - 1);
    let mut total = columns.iter().sum::<usize>();
    let mut sum = 0.0;
    for &row in &rows[..last_row] {
        let (mut row_left, mut room) = (row, total);
        for column in &mut columns_left[..last_column] {
            let cell = hypergeometric(row_left, *column, room, ln, stream.uniform());
            room -= *column;
            row_left -= cell;
            *column -= cell;
            sum += ln.of(cell);
        }
        columns_left[last_column] -= row_left;
        sum += ln.of(row_left);
        total -= row;
    }
    sum + columns_left.iter().map(|&left| ln.of(left)).sum::<f64>()
}

/// How many of `drawn` units out of `total`, `marked` of which are marked, are marked: by inversion, from the
/// mode outwards.
fn hypergeometric(drawn: usize, marked: usize, total: usize, ln: &LnFactorials, mut u: f64) -> usize {
    let unmarked = total - marked;
    let (least, most) = (drawn.saturating_sub(unmarked), drawn.min(marked));
    if least == most {
        return least;
    }
    let mode = ((drawn as u128 + 1) * (marked as u128 + 1) / (total as u128 + 2)) as usize;
    let at_mode =
        (ln.choose(marked, mode) + ln.choose(unmarked, drawn - mode) - ln.choose(total, drawn)).exp();
    let up = |k: usize| {
        ((marked - k) as f64 / (k + 1) as f64) * ((drawn - k) as f64 / (unmarked + k + 1 - drawn) as f64)
    };
    let (mut low, mut high, mut at_low, mut at_high) = (mode, mode, at_mode, at_mode);
    u -= at_mode;
    while u >= 0.0 && (low > least || high < most) {
        if high < most {
            at_high *= up(high);
            high += 1;
            u -= at_high;
            if u < 0.0 {
                return high;
            }
        }
        if low > least {
            low -= 1;
            at_low /= up(low);
            u -= at_low;
            if u < 0.0 {
                return low;
            }
        }
    }
    mode
}

/// ln k!, from a table up to a million.
struct LnFactorials {
    table: Vec<f64>,
}

impl LnFactorials {
    fn up_to(n: usize) -> Self {
        Self { table: (0..=n.min(1 << 20)).map(|k| ln_factorial(k as u64)).collect() }
    }

    fn of(&self, k: usize) -> f64 {
        self.table.get(k).copied().unwrap_or_else(|| ln_factorial(k as u64))
    }

    fn choose(&self, n: usize, k: usize) -> f64 {
        self.of(n) - self.of(k) - self.of(n - k)
    }
}
