//! Concordant and discordant pairs, counted unit by unit.

use super::Ranked;

/// Counts behind tau-b.
pub(super) struct Concordance {
    pub(super) n: usize,
    /// Concordant minus discordant pairs of units.
    pub(super) s: i64,
    /// For each unit: those concordant with it minus those discordant.
    each: Vec<i64>,
    /// Pairs of units that differ in x, and in y.
    untied: (f64, f64),
}

impl Concordance {
    /// Units enter a tree of counts over y in ascending order of x, and again in descending order: O(n log n).
    pub(super) fn of(x: &Ranked, y: &Ranked) -> Self {
        let mut order: Vec<usize> = (0..x.n()).collect();
        order.sort_unstable_by_key(|&place| x.group[place]);
        let mut each = vec![0; x.n()];
        let mut below = Counts::new(y.sizes.len());
        for tied in order.chunk_by(|&left, &right| x.group[left] == x.group[right]) {
            tied.iter().for_each(|&place| each[place] += below.lower_minus_higher(y.group[place]));
            tied.iter().for_each(|&place| below.add(y.group[place]));
        }
        let mut above = Counts::new(y.sizes.len());
        for tied in order.chunk_by(|&left, &right| x.group[left] == x.group[right]).rev() {
            tied.iter().for_each(|&place| each[place] -= above.lower_minus_higher(y.group[place]));
            tied.iter().for_each(|&place| above.add(y.group[place]));
        }
        let pairs = |n: f64| n * (n - 1.0) / 2.0;
        let all = pairs(x.n() as f64);
        Self {
            n: x.n(),
            s: each.iter().sum::<i64>() / 2,
            each,
            untied: (all - x.sum(pairs), all - y.sum(pairs)),
        }
    }

    pub(super) fn tau(&self) -> f64 {
        (self.s as f64 / (self.untied.0 * self.untied.1).sqrt()).clamp(-1.0, 1.0)
    }

    /// Large-sample variance of tau-b (Brown & Benedetti 1977; SAS FREQ's ASE1 squared): with w² = wx wy, the
    /// shares of ordered pairs untied in x and in y, it is the variance over the units of
    /// 2 w d + tau (px wy + py wx), over n w⁴; d is the unit's concordance over n, px and py the shares of
    /// units with its x and its y. That errs below in small samples: times n(n - 1)/(n - 2)² it is, without
    /// ties, the jackknife variance of tau (Arvesen 1969). It vanishes where all units are equally concordant,
    /// which no population is: 2 (1 - tau²)/(n (n - 1)), the part of the variance (Hoeffding, Ann Math Stat
    /// 1948;19:293, 5.13) that remains when the units do not differ, is the least.
    pub(super) fn variance(&self, x: &Ranked, y: &Ranked) -> f64 {
        let n = self.n as f64;
        let (wx, wy) = (2.0 * self.untied.0 / (n * n), 2.0 * self.untied.1 / (n * n));
        let (w, tau) = ((wx * wy).sqrt(), self.tau());
        let share = |side: &Ranked, place: usize| side.sizes[side.group[place]] as f64 / n;
        let term = |place: usize| {
            2.0 * w * self.each[place] as f64 / n + tau * (share(x, place) * wy + share(y, place) * wx)
        };
        let mean = tau * (wx + wy);
        let squares: f64 = (0..self.n).map(|place| (term(place) - mean).powi(2)).sum();
        let jackknife = squares * (n - 1.0) / (n * (n - 2.0) * (n - 2.0) * w.powi(4));
        jackknife.max(2.0 * (1.0 - tau * tau) / (n * (n - 1.0)))
    }
}

/// How many units of each group of y have entered: Fenwick's tree (Softw Pract Exper 1994;24:327).
struct Counts {
    tree: Vec<i64>,
    total: i64,
}

impl Counts {
    fn new(n_groups: usize) -> Self {
        Self { tree: vec![0; n_groups + 1], total: 0 }
    }

    fn add(&mut self, group: usize) {
        let mut node = group + 1;
        while node < self.tree.len() {
            self.tree[node] += 1;
            node += node & node.wrapping_neg();
        }
        self.total += 1;
    }

    /// How many are in groups before this one.
    fn before(&self, group: usize) -> i64 {
        let (mut node, mut sum) = (group, 0);
        while node > 0 {
            sum += self.tree[node];
            node -= node & node.wrapping_neg();
        }
        sum
    }

    fn lower_minus_higher(&self, group: usize) -> i64 {
        self.before(group) - (self.total - self.before(group + 1))
    }
}
