//! Two readers: Cohen's kappa, plain and weighted.

use super::coefficient;
use super::weights::{WeightedTable, Weighting};
use crate::distribution::{normal, student_t};
use crate::{Answer, Estimate, Interval, Level, Method, Proportion, Undefined, wilson};

const COHEN: Method = Method {
    name: "Cohen's kappa",
    reference: "Cohen J, Educ Psychol Meas 1960;20:37; Fleiss JL, Cohen J, Everitt BS, Psychol Bull 1969;72:323",
};

const WEIGHTED: Method = Method {
    name: "Cohen's weighted kappa",
    reference: "Cohen J, Psychol Bull 1968;70:213; Fleiss JL, Cohen J, Everitt BS, Psychol Bull 1969;72:323",
};

const LARGE_SAMPLE: Method = Method {
    name: "large-sample interval of kappa",
    reference: "Fleiss JL, Cohen J, Everitt BS, Psychol Bull 1969;72:323",
};

const TRANSFORMED: Method = Method {
    name: "interval of kappa on Fisher's z scale, t quantile",
    reference: "Fisher RA, Metron 1921;1:3; Fleiss JL, Cohen J, Everitt BS, Psychol Bull 1969;72:323",
};

const ADJUSTED: Method = Method {
    name: "prevalence-adjusted bias-adjusted kappa (PABAK) with Wilson's interval",
    reference: "Byrt T, Bishop J, Carlin JB, J Clin Epidemiol 1993;46:423; Wilson EB, J Am Stat Assoc 1927;22:209",
};

/// How the interval of [`cohen_kappa`] is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KappaInterval {
    /// Kappa ± normal quantile × standard error, cut at 1, and at -1 unless the weights are the caller's: what
    /// other programs print, too short below some hundred units.
    #[default]
    LargeSample,
    /// The same for artanh(kappa) with the t quantile of n - 1 degrees of freedom, carried back: nearer to its
    /// level with few units.
    Transformed,
}

/// The choices of [`cohen_kappa`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct KappaRule {
    /// Confidence level; 95 %.
    pub level: Level,
    /// The interval of kappa; large-sample.
    pub interval: KappaInterval,
}

/// Kappa and what is needed to judge it.
#[derive(Clone, Debug, PartialEq)]
pub struct Kappa {
    /// The coefficient with interval and test of *no agreement beyond chance*; unit 1.
    pub kappa: Estimate,
    /// Share of units in the same category, whatever the weights, with Wilson's interval.
    pub agreement: Estimate,
    /// Weighted agreement observed; without weights the value of `agreement`.
    pub observed: Answer,
    /// Weighted agreement expected of independent readers with these margins.
    pub expected: Answer,
    /// Of kappa as estimated: the one in the interval.
    pub standard_error: Answer,
    /// Of kappa if there were no agreement beyond chance: the one in the test.
    pub standard_error_null: Answer,
    /// The greatest kappa that readers with these margins could reach. Not part of the method with weights of
    /// the caller's.
    pub greatest: Answer,
    /// (k × agreement - 1) / (k - 1), kappa as if all categories were equally frequent with both readers.
    /// Without weights only.
    pub adjusted: Estimate,
}

