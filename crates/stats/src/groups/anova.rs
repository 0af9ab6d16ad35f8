//! Analysis of variance with one factor.

use super::centre::Centre;
use super::input::Groups;
use crate::answer::finite;
use crate::distribution::f;
use crate::numeric::sum_by;
use crate::{Answer, Estimate, Method, Statistic, Test, Undefined};

/// Fisher's F.
const ONE_WAY: Method = Method {
    name: "one-way analysis of variance",
    reference: "Fisher RA, Statistical Methods for Research Workers, 1925; Altman DG, Practical Statistics for Medical \
                Research, 9.8",
};

/// Welch's F.
const WELCH: Method = Method {
    name: "Welch's analysis of variance, variances not assumed equal",
    reference: "Welch BL, Biometrika 1951;38:330",
};

/// One line of the table of variances, in the squared unit of the data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SumOfSquares {
    /// Sum of squared deviations; [`Undefined::BeyondRange`] where it fits no number.
    pub sum: Answer,
    /// Degrees of freedom.
    pub df: usize,
}

/// The table of variances and its test.
#[derive(Clone, Debug, PartialEq)]
pub struct Anova {
    /// `value` is eta squared, the share of the sum of squares that lies between groups, from 0 to 1 and biased upwards;
    /// `test` the F test of *all means equal*; `sd` the residual standard deviation. It has no interval here.
    pub estimate: Estimate,
    /// (SSB - df MSW) / (SST + MSW), Hays's correction of eta squared; below zero where F is below 1.
    pub omega_squared: Answer,
    /// Of the groups' means around the mean of all values.
    pub between: Answer<SumOfSquares>,
    /// Of the values around their group's mean.
    pub within: Answer<SumOfSquares>,
}

/// F test of *all means equal*, the groups' variances taken to be equal. O(n).
///
/// Groups without values are left out with a [`crate::Caution::EmptyGroupsLeftOut`]. Fewer than two groups with values:
/// nothing ([`Undefined::NoValues`] if there are none). As many values as groups: the sums of squares
/// alone. All groups constant: no test ([`Undefined::NoSpread`]), and effect sizes of 1 if their means differ.
/// Means are carried with more digits than a number holds, so that a common offset costs none.
pub fn one_way_anova(groups: Groups<'_>) -> Anova {
    let filled = groups.filled();
    let estimate = blank(groups, ONE_WAY);
    if let Err(reason) = two_groups(&filled) {
        let estimate = estimate.without(reason);
        return Anova { estimate, omega_squared: Err(reason), between: Err(reason), within: Err(reason) };
    }
    let (centres, unit) = Centre::of_all(&filled);
    let table = Table::of(&centres);
    let squared = |sum: f64, df| Ok(SumOfSquares { sum: finite(unit.back(unit.back(sum))), df });
    Anova {
        omega_squared: table.omega_squared(),
        between: squared(table.between, filled.len() - 1),
        within: squared(table.within, groups.n() - filled.len()),
        estimate: Estimate {
            value: table.eta_squared(),
            test: table.test(),
            sd: table.mean_square_within().and_then(|square| finite(unit.back(square.sqrt()))),
            ..estimate
        },
    }
}

fn blank(groups: Groups<'_>, method: Method) -> Estimate {
    Estimate {
        n_missing: groups.n_missing(),
        cautions: groups.cautions(),
        ..Estimate::blank(method, groups.n())
    }
}

fn two_groups(filled: &[&[f64]]) -> Answer<()> {
    match filled.len() {
        0 => Err(Undefined::NoValues),
        1 => Err(Undefined::TooFewGroups { needed: 2, found: 1 }),
        _ => Ok(()),
    }
}

/// Sums of squares in the unit of the centres.
struct Table {
    between: f64,
    within: f64,
    df_between: f64,
    df_within: f64,
}

