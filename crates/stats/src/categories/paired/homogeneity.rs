//! Stuart and Maxwell's test: is each category as frequent before as after?

use super::permuted::{self, Enumeration, Exchange, exchanges};
use super::square::SquareTable;
use super::star_mesh::StarMesh;
use super::symmetry::{blank, undefined};
use crate::distribution::chi_squared;
use crate::{Answer, Caution, Estimate, Method, Statistic, Test, Undefined};

const STUART_MAXWELL: Method = Method {
    name: "Stuart and Maxwell's test of marginal homogeneity",
    reference: "Stuart A, Biometrika 1955;42:412; Maxwell AE, Br J Psychiatry 1970;116:651",
};

const BHAPKAR: Method = Method {
    name: "Bhapkar's test of marginal homogeneity",
    reference: "Bhapkar VP, J Am Stat Assoc 1966;61:228",
};

const EXACT: Method = Method {
    name: "Stuart and Maxwell's test of marginal homogeneity, exact given the discordant pairs",
    reference: "Stuart A, Biometrika 1955;42:412; Hothorn T et al., Am Stat 2006;60:257",
};

const SIMULATED: Method = Method {
    name: "Stuart and Maxwell's test of marginal homogeneity, simulated given the discordant pairs",
    reference: "Stuart A, Biometrika 1955;42:412; Phipson B, Smyth GK, Stat Appl Genet Mol Biol 2010;9:39",
};

/// How the p value of [`marginal_homogeneity`] is found.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum HomogeneityTest {
    /// Chi-squared with the covariance under no change.
    #[default]
    StuartMaxwell,
    /// Chi-squared with the covariance as estimated: never smaller a statistic.
    Bhapkar,
    /// The distribution of Stuart and Maxwell's statistic if each discordant pair were turned round by a fair
    /// coin.
    Exact(Enumeration),
}

/// The hypothesis that each category is as frequent before (rows) as after (columns). With two categories
/// it is McNemar's.
///
/// Categories nobody enters or leaves take no part. The degrees of freedom are the rank of the covariance:
/// categories less the groups that exchange nobody with each other. There is a test only; `n_zeros` counts
/// the diagonal. No pairs: [`Undefined::NoValues`]; no discordant pair: [`Undefined::NoDiscordantPairs`];
/// Bhapkar's statistic is infinite ([`Undefined::BeyondRange`]) where the estimated covariance is singular.
/// Beyond a million discordant pairs that cannot be enumerated [`HomogeneityTest::Exact`] answers as
/// [`HomogeneityTest::StuartMaxwell`], and `method` says so. Time O(k³) for k categories.
pub fn marginal_homogeneity(table: &SquareTable, test: HomogeneityTest) -> Estimate {
    let margins = Margins::of(table);
    let (method, test, caution) = match test {
        _ if margins.exchanges.is_empty() => return undefined(table, STUART_MAXWELL),
        HomogeneityTest::StuartMaxwell => (STUART_MAXWELL, Ok(margins.asymptotic(margins.observed())), None),
        HomogeneityTest::Bhapkar => (BHAPKAR, margins.bhapkar(table.n()), None),
        HomogeneityTest::Exact(rule) => margins.exact(&rule),
    };
    Estimate { test, cautions: caution.into_iter().collect(), ..blank(table, method) }
}

/// What of a table its margins' differences depend on.
struct Margins {
    n_categories: usize,
    exchanges: Vec<Exchange>,
    mesh: StarMesh,
}

impl Margins {
    fn of(table: &SquareTable) -> Self {
        let (n_categories, exchanges) = (table.n_categories(), exchanges(table));
        let mut weights = vec![vec![0.0; n_categories]; n_categories];
        for exchange in &exchanges {
            weights[exchange.first][exchange.second] = exchange.total as f64;
        }
        Self { n_categories, exchanges, mesh: StarMesh::of(weights) }
    }

