//! The partial likelihood with its first two derivatives.
//!
//! With r = w exp(linear predictor), S0 and S1 the sums of r and r x over a risk set, and A the cumulative
//! baseline hazard that a row lives through, the information matrix
//!
//!   sum over event times of (S2/S0 - m m'),  m = S1/S0,
//!
//! is the sum over *rows* of A r x x', less the sum over event times of m m': two plain weighted cross
//! products instead of a matrix per risk set, which vectorise and run in parallel. Late entries leave the sums
//! as they are passed on the way back, and their A begins at their entry. Everything is computed in blocks of
//! event times whose limits do not depend on the number of threads.

use super::ordered::{LANES, Ordered, Stratum};
use crate::matrix::Symmetric;
use crate::matrix::cross::add_cross_product;
use pulp::Arch;
use rayon::prelude::*;
use std::ops::Range;

/// How events at one time share the risk set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ties {
    /// Each event of d in turn leaves a d-th of all of them: R's default and ours.
    #[default]
    Efron,
    /// All are at risk for each.
    Breslow,
    /// Time is discrete: which d of those at risk have the event, all choices compared (Cox 1972). For the few ties of
    /// small data; d events among m at risk cost O(m d p²).
    Exact,
}

/// Log partial likelihood, its gradient, and the negative of its second derivative.
#[derive(Clone)]
pub(super) struct Evaluation {
    pub(super) log_likelihood: f64,
    pub(super) score: Vec<f64>,
    pub(super) information: Symmetric,
}

/// Rows a block of event times has at least.
const BLOCK: usize = 4096;

/// A share of a sum of squares that is rounding.
const NOTHING: f64 = 1e-13;

/// A run of event times of one stratum, with the rows that leave at or after each and before the next.
struct Block {
    stratum: usize,
    times: Range<usize>,
    rows: Range<usize>,
    entries: Range<usize>,
}

/// What the rows at risk add up to.
#[derive(Clone)]
pub(super) struct Sums {
    pub(super) s0: f64,
    pub(super) s1: Vec<f64>,
}

/// What one block adds to the likelihood.
struct Part {
    log_likelihood: f64,
    /// Increment of the hazard at each event time, and what the events of that time live through of it.
    steps: Vec<(f64, f64)>,
    means: Vec<f64>,
}

/// At `beta` (one for each column).
pub(super) fn evaluate(ordered: &Ordered, beta: &[f64], ties: Ties) -> Evaluation {
    if ties == Ties::Exact {
        return super::exact::evaluate(ordered, beta);
    }
    let arch = Arch::new();
    let mut risk = predictor(ordered, beta);
    let largest = risk.par_iter().copied().reduce(|| f64::NEG_INFINITY, f64::max);
    risk.par_iter_mut()
        .zip(&ordered.weight)
        .for_each(|(risk, weight)| *risk = weight * (*risk - largest).exp());
    let blocks = blocks(ordered);
    let after = sums_after(ordered, &risk, &blocks, arch);
    let parts: Vec<Part> = blocks
        .par_iter()
        .zip(after)
        .map(|(block, after)| {
            arch.dispatch(
                #[inline(always)]
                || walk(ordered, &risk, largest, block, after, ties),
            )
        })
        .collect();
    let (before, hazard) = cumulate(ordered, &blocks, &parts);
    let crosses: Vec<(Vec<f64>, Vec<f64>)> = blocks
        .par_iter()
        .zip(&parts)
        .zip(&before)
        .map(|((block, part), &before)| {
            arch.dispatch(
                #[inline(always)]
                || cross_products(ordered, &risk, &hazard, block, part, before),
            )
        })
        .collect();
    collect(ordered, beta, &parts, &crosses)
}

/// Linear predictors of the sorted rows, offsets included, columns centred.
pub(super) fn predictor(ordered: &Ordered, beta: &[f64]) -> Vec<f64> {
    let mut padded = beta.to_vec();
    padded.resize(ordered.stride, 0.0);
    let (arch, width) = (Arch::new(), ordered.stride.max(1));
    let mut predictor = ordered.offset.clone().unwrap_or_else(|| vec![0.0; ordered.n]);
    predictor.par_chunks_mut(BLOCK).zip(ordered.x.par_chunks(BLOCK * width)).for_each(|(predictor, x)| {
        arch.dispatch(
            #[inline(always)]
            || {
                for (eta, row) in predictor.iter_mut().zip(x.chunks_exact(width)) {
                    *eta += dot(row, &padded);
                }
            },
        )
    });
    predictor
}

/// Lane by lane, so that it vectorises.
#[inline(always)]
fn dot(x: &[f64], beta: &[f64]) -> f64 {
    let mut sums = [0.0; LANES];
    for (x, beta) in x.chunks_exact(LANES).zip(beta.chunks_exact(LANES)) {
        for lane in 0..LANES {
            sums[lane] += x[lane] * beta[lane];
        }
    }
    sums.iter().sum()
}

