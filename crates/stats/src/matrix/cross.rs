//! Weighted cross products of rows: the bulk of the work of every likelihood with many columns.

/// Lanes a row is padded to with zeros.
pub(crate) const LANES: usize = 4;

/// Rows whose products with their weights are kept at hand.
const ROWS: usize = 64;

/// Adds the sum of weight x x' over rows of `x` to the lower triangle of `into`, in tiles of 4 by 4 that stay
/// in registers. Rows are weighted once for all tiles.
#[inline(always)]
pub(crate) fn add_cross_product(x: &[f64], stride: usize, weight: &[f64], into: &mut [f64]) {
    let mut weighted = Vec::with_capacity(ROWS * stride);
    for (x, weight) in x.chunks(ROWS * stride.max(1)).zip(weight.chunks(ROWS)) {
        weighted.clear();
        for (row, &weight) in x.chunks_exact(stride).zip(weight) {
            weighted.extend(row.iter().map(|x| weight * x));
        }
        add_products(&weighted, x, stride, into);
    }
}

#[inline(always)]
fn add_products(weighted: &[f64], x: &[f64], stride: usize, into: &mut [f64]) {
    for a in (0..stride).step_by(LANES) {
        for b in (0..=a).step_by(LANES) {
            let mut tile = [[0.0; LANES]; LANES];
            for (left, right) in weighted.chunks_exact(stride).zip(x.chunks_exact(stride)) {
                let (left, right) = (&left[a..a + LANES], &right[b..b + LANES]);
                for i in 0..LANES {
                    for j in 0..LANES {
                        tile[i][j] += left[i] * right[j];
                    }
                }
            }
            for (i, tile) in tile.iter().enumerate() {
                for (j, sum) in tile.iter().enumerate() {
                    into[(a + i) * stride + b + j] += sum;
                }
            }
        }
    }
}

/// Adds the sum of weight x over rows of `x` to `into`.
#[inline(always)]
pub(crate) fn add_weighted_rows(x: &[f64], stride: usize, weight: &[f64], into: &mut [f64]) {
    for a in (0..stride).step_by(LANES) {
        let mut sums = [0.0; LANES];
        for (row, &weight) in x.chunks_exact(stride).zip(weight) {
            let row = &row[a..a + LANES];
            for lane in 0..LANES {
                sums[lane] += weight * row[lane];
            }
        }
        into[a..a + LANES].iter_mut().zip(sums).for_each(|(into, sum)| *into += sum);
    }
}