    fn observed(&self) -> f64 {
        self.statistic(self.exchanges.iter().map(|exchange| exchange.forth))
    }

    /// d' V⁻ d, d the rows' totals less the columns', if so many units of each exchange go forth.
    fn statistic(&self, forth: impl Iterator<Item = u64>) -> f64 {
        let mut differences = vec![0_i64; self.n_categories];
        for (exchange, forth) in self.exchanges.iter().zip(forth) {
            let excess = 2 * forth as i64 - exchange.total as i64;
            differences[exchange.first] += excess;
            differences[exchange.second] -= excess;
        }
        let mut differences: Vec<f64> = differences.into_iter().map(|whole| whole as f64).collect();
        self.mesh.quadratic_form(&mut differences)
    }

    fn asymptotic(&self, x2: f64) -> Test {
        let df = self.mesh.rank() as f64;
        Test { statistic: Statistic::ChiSquared { x2, df }, p_value: chi_squared::upper(x2, df) }
    }

    /// X² / (1 - X² / n) by the Sherman-Morrison formula, as V - d d' / n is the estimated covariance.
    fn bhapkar(&self, n: usize) -> Answer<Test> {
        let x2 = self.observed();
        let left = 1.0 - x2 / n as f64;
        if left <= 1e-12 { Err(Undefined::BeyondRange) } else { Ok(self.asymptotic(x2 / left)) }
    }

    fn exact(&self, rule: &Enumeration) -> (Method, Answer<Test>, Option<Caution>) {
        let observed = self.observed();
        if let Some(p_value) = self.enumerated(rule, observed) {
            return (EXACT, Ok(permuted::conditional(observed, p_value)), None);
        }
        let statistic = |forth: &[u64]| self.statistic(forth.iter().copied());
        match permuted::simulated(&self.exchanges, rule, observed, statistic) {
            Some((test, caution)) => (SIMULATED, Ok(test), Some(caution)),
            None => (STUART_MAXWELL, Ok(self.asymptotic(observed)), None),
        }
    }

    /// States are the rows' totals without the diagonal, written as the digits of one number; the columns'
    /// totals follow, as each exchange has a fixed total. `None` if there are too many.
    fn enumerated(&self, rule: &Enumeration, observed: f64) -> Option<f64> {
        let places = self.places()?;
        let outcomes = |exchange: &Exchange| {
            let (first, second) = (places[exchange.first].value, places[exchange.second].value);
            let key = |forth| forth * first + (exchange.total - forth) * second;
            permuted::fair(exchange.total).map(|(forth, p)| (key(forth), p)).collect()
        };
        let states = permuted::convolve(
            0_u64,
            &self.exchanges,
            rule.max_states,
            outcomes,
            |key, step| key + step,
            |left, right| left == right,
        )?;
        let as_large = |key: u64| {
            let difference =
                |place: &Place| 2.0 * (key / place.value % place.base) as f64 - (place.base - 1) as f64;
            let mut differences: Vec<f64> = places.iter().map(difference).collect();
            permuted::as_large(self.mesh.quadratic_form(&mut differences), observed)
        };
        Some(states.into_iter().filter(|state| as_large(state.0)).map(|state| state.1).sum())
    }

    /// One digit for each category, in base 1 + the units that enter or leave it. `None` if 64 bits do not
    /// hold the number.
    fn places(&self) -> Option<Vec<Place>> {
        let mut moved = vec![0_u64; self.n_categories];
        for exchange in &self.exchanges {
            moved[exchange.first] += exchange.total;
            moved[exchange.second] += exchange.total;
        }
        let mut value = 1_u64;
        let place = |moved: u64| {
            let place = Place { value, base: moved + 1 };
            value = value.checked_mul(place.base)?;
            Some(place)
        };
        moved.into_iter().map(place).collect()
    }
}

/// One digit of a mixed-radix number.
struct Place {
    value: u64,
    base: u64,
}
