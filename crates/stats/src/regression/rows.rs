//! Rows of a regression as the iterated likelihoods read them: row-major, centred, scaled, without collinear columns.

use super::Response;
use crate::design::Design;
use crate::matrix::Symmetric;
use crate::matrix::cross::{LANES, add_cross_product};
use pulp::Arch;
use rayon::prelude::*;

/// Rows a block has: what one task adds up.
pub(super) const BLOCK: usize = 2048;

/// With a constant among the columns the others are centred, which leaves their coefficients as they are and keeps
/// the information matrix far from singular; each is divided by a power of two near its largest magnitude.
pub(super) struct Rows {
    pub(super) n: usize,
    /// Entries a row takes: the number of columns rounded up to whole lanes, filled with zeros.
    pub(super) stride: usize,
    pub(super) x: Vec<f64>,
    pub(super) y: Vec<f64>,
    pub(super) weight: Vec<f64>,
    pub(super) offset: Vec<f64>,
    /// The caller's row of each.
    pub(super) row: Vec<u32>,
    /// The design's column of each.
    pub(super) kept: Vec<usize>,
    /// Place of the constant in `kept`, with its value.
    pub(super) constant: Option<(usize, f64)>,
    shape: Vec<Shape>,
}

/// What was done to a column.
#[derive(Clone, Copy)]
struct Shape {
    centre: f64,
    unit: f64,
    is_constant: bool,
}

impl Rows {
    /// Rows `used` (at least one) of the response and the design's columns in this `order`; a column that earlier ones
    /// make up is left out.
    pub(super) fn of(
        response: &Response,
        design: &Design,
        used: Vec<u32>,
        order: &[usize],
        centred: bool,
    ) -> Self {
        let mut shape: Vec<Shape> =
            order.par_iter().map(|&column| Shape::of(design.column(column), &used)).collect();
        let first = shape.iter().position(|shape| shape.is_constant && shape.centre != 0.0);
        for (at, shape) in shape.iter_mut().enumerate() {
            if Some(at) == first || first.is_none() || !centred {
                shape.centre = 0.0;
            }
        }
        let pick =
            |value: &(dyn Fn(usize) -> f64 + Sync)| used.iter().map(|&row| value(row as usize)).collect();
        let mut rows = Self {
            n: used.len(),
            stride: order.len().div_ceil(LANES) * LANES,
            x: Vec::new(),
            y: pick(&|row| response.y()[row]),
            weight: pick(&|row| response.weight(row)),
            offset: pick(&|row| response.offset(row)),
            row: used,
            kept: order.to_vec(),
            constant: None,
            shape,
        };
        rows.gather(design);
        let aliased = rows.aliased();
        if aliased.contains(&true) {
            let left = |at: &usize| !aliased[*at];
            rows.kept = (0..order.len()).filter(left).map(|at| order[at]).collect();
            rows.shape = (0..order.len()).filter(left).map(|at| rows.shape[at]).collect();
            rows.stride = rows.kept.len().div_ceil(LANES) * LANES;
            rows.gather(design);
        }
        rows.constant = first.and_then(|first| {
            let at = rows.kept.iter().position(|&column| column == order[first])?;
            Some((at, design.at(rows.row[0] as usize, order[first])))
        });
        rows
    }

    fn gather(&mut self, design: &Design) {
        let (stride, used, kept, shape) = (self.stride, &self.row, &self.kept, &self.shape);
        self.x = vec![0.0; self.n * stride];
        if stride == 0 {
            return;
        }
        self.x.par_chunks_mut(stride * BLOCK).enumerate().for_each(|(block, x)| {
            for (at, (&column, shape)) in kept.iter().zip(shape).enumerate() {
                let values = design.column(column);
                let inverse = 1.0 / shape.unit;
                for (x, &row) in x.chunks_exact_mut(stride).zip(&used[block * BLOCK..]) {
                    x[at] = (values[row as usize] - shape.centre) * inverse;
                }
            }
        });
    }

    /// Columns that earlier ones make up, from the weighted cross products alone: whatever the likelihood, the same.
    fn aliased(&self) -> Vec<bool> {
        let arch = Arch::new();
        let parts: Vec<Vec<f64>> = (0..self.n.div_ceil(BLOCK))
            .into_par_iter()
            .map(|block| {
                let mut into = vec![0.0; self.stride * self.stride];
                let rows = self.block(block);
                arch.dispatch(
                    #[inline(always)]
                    || {
                        for start in rows.clone().step_by(256) {
                            let end = rows.end.min(start + 256);
                            let x = &self.x[start * self.stride..end * self.stride];
                            add_cross_product(x, self.stride, &self.weight[start..end], &mut into);
                        }
                    },
                );
                into
            })
            .collect();
        let sum = sum(parts, self.stride * self.stride);
        Symmetric::from_fn(self.kept.len(), |i, j| sum[i * self.stride + j]).factor().aliased().to_vec()
    }

