//! Weighted cross products of rows: the bulk of the work of every likelihood with many columns.

/// Lanes a row is padded to with zeros.
pub(crate) const LANES: usize = 4;

/// Adds the sum of weight x x' over rows of `x` to the lower triangle of `into`, in tiles of 4 by 4 that stay
/// in registers.
#[inline(always)]
pub(crate) fn add_cross_product(x: &[f64], stride: usize, weight: &[f64], into: &mut [f64]) {
    for a in (0..stride).step_by(LANES) {
        for b in (0..=a).step_by(LANES) {
            let mut tile = [[0.0; LANES]; LANES];
            for (row, &weight) in x.chunks_exact(stride).zip(weight) {
                let (left, right) = (&row[a..a + LANES], &row[b..b + LANES]);
                for i in 0..LANES {
                    let scaled = weight * left[i];
                    for j in 0..LANES {
                        tile[i][j] += scaled * right[j];
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