impl Table {
    fn of(centres: &[Centre]) -> Self {
        let n: usize = centres.iter().map(|centre| centre.n).sum();
        let above: Vec<f64> = centres.iter().map(|centre| centre.above(&centres[0])).collect();
        let weighted: Vec<f64> = centres.iter().zip(&above).map(|(c, above)| c.n as f64 * above).collect();
        let mean = sum_by(&weighted, |term| term) / n as f64;
        let squares: Vec<f64> = (centres.iter().zip(&above))
            .map(|(centre, above)| centre.n as f64 * (above - mean) * (above - mean))
            .collect();
        let within: Vec<f64> = centres.iter().map(Centre::squares).collect();
        Self {
            between: sum_by(&squares, |term| term),
            within: sum_by(&within, |term| term),
            df_between: (centres.len() - 1) as f64,
            df_within: (n - centres.len()) as f64,
        }
    }

    fn mean_square_within(&self) -> Answer {
        if self.df_within == 0.0 {
            let found = self.df_between as usize + 1;
            return Err(Undefined::TooFew { needed: found + 1, found });
        }
        Ok(self.within / self.df_within)
    }

    fn eta_squared(&self) -> Answer {
        let total = self.between + self.within;
        if total > 0.0 { Ok(self.between / total) } else { Err(Undefined::NoSpread) }
    }

    fn omega_squared(&self) -> Answer {
        let square = self.mean_square_within()?;
        let total = self.between + self.within;
        if total > 0.0 {
            Ok((self.between - self.df_between * square) / (total + square))
        } else {
            Err(Undefined::NoSpread)
        }
    }

    fn test(&self) -> Answer<Test> {
        let square = self.mean_square_within()?;
        if square <= 0.0 {
            return Err(Undefined::NoSpread);
        }
        f_test(self.between / self.df_between / square, self.df_between, self.df_within)
    }
}

/// F test of *all means equal* with variances of their own. O(n). The result has no `value`.
///
/// Every group needs two values ([`Undefined::TooFew`]) and must not be constant ([`Undefined::NoSpread`]): a variance
/// of zero would weigh infinitely much. Groups without values are left out as by [`one_way_anova`].
pub fn welch_anova(groups: Groups<'_>) -> Estimate {
    let filled = groups.filled();
    let estimate = blank(groups, WELCH);
    if let Err(reason) = two_groups(&filled) {
        return Estimate { test: Err(reason), ..estimate };
    }
    Estimate { test: welch_test(&Centre::of_all(&filled).0), ..estimate }
}

/// Weights are n over variance; the largest is taken as the unit, so that they keep in range.
fn welch_test(centres: &[Centre]) -> Answer<Test> {
    let errors = centres.iter().map(Centre::squared_error).collect::<Answer<Vec<f64>>>()?;
    let least = errors.iter().copied().fold(f64::INFINITY, f64::min);
    if least <= 0.0 {
        return Err(Undefined::NoSpread);
    }
    let weights: Vec<f64> = errors.iter().map(|error| least / error).collect();
    let total = sum_by(&weights, |weight| weight);
    let above: Vec<f64> = centres.iter().map(|centre| centre.above(&centres[0])).collect();
    let mean: f64 = weights.iter().zip(&above).map(|(weight, above)| weight / total * above).sum();
    let k = centres.len() as f64;
    let between: f64 = (errors.iter().zip(&above))
        .map(|(error, above)| ((above - mean) / error.sqrt()).powi(2))
        .sum::<f64>()
        / (k - 1.0);
    let lambda: f64 =
        weights.iter().zip(centres).map(|(weight, c)| (1.0 - weight / total).powi(2) / c.df()).sum();
    let divisor = 1.0 + 2.0 * (k - 2.0) / (k * k - 1.0) * lambda;
    f_test(between / divisor, k - 1.0, (k * k - 1.0) / (3.0 * lambda))
}

fn f_test(ratio: f64, df1: f64, df2: f64) -> Answer<Test> {
    let ratio = finite(ratio)?;
    Ok(Test {
        statistic: Statistic::F { f: ratio, df1, df2 },
        p_value: f::upper(ratio, df1, df2).clamp(0.0, 1.0),
    })
}