/// Cohen's kappa of two readers, with weights as the table says: 1 - observed / expected disagreement.
///
/// No units: [`Undefined::NoValues`]. Agreement certain by the margins (all readings in one category): no kappa
/// ([`Undefined::AgreementCertain`]). Complete agreement, or a reader who knows one category only: kappa is 1 or
/// 0 and its standard error 0, so that there is no interval ([`Undefined::NoSpread`]). The transformed interval
/// needs a kappa above -1 ([`Undefined::NotPositive`]), which weights of the caller's can miss. Exchanging the
/// readers changes nothing if the weights are symmetric. Time O(k²) for k categories.
///
/// ```
/// use stats::agreement::{KappaRule, WeightedTable, cohen_kappa};
/// use stats::categories::SquareTable;
///
/// let first = [0, 0, 1, 1, 2, 2, 2, 0];
/// let second = [0, 1, 1, 1, 2, 2, 1, 0];
/// let readings = SquareTable::of_codes(3, &first, &second)?;
/// let found = cohen_kappa(&WeightedTable::linear(&readings), &KappaRule::default());
/// assert_eq!((found.agreement.value, found.kappa.n), (Ok(0.75), 8));
/// assert!(found.kappa.value.unwrap() <= found.greatest.unwrap());
/// # Ok::<(), stats::InputError>(())
/// ```
pub fn cohen_kappa(weighted: &WeightedTable<'_>, rule: &KappaRule) -> Kappa {
    let table = weighted.table;
    let plain = weighted.weighting == Weighting::Unweighted;
    let method = if plain { COHEN } else { WEIGHTED };
    let share =
        Proportion::new(table.n_concordant(), table.n()).expect("the diagonal is a part of the table");
    let agreement = wilson(share.with_missing(table.n_missing()), rule.level);
    let blank = Estimate { n_missing: table.n_missing(), ..Estimate::blank(method, table.n()) };
    let adjusted = Estimate { method: ADJUSTED, ..blank.clone() };
    if table.n() == 0 {
        return Kappa::without(Undefined::NoValues, blank, agreement, adjusted);
    }
    let margins = Margins::of(weighted);
    let standard_error = margins.standard_error(weighted);
    let standard_error_null = margins.standard_error_null(weighted);
    let value = coefficient::value(margins.observed, margins.expected);
    Kappa {
        kappa: Estimate {
            value,
            ci: value.and_then(|value| interval(value, standard_error?, weighted, rule)),
            test: value.and_then(|value| Ok(coefficient::test(value, standard_error_null?))),
            ..blank
        },
        adjusted: if plain { adjust(&agreement, table.n_categories(), adjusted) } else { adjusted },
        agreement,
        observed: Ok(1.0 - margins.observed),
        expected: Ok(1.0 - margins.expected),
        standard_error,
        standard_error_null,
        greatest: margins.greatest(weighted),
    }
}

impl Kappa {
    fn without(reason: Undefined, kappa: Estimate, agreement: Estimate, adjusted: Estimate) -> Self {
        let none = Err(reason);
        Self {
            kappa: kappa.without(reason),
            agreement,
            observed: none,
            expected: none,
            standard_error: none,
            standard_error_null: none,
            greatest: none,
            adjusted: adjusted.without(reason),
        }
    }
}

fn interval(
    value: f64,
    standard_error: f64,
    weighted: &WeightedTable<'_>,
    rule: &KappaRule,
) -> Answer<Interval> {
    let level = rule.level;
    match rule.interval {
        KappaInterval::LargeSample => {
            let reach = normal::quantile_upper(level.tail()) * standard_error;
            let least = if weighted.weighting == Weighting::Custom { f64::NEG_INFINITY } else { -1.0 };
            let (low, high) = ((value - reach).max(least), (value + reach).min(1.0));
            Ok(Interval { low, high, level, method: LARGE_SAMPLE })
        }
        KappaInterval::Transformed if value <= -1.0 => Err(Undefined::NotPositive),
        KappaInterval::Transformed if value >= 1.0 => Err(Undefined::NoSpread),
        KappaInterval::Transformed => {
            let df = weighted.table.n() as f64 - 1.0;
            let reach = student_t::quantile_upper(level.tail(), df) * standard_error / (1.0 - value * value);
            let carry = |z: f64| (value.atanh() + z).tanh();
            let (low, high) = (carry(-reach).min(value), carry(reach).max(value));
            Ok(Interval { low, high, level, method: TRANSFORMED })
        }
    }
}

/// Value and interval of the agreement, carried to the scale of kappa.
fn adjust(agreement: &Estimate, n_categories: usize, blank: Estimate) -> Estimate {
    let k = n_categories as f64;
    let carry = |share: f64| (k * share - 1.0) / (k - 1.0);
    let ci =
        agreement.ci.map(|ci| Interval { low: carry(ci.low), high: carry(ci.high), method: ADJUSTED, ..ci });
    Estimate { value: agreement.value.map(carry), ci, ..blank }
}

/// Margins as parts of 1, and the disagreement that each row and column meets.
struct Margins {
    n: f64,
    rows: Vec<f64>,
    columns: Vec<f64>,
    /// Mean disagreement of each row with a reading drawn from the columns, and the other way round.
    row_means: Vec<f64>,
    column_means: Vec<f64>,
    observed: f64,
    expected: f64,
}

