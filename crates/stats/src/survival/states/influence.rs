//! The sum over subjects of squared influences, without a subject-by-time table.
//!
//! Let u be a subject's influence on the row vector p of probabilities. At a transition time with
//! hazard matrix dA,
//!
//!   u becomes u (I + dA), + v_j while in state j, v_j = -(p_j/n_j) dA_j; and
//!   + (p_j/n_j) (e_k - e_j) for whoever goes from j to k,
//!
//! with p before the time. The sum of u'u over all subjects moves along by sums over those in a state, of u and their number;
//! single subjects are looked at only when they enter, leave or move, by [`Products`]. Where times in states are wanted,
//! u has as many entries again: their areas so far.

use super::model::{Model, Stay};
use super::products::{Products, product};

/// Variances of the probabilities at each time (times by states); or, with `until`, of the areas under them from 0 to
/// `until` (one a state).
pub(super) fn variances(model: &Model, until: Option<f64>) -> Vec<f64> {
    let mut walk = Walk::new(model, until.is_some());
    let n_times = until.map_or(model.time.len(), |until| model.time.partition_point(|&time| time <= until));
    let (entering, leaving) = (by_place(model, |stay| stay.first), by_place(model, |stay| stay.after - 1));
    let mut result = Vec::new();
    for i in 0..n_times {
        entering.at(i).iter().for_each(|&stay| walk.enter(&model.stays[stay as usize], i));
        walk.pass(i);
        leaving.at(i).iter().for_each(|&stay| walk.leave(&model.stays[stay as usize], i));
        if until.is_none() {
            result.extend((0..model.n_states).map(|state| walk.squares[state * walk.size + state]));
        }
    }
    if let Some(until) = until {
        walk.gather(until - n_times.checked_sub(1).map_or(0.0, |last| model.time[last]));
        result.extend((model.n_states..walk.size).map(|entry| walk.squares[entry * walk.size + entry]));
    }
    result
}

/// Stays in order of a place.
struct Places {
    order: Vec<u32>,
    ends: Vec<usize>,
}

impl Places {
    fn at(&self, place: usize) -> &[u32] {
        &self.order[place.checked_sub(1).map_or(0, |before| self.ends[before])..self.ends[place]]
    }
}

fn by_place(model: &Model, place: impl Fn(&Stay) -> u32) -> Places {
    let mut order: Vec<u32> = (0..model.stays.len() as u32).collect();
    let of = |&stay: &u32| place(&model.stays[stay as usize]) as usize;
    order.sort_by_key(of);
    let ends = (0..model.time.len()).map(|i| order.partition_point(|stay| of(stay) <= i)).collect();
    Places { order, ends }
}

struct Walk<'a> {
    model: &'a Model,
    /// Entries of an influence: states, and as many areas where wanted.
    size: usize,
    products: Products,
    /// Each subject's influence, as of the transition times before `known`.
    own: Vec<f64>,
    known: Vec<u32>,
    /// Sum over subjects of u'u.
    squares: Vec<f64>,
    /// Sums over those in each state of u, and their number.
    first: Vec<f64>,
    number: Vec<f64>,
}

impl<'a> Walk<'a> {
    fn new(model: &'a Model, areas: bool) -> Self {
        let s = model.n_states;
        let size = if areas { 2 * s } else { s };
        let mut walk = Self {
            model,
            size,
            products: Products::new(size, s),
            own: vec![0.0; model.n_subjects * size],
            known: vec![0; model.n_subjects],
            squares: vec![0.0; size * size],
            first: vec![0.0; s * size],
            number: vec![0.0; s],
        };
        if model.estimated {
            walk.begin();
        }
        walk
    }

    /// The influence on the estimated initial distribution of those it was estimated from.
    fn begin(&mut self) {
        let (s, size) = (self.model.n_states, self.size);
        let total: f64 = self.model.at_risk.iter().take(s).sum();
        for stay in self.model.stays.iter().filter(|stay| stay.first == 0) {
            let own = &mut self.own[stay.subject as usize * size..][..s];
            for (state, (own, p)) in own.iter_mut().zip(&self.model.initial).enumerate() {
                *own = (f64::from(u8::from(state == stay.from as usize)) - p) / total;
            }
            let own = own.to_vec();
            add_square(&mut self.squares, size, 1.0, &own);
        }
    }

    fn own(&self, stay: &Stay) -> Vec<f64> {
        self.own[stay.subject as usize * self.size..][..self.size].to_vec()
    }

    fn enter(&mut self, stay: &Stay, i: usize) {
        let mut u = self.own(stay);
        let known = self.known[stay.subject as usize] as usize;
        self.products.carry(&mut u, known, i, None);
        self.keep(stay, &u, i);
        self.count(stay, &u, 1.0);
    }