    /// Rows of one block.
    pub(super) fn block(&self, block: usize) -> std::ops::Range<usize> {
        block * BLOCK..self.n.min((block + 1) * BLOCK)
    }

    /// Number of columns.
    pub(super) fn p(&self) -> usize {
        self.kept.len()
    }

    pub(super) fn at(&self, row: usize) -> &[f64] {
        &self.x[row * self.stride..(row + 1) * self.stride]
    }

    /// Each row's sum of entries times `beta`, without the offset.
    pub(super) fn times(&self, beta: &[f64]) -> Vec<f64> {
        (0..self.n)
            .into_par_iter()
            .with_min_len(BLOCK)
            .map(|row| self.at(row).iter().zip(beta).map(|(x, b)| x * b).sum())
            .collect()
    }

    /// Row `i` of the matrix that turns coefficients of these columns into those of the data's.
    fn back_row(&self, i: usize) -> Vec<f64> {
        let mut row = vec![0.0; self.p()];
        row[i] = 1.0 / self.shape[i].unit;
        if let Some((at, constant)) = self.constant.filter(|&(at, _)| at == i) {
            for (j, shape) in self.shape.iter().enumerate().filter(|&(j, _)| j != at) {
                row[j] = -(shape.centre / shape.unit) / constant;
            }
        }
        row
    }

    /// Coefficients in the units of the data, in the order of `kept`.
    pub(super) fn back(&self, beta: &[f64]) -> Vec<f64> {
        (0..self.p()).map(|i| self.back_row(i).iter().zip(beta).map(|(t, b)| t * b).sum()).collect()
    }

    /// Their covariance, row by row.
    pub(super) fn back_covariance(&self, v: &Symmetric) -> Vec<f64> {
        let p = self.p();
        let t: Vec<Vec<f64>> = (0..p).map(|i| self.back_row(i)).collect();
        let half: Vec<Vec<f64>> =
            t.iter().map(|t| (0..p).map(|k| (0..p).map(|j| t[j] * v.at(j, k)).sum()).collect()).collect();
        let entry = |i: usize, j: usize| half[i].iter().zip(&t[j]).map(|(a, b)| a * b).sum::<f64>();
        (0..p * p).map(|at| entry((at / p).max(at % p), (at / p).min(at % p))).collect()
    }

    /// Which coefficients of the data's columns a direction moves, and in which sense; cancelled digits are none.
    pub(super) fn moved(&self, direction: &[f64]) -> Vec<(usize, bool)> {
        let largest = direction.iter().fold(0.0, |largest: f64, d| largest.max(d.abs()));
        (0..self.p())
            .filter_map(|i| {
                let unit = self.shape[i].unit;
                let value: f64 = self.back_row(i).iter().zip(direction).map(|(t, d)| t * d).sum();
                ((value * unit).abs() > 1e-5 * largest).then_some((self.kept[i], value > 0.0))
            })
            .collect()
    }
}

/// Entry by entry, in the order of the blocks.
pub(super) fn sum(parts: Vec<Vec<f64>>, length: usize) -> Vec<f64> {
    let mut total = vec![0.0; length];
    for part in parts {
        total.iter_mut().zip(&part).for_each(|(sum, part)| *sum += part);
    }
    total
}

impl Shape {
    /// A column constant up to rounding is constant: its centre is one of its values.
    fn of(values: &[f64], used: &[u32]) -> Self {
        let at = |row: &u32| values[*row as usize];
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in used.iter().map(at) {
            low = low.min(value);
            high = high.max(value);
        }
        let largest = low.abs().max(high.abs());
        if high - low <= 8.0 * f64::EPSILON * largest {
            return Self { centre: low, unit: power_of_two(largest), is_constant: true };
        }
        let unit = power_of_two(largest);
        let mean = used.iter().map(|row| at(row) / unit).sum::<f64>() / used.len() as f64 * unit;
        let centre = mean.clamp(low, high);
        let spread = (high - centre).max(centre - low);
        Self { centre, unit: power_of_two(spread), is_constant: false }
    }
}

/// At or below `magnitude`; 1 for 0.
fn power_of_two(magnitude: f64) -> f64 {
    if magnitude == 0.0 { 1.0 } else { magnitude.log2().floor().clamp(-1000.0, 1000.0).exp2() }
}