impl Margins {
    fn of(weighted: &WeightedTable<'_>) -> Self {
        let table = weighted.table;
        let n = table.n() as f64;
        let parts =
            |totals: Vec<usize>| totals.into_iter().map(|total| total as f64 / n).collect::<Vec<f64>>();
        let (rows, columns) = (parts(table.row_totals()), parts(table.column_totals()));
        let k = table.n_categories();
        let row_mean = |row| (0..k).map(|column| columns[column] * weighted.disagreement(row, column)).sum();
        let column_mean = |column| (0..k).map(|row| rows[row] * weighted.disagreement(row, column)).sum();
        let row_means: Vec<f64> = (0..k).map(row_mean).collect();
        let expected = rows.iter().zip(&row_means).map(|(part, mean)| part * mean).sum();
        let column_means = (0..k).map(column_mean).collect();
        let mut margins = Self { n, rows, columns, row_means, column_means, observed: 0.0, expected };
        margins.observed = margins.over_cells(weighted, |row, column| weighted.disagreement(row, column));
        margins
    }

    /// Mean of a function of the cell over the units.
    fn over_cells(&self, weighted: &WeightedTable<'_>, value: impl Fn(usize, usize) -> f64) -> f64 {
        let k = self.rows.len();
        let counts = weighted.table.counts().iter().enumerate().filter(|(_, count)| **count > 0);
        counts.map(|(cell, &count)| count as f64 * value(cell / k, cell % k)).sum::<f64>() / self.n
    }

    /// The standard error of Fleiss, Cohen & Everitt, with disagreements v = 1 - w in place of weights: the variance
    /// over units of v_ij D_e - (v_i. + v_.j) D_o, whose mean is -D_o D_e, over D_e⁴.
    fn standard_error(&self, weighted: &WeightedTable<'_>) -> Answer {
        if self.expected <= 0.0 {
            return Err(Undefined::AgreementCertain);
        }
        // In units of D_e, so that small disagreements keep their squares.
        let ratio = self.observed / self.expected;
        let variance = self.over_cells(weighted, |row, column| {
            let own = weighted.disagreement(row, column);
            let deviation = own - (self.row_means[row] + self.column_means[column]) * ratio + self.observed;
            (deviation / self.expected).powi(2)
        });
        coefficient::standard_error(variance, self.n)
    }

    /// Theirs without agreement beyond chance: the variance of v_ij - v_i. - v_.j over independent readings, whose mean is -D_e, over D_e².
    fn standard_error_null(&self, weighted: &WeightedTable<'_>) -> Answer {
        if self.expected <= 0.0 {
            return Err(Undefined::AgreementCertain);
        }
        let k = self.rows.len();
        let term = |row: usize, column: usize| {
            let own = weighted.disagreement(row, column);
            let deviation = own - self.row_means[row] - self.column_means[column] + self.expected;
            self.rows[row] * self.columns[column] * (deviation / self.expected).powi(2)
        };
        let variance = (0..k).map(|row| (0..k).map(|column| term(row, column)).sum::<f64>()).sum();
        coefficient::standard_error(variance, self.n)
    }

    /// 1 - least / expected disagreement.
    fn greatest(&self, weighted: &WeightedTable<'_>) -> Answer {
        let table = weighted.table;
        let (rows, columns) = (table.row_totals(), table.column_totals());
        let least = match weighted.weighting {
            Weighting::Custom => return Err(Undefined::NotPartOfMethod),
            Weighting::Unweighted => {
                let same: usize = rows.iter().zip(&columns).map(|(row, column)| row.min(column)).sum();
                (table.n() - same) as f64
            }
            Weighting::Linear | Weighting::Quadratic => in_order(rows, columns, weighted),
        };
        coefficient::value(least / self.n, self.expected)
    }
}

/// The disagreement when the lowest rows meet the lowest columns: the least there can be where disagreement
/// grows convexly with distance (Hoffman 1963, Monge's condition).
fn in_order(mut rows: Vec<usize>, mut columns: Vec<usize>, weighted: &WeightedTable<'_>) -> f64 {
    let (mut row, mut column, mut sum) = (0, 0, 0.0);
    while row < rows.len() && column < columns.len() {
        let met = rows[row].min(columns[column]);
        sum += met as f64 * weighted.disagreement(row, column);
        rows[row] -= met;
        columns[column] -= met;
        if rows[row] == 0 { row += 1 } else { column += 1 }
    }
    sum
}