/// Cuts the event times into runs of at least [`BLOCK`] rows.
fn blocks(ordered: &Ordered) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (stratum, Stratum { rows, times, .. }) in ordered.strata.iter().enumerate() {
        let start_of = |time: usize| if time == times.end { rows.end } else { ordered.times[time].start };
        let taken = |time: usize| match &ordered.entries {
            Some(entries) if time < times.end => entries.taken[time],
            Some(entries) => entries.ranges[stratum].start,
            None => 0,
        };
        let mut first = times.start;
        while first < times.end {
            let enough = ordered.times[first].start + BLOCK;
            let mut last =
                first + 1 + ordered.times[first + 1..times.end].partition_point(|time| time.start < enough);
            if rows.end - start_of(last) < BLOCK / 2 {
                last = times.end;
            }
            blocks.push(Block {
                stratum,
                times: first..last,
                rows: start_of(first)..start_of(last),
                entries: taken(last)..taken(first),
            });
            first = last;
        }
    }
    blocks
}

impl Sums {
    pub(super) fn zero(stride: usize) -> Self {
        Self { s0: 0.0, s1: vec![0.0; stride] }
    }

    #[inline(always)]
    pub(super) fn add(&mut self, factor: f64, x: &[f64]) {
        self.s0 += factor;
        for (sum, x) in self.s1.chunks_exact_mut(LANES).zip(x.chunks_exact(LANES)) {
            for lane in 0..LANES {
                sum[lane] += factor * x[lane];
            }
        }
    }

    fn add_all(&mut self, other: &Sums) {
        self.s0 += other.s0;
        self.s1.iter_mut().zip(&other.s1).for_each(|(sum, other)| *sum += other);
    }
}

/// Sums over the rows that leave within a block, less those that enter within it.
#[inline(always)]
fn own_sums(ordered: &Ordered, risk: &[f64], block: &Block) -> Sums {
    let mut sums = Sums::zero(ordered.stride);
    for row in block.rows.clone() {
        sums.add(risk[row], ordered.row(row));
    }
    if let Some(entries) = &ordered.entries {
        for &row in &entries.order[block.entries.clone()] {
            sums.add(-risk[row as usize], ordered.row(row as usize));
        }
    }
    sums
}

/// For each block, the sums over rows at risk after it, in its stratum.
fn sums_after(ordered: &Ordered, risk: &[f64], blocks: &[Block], arch: Arch) -> Vec<Sums> {
    let own: Vec<Sums> = blocks
        .par_iter()
        .map(|block| {
            arch.dispatch(
                #[inline(always)]
                || own_sums(ordered, risk, block),
            )
        })
        .collect();
    let mut after = vec![Sums::zero(ordered.stride); blocks.len()];
    for block in (0..blocks.len().saturating_sub(1)).rev() {
        if blocks[block].stratum == blocks[block + 1].stratum {
            after[block] = after[block + 1].clone();
            after[block].add_all(&own[block + 1]);
        }
    }
    after
}

/// From the last event time of a block back to its first.
#[inline(always)]
fn walk(ordered: &Ordered, risk: &[f64], largest: f64, block: &Block, after: Sums, ties: Ties) -> Part {
    let n_times = block.times.len();
    let mut part = Part {
        log_likelihood: 0.0,
        steps: vec![(0.0, 0.0); n_times],
        means: vec![0.0; ordered.stride * ordered.stride],
    };
    let mut means = Means::new(ordered.stride);
    let (mut sums, mut next_row, mut next_entry) = (after, block.rows.end, block.entries.start);
    for index in block.times.clone().rev() {
        let time = &ordered.times[index];
        (time.start..next_row).for_each(|row| sums.add(risk[row], ordered.row(row)));
        next_row = time.start;
        if let Some(entries) = &ordered.entries {
            for &row in &entries.order[next_entry..entries.taken[index]] {
                sums.add(-risk[row as usize], ordered.row(row as usize));
            }
            next_entry = entries.taken[index];
        }
        let events = time.start..time.start + time.n_events;
        let d = time.n_events as f64;
        let weight = events.clone().map(|row| ordered.weight[row]).sum::<f64>() / d;
        let mut of_events = Sums::zero(if time.n_events > 1 { ordered.stride } else { 0 });
        if time.n_events > 1 && ties == Ties::Efron {
            events.for_each(|row| of_events.add(risk[row], ordered.row(row)));
        }
        let step = &mut part.steps[index - block.times.start];
        for turn in 0..time.n_events {
            let left = turn as f64 / d;
            let s0 = sums.s0 - left * of_events.s0;
            part.log_likelihood -= weight * (s0.ln() + largest);
            step.0 += weight / s0;
            step.1 += weight / s0 * if ties == Ties::Efron { 1.0 - left } else { 1.0 };
            means.push(&sums.s1, left, &of_events.s1, s0, weight, &mut part.means);
        }
    }
    means.flush(&mut part.means);
    part
}

/// Means of risk sets, gathered until their cross products are worth computing.
struct Means {
    x: Vec<f64>,
    weight: Vec<f64>,
    stride: usize,
}

impl Means {
    const ROWS: usize = 128;