    fn keep(&mut self, stay: &Stay, u: &[f64], known: usize) {
        self.own[stay.subject as usize * self.size..][..self.size].copy_from_slice(u);
        self.known[stay.subject as usize] = known as u32;
    }

    fn count(&mut self, stay: &Stay, u: &[f64], sign: f64) {
        let from = stay.from as usize;
        let first = &mut self.first[from * self.size..][..self.size];
        first.iter_mut().zip(u).for_each(|(sum, u)| *sum += sign * u);
        self.number[from] += sign;
    }

    /// Everybody through the i-th time.
    fn pass(&mut self, i: usize) {
        let (s, size) = (self.model.n_states, self.size);
        let map = self.map(i);
        let linear = &map[..size * size];
        self.squares = through(&self.squares, linear, size);
        self.first = product(&self.first, linear, size);
        for (state, drift) in map[size * size..].chunks_exact(size).enumerate() {
            let first = &mut self.first[state * size..(state + 1) * size];
            add_mixed(&mut self.squares, size, first, drift);
            add_square(&mut self.squares, size, self.number[state], drift);
            first.iter_mut().zip(drift).for_each(|(sum, drift)| *sum += self.number[state] * drift);
        }
        debug_assert_eq!(map.len(), (size + s) * size);
        self.products.push(map);
    }

    /// The map of the i-th time. Areas grow by the probabilities' influences since the time before.
    fn map(&self, i: usize) -> Vec<f64> {
        let (s, size) = (self.model.n_states, self.size);
        let hazard = self.model.hazard(i);
        let gap = self.model.time[i] - i.checked_sub(1).map_or(0.0, |before| self.model.time[before]);
        let mut map = vec![0.0; (size + s) * size];
        for j in 0..s {
            let (p, n) = (self.model.before(i)[j], self.model.at_risk[i * s + j]);
            for k in 0..s {
                map[j * size + k] = hazard[j * s + k] + f64::from(u8::from(j == k));
                if hazard[j * s + k] != 0.0 {
                    map[(size + j) * size + k] = -p / n * hazard[j * s + k];
                }
            }
            if size > s {
                map[j * size + s + j] = gap;
                map[(s + j) * size + s + j] = 1.0;
            }
        }
        map
    }

    /// Whoever was last in the state at the i-th time, and whoever moves at it.
    fn leave(&mut self, stay: &Stay, i: usize) {
        let (s, size) = (self.model.n_states, self.size);
        let (from, to) = (stay.from as usize, stay.to as usize);
        let mut u = self.own(stay);
        self.products.carry(&mut u, stay.first as usize, i + 1, Some(from));
        self.count(stay, &u, -1.0);
        if self.number[from] == 0.0 {
            self.first[from * size..(from + 1) * size].fill(0.0);
        }
        if stay.moves() {
            let step = self.model.before(i)[from] / self.model.at_risk[i * s + from];
            let mut jump = vec![0.0; size];
            (jump[from], jump[to]) = (-step, step);
            add_mixed(&mut self.squares, size, &u, &jump);
            add_square(&mut self.squares, size, 1.0, &jump);
            u.iter_mut().zip(&jump).for_each(|(u, jump)| *u += jump);
        }
        self.keep(stay, &u, i + 1);
    }

    /// Areas grow for a last `gap` without transitions.
    fn gather(&mut self, gap: f64) {
        let (s, size) = (self.model.n_states, self.size);
        let mut linear = vec![0.0; size * size];
        for j in 0..size {
            linear[j * size + j] = 1.0;
            if j < s {
                linear[j * size + s + j] = gap;
            }
        }
        self.squares = through(&self.squares, &linear, size);
    }
}

/// L' Q L for a symmetric Q.
fn through(squares: &[f64], linear: &[f64], size: usize) -> Vec<f64> {
    let right = product(squares, linear, size);
    let turned = |matrix: &[f64]| -> Vec<f64> {
        (0..size * size).map(|at| matrix[at % size * size + at / size]).collect()
    };
    product(&turned(&right), linear, size)
}

fn add_square(squares: &mut [f64], size: usize, factor: f64, u: &[f64]) {
    for (row, &left) in squares.chunks_exact_mut(size).zip(u) {
        row.iter_mut().zip(u).for_each(|(sum, right)| *sum += factor * left * right);
    }
}

/// u'v + v'u.
fn add_mixed(squares: &mut [f64], size: usize, u: &[f64], v: &[f64]) {
    for (j, row) in squares.chunks_exact_mut(size).enumerate() {
        for (k, sum) in row.iter_mut().enumerate() {
            *sum += u[j] * v[k] + v[j] * u[k];
        }
    }
}
