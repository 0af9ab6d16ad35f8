//! Harrell's C: of two units of whom one is known to have the event first, how often is it the one predicted?

use super::Cox;
use super::likelihood::predictor;
use super::ordered::Ordered;
use super::walk::{Step, backward, forward};
use crate::distribution::normal;
use crate::{Answer, Estimate, Interval, Method, Undefined};

const C: Method = Method {
    name: "Harrell's C of a Cox regression, infinitesimal jackknife variance",
    reference: "Harrell FE, Califf RM, Pryor DB, JAMA 1982;247:2543; Therneau & Watson, survival's concordance, 2017",
};

/// The share of concordant pairs, and the pairs.
#[derive(Clone, Debug)]
pub struct Concordance {
    /// C with its standard error (`sd`) and normal interval, cut at 0 and 1.
    pub c: Estimate,
    /// Weighted pairs in which the higher predictor has the event first.
    pub concordant: f64,
    /// Weighted pairs in which the lower one has.
    pub discordant: f64,
    /// Weighted pairs with equal predictors: half of them count as concordant.
    pub tied: f64,
}

impl Cox {
    /// C = (concordant + tied/2) / (concordant + discordant + tied) over pairs of one stratum in which one has an event
    /// while the other is at risk and not having one at the same time. C of the data the model was fitted to is too
    /// high for new data.
    ///
    /// `cluster`: rows that depend on each other (a code a row); `None`: the response's subjects, or none. Without such
    /// a pair [`Undefined::NoValues`]; [`Undefined::LengthsDiffer`]. O(n log n).
    pub fn concordance(&self, cluster: Option<&[u32]>) -> Answer<Concordance> {
        let inside = &self.inside;
        if cluster.is_some_and(|cluster| cluster.len() != inside.n_given) {
            return Err(Undefined::LengthsDiffer);
        }
        let pairs = pairs(&inside.ordered, &predictor(&inside.ordered, &inside.beta));
        let weighted = |kind: usize| {
            0.5 * pairs.iter().zip(&inside.ordered.weight).map(|(pair, w)| w * pair[kind]).sum::<f64>()
        };
        let [concordant, discordant, tied] = [weighted(0), weighted(1), weighted(2)];
        let n_pairs = concordant + discordant + tied;
        if n_pairs <= 0.0 {
            return Err(Undefined::NoValues);
        }
        let somers = (concordant - discordant) / n_pairs;
        let influence = |(pair, weight): (&[f64; 3], &f64)| {
            0.5 * weight * (pair[0] - pair[1] - somers * (pair[0] + pair[1] + pair[2])) / n_pairs
        };
        let influence: Vec<f64> = pairs.iter().zip(&inside.ordered.weight).map(influence).collect();
        let sums = match cluster.or(inside.subject.as_deref()) {
            Some(cluster) => self.cluster_sums(&influence, cluster, 1),
            None => influence,
        };
        let c = self.c(0.5 * (somers + 1.0), sums.iter().map(|sum| sum * sum).sum::<f64>().sqrt());
        Ok(Concordance { c, concordant, discordant, tied })
    }

    fn c(&self, value: f64, error: f64) -> Estimate {
        let level = self.inside.level;
        let reach = normal::quantile_upper(level.tail()) * error;
        let ci = Interval { low: (value - reach).max(0.0), high: (value + reach).min(1.0), level, method: C };
        let ci = if error > 0.0 { Ok(ci) } else { Err(Undefined::NoSpread) };
        Estimate { value: Ok(value), ci, sd: Ok(error), ..Estimate::blank(C, self.n) }
    }
}

/// Weights by rank, with sums over all lower ranks (Fenwick's tree).
struct Tree {
    partial: Vec<f64>,
    at: Vec<f64>,
    total: f64,
}

impl Tree {
    fn new(n: usize) -> Self {
        Self { partial: vec![0.0; n + 1], at: vec![0.0; n], total: 0.0 }
    }

    fn clear(&mut self) {
        self.partial.fill(0.0);
        self.at.fill(0.0);
        self.total = 0.0;
    }

    fn add(&mut self, rank: usize, weight: f64) {
        self.at[rank] += weight;
        self.total += weight;
        let mut node = rank + 1;
        while node < self.partial.len() {
            self.partial[node] += weight;
            node += node & node.wrapping_neg();
        }
    }

    /// Weight below, above and at a rank.
    fn around(&self, rank: usize) -> [f64; 3] {
        let (mut below, mut node) = (0.0, rank);
        while node > 0 {
            below += self.partial[node];
            node &= node - 1;
        }
        [below, self.total - below - self.at[rank], self.at[rank]]
    }
}

/// For each sorted row, the weight of those it is concordant, discordant and tied with, as the one with the event and
/// as the one at risk.
fn pairs(ordered: &Ordered, predictor: &[f64]) -> Vec<[f64; 3]> {
    let mut pairs = vec![[0.0; 3]; ordered.n];
    let mut count = |row: usize, sign: f64, found: [f64; 3]| {
        pairs[row].iter_mut().zip(found).for_each(|(sum, found)| *sum += sign * found);
    };
    let (rank, n_ranks) = ranks(predictor);
    let weight = &ordered.weight;
    let mut at_risk = Tree::new(n_ranks);
    backward(ordered, |step| match step {
        Step::Stratum => at_risk.clear(),
        Step::Row(row, sign) => at_risk.add(rank[row], sign * weight[row]),
        Step::Time(index) => {
            ordered.events(index).for_each(|row| at_risk.add(rank[row], -weight[row]));
            ordered.events(index).for_each(|row| count(row, 1.0, at_risk.around(rank[row])));
            ordered.events(index).for_each(|row| at_risk.add(rank[row], weight[row]));
        }
    });
    // Those at risk are concordant with events of higher predictors.
    let turned = |[below, above, tied]: [f64; 3]| [above, below, tied];
    let mut events = Tree::new(n_ranks);
    forward(ordered, |step| match step {
        Step::Stratum => events.clear(),
        Step::Row(row, sign) => count(row, sign, turned(events.around(rank[row]))),
        Step::Time(index) => {
            ordered.events(index).for_each(|row| count(row, 1.0, turned(events.around(rank[row]))));
            ordered.events(index).for_each(|row| events.add(rank[row], weight[row]));
        }
    });
    pairs
}

/// Ranks from 0, equal values alike, and how many there are.
fn ranks(values: &[f64]) -> (Vec<usize>, usize) {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|&a, &b| values[a].total_cmp(&values[b]));
    let (mut ranks, mut next) = (vec![0; values.len()], 0);
    for equal in order.chunk_by(|&a, &b| values[a] == values[b]) {
        equal.iter().for_each(|&row| ranks[row] = next);
        next += 1;
    }
    (ranks, next)
}