    fn new(stride: usize) -> Self {
        Self { x: Vec::with_capacity(Self::ROWS * stride), weight: Vec::with_capacity(Self::ROWS), stride }
    }

    #[inline(always)]
    fn push(&mut self, s1: &[f64], left: f64, events: &[f64], s0: f64, weight: f64, into: &mut [f64]) {
        let inverse = 1.0 / s0;
        if left == 0.0 {
            self.x.extend(s1.iter().map(|sum| sum * inverse));
        } else {
            self.x.extend(s1.iter().zip(events).map(|(sum, event)| (sum - left * event) * inverse));
        }
        self.weight.push(weight);
        if self.weight.len() == Self::ROWS {
            self.flush(into);
        }
    }

    #[inline(always)]
    fn flush(&mut self, into: &mut [f64]) {
        add_cross_product(&self.x, self.stride, &self.weight, into);
        self.x.clear();
        self.weight.clear();
    }
}

/// Cumulative hazard before each block, and at (after) each event time, each from its stratum's begin.
fn cumulate(ordered: &Ordered, blocks: &[Block], parts: &[Part]) -> (Vec<f64>, Vec<f64>) {
    let mut hazard = vec![0.0; ordered.times.len()];
    let mut before = Vec::with_capacity(blocks.len());
    let (mut total, mut stratum) = (0.0, 0);
    for (block, part) in blocks.iter().zip(parts) {
        if block.stratum != stratum {
            (total, stratum) = (0.0, block.stratum);
        }
        before.push(total);
        for (time, step) in block.times.clone().zip(&part.steps) {
            total += step.0;
            hazard[time] = total;
        }
    }
    (before, hazard)
}

/// Sums over a block's rows of A r x (first) and A r x x' (second).
#[inline(always)]
fn cross_products(
    ordered: &Ordered,
    risk: &[f64],
    hazard: &[f64],
    block: &Block,
    part: &Part,
    before: f64,
) -> (Vec<f64>, Vec<f64>) {
    const ROWS: usize = 256;
    let stride = ordered.stride;
    let mut first = vec![0.0; stride];
    let mut second = vec![0.0; stride * stride];
    let mut lived = expected(ordered, hazard, block, part, before);
    lived.iter_mut().zip(&risk[block.rows.clone()]).for_each(|(lived, risk)| *lived *= risk);
    let x = &ordered.x[block.rows.start * stride..block.rows.end * stride];
    for (x, lived) in x.chunks(ROWS * stride.max(1)).zip(lived.chunks(ROWS)) {
        for (row, &lived) in x.chunks_exact(stride.max(1)).zip(lived) {
            first.iter_mut().zip(row).for_each(|(sum, x)| *sum += lived * x);
        }
        add_cross_product(x, stride, lived, &mut second);
    }
    (first, second)
}

/// The cumulative hazard each row of a block lives through.
fn expected(ordered: &Ordered, hazard: &[f64], block: &Block, part: &Part, before: f64) -> Vec<f64> {
    let mut lived = Vec::with_capacity(block.rows.len());
    let mut total = before;
    for (index, step) in block.times.clone().zip(&part.steps) {
        let time = &ordered.times[index];
        let end = if index + 1 == block.times.end { block.rows.end } else { ordered.times[index + 1].start };
        lived.extend(std::iter::repeat_n(total + step.1, time.n_events));
        total += step.0;
        lived.extend(std::iter::repeat_n(total, end - time.start - time.n_events));
    }
    if let Some(entries) = &ordered.entries {
        for (lived, row) in lived.iter_mut().zip(block.rows.clone()) {
            if let Some(last) = (entries.passed[row] as usize).checked_sub(1) {
                *lived -= hazard[last];
            }
        }
    }
    lived
}

fn collect(ordered: &Ordered, beta: &[f64], parts: &[Part], crosses: &[(Vec<f64>, Vec<f64>)]) -> Evaluation {
    let (p, stride) = (ordered.p, ordered.stride);
    let of_events =
        ordered.observed_offset + ordered.observed.iter().zip(beta).map(|(x, b)| x * b).sum::<f64>();
    let mut score = ordered.observed.clone();
    let mut information = vec![0.0; stride * stride];
    let mut of_rows = vec![0.0; p];
    for (part, (first, second)) in parts.iter().zip(crosses) {
        score.iter_mut().zip(first).for_each(|(sum, x)| *sum -= x);
        let products = second.iter().zip(&part.means);
        information.iter_mut().zip(products).for_each(|(sum, (rows, means))| *sum += rows - means);
        of_rows.iter_mut().enumerate().for_each(|(i, sum)| *sum += second[i * stride + i]);
    }
    // A column that is constant in every risk set leaves rounding only.
    for (i, of_rows) in of_rows.iter().enumerate() {
        if information[i * stride + i] <= NOTHING * of_rows {
            information[i * stride + i] = 0.0;
        }
    }
    score.truncate(p);
    Evaluation {
        log_likelihood: of_events + parts.iter().map(|part| part.log_likelihood).sum::<f64>(),
        score,
        information: Symmetric::from_fn(p, |i, j| information[i * stride + j]),
    }
}
