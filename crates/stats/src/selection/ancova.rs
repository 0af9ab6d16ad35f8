//! Analysis of covariance: the later value given the earlier one, and given the group.

use super::arms::Arms;
use super::fit::{Fit, Part};
use super::lines::Points;
use crate::answer::finite;
use crate::distribution::student_t;
use crate::{Answer, Caution, Estimate, Interval, Level, Method, Statistic, Test, Undefined};

const LOGARITHM: Method = Method {
    name: "analysis of covariance, logarithm of after on logarithm of before",
    reference: "Vickers AJ, Altman DG, BMJ 2001;323:1123; Barnett AG et al., Int J Epidemiol 2005;34:215",
};

const LINEAR: Method = Method {
    name: "analysis of covariance, after on before",
    reference: "Vickers AJ, Altman DG, BMJ 2001;323:1123",
};

/// On which scale the lines are straight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scale {
    /// Natural logarithms of both: effects and changes are factors; the default.
    #[default]
    Logarithm,
    /// The values as they are: effects and changes are differences.
    Linear,
}

/// The choices of an analysis of covariance.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AncovaRule {
    /// Confidence level; 95 %.
    pub level: Level,
    /// Logarithms, by default.
    pub scale: Scale,
}

/// Parallel lines of after on before, one level for each group.
#[derive(Clone, Debug, PartialEq)]
pub struct Ancova {
    /// The common slope, with Student's interval and test of slope 0. On the logarithmic scale an exponent: a
    /// baseline twice as high goes with a later value 2^slope times as high. Where nothing happened but
    /// chance it is the share of the variance that lies between persons, not 1.
    pub slope: Estimate,
    /// For each group after the first: after, relative to the first group at the same before (ratio of
    /// geometric means, or difference of means), with Student's interval and test of no effect.
    pub effects: Vec<Estimate>,
    /// F test that all groups have one line.
    pub one_line: Answer<Test>,
    /// F test that the groups' own slopes are equal, which the effects take for granted.
    pub parallel: Answer<Test>,
    /// Standard deviation about the lines (of natural logarithms on that scale).
    pub residual_sd: Answer,
    fit: Answer<Fit>,
    rule: AncovaRule,
    n_missing: usize,
    n_used: usize,
}

/// Fits by least squares in O(n).
///
/// On the logarithmic scale, pairs with a value at or below zero are left out, counted in `n_missing` and named
/// in [`Caution::NotPositiveLeftOut`]. No pairs: [`Undefined::NoValues`]. Before constant within each group:
/// [`Undefined::NoSpread`], the effects too. Too few pairs for an error (n at most groups + 1): values alone
/// ([`Undefined::TooFew`]). All points on the lines up to rounding: values alone ([`Undefined::PerfectFit`]).
/// The effect of an empty group, or beside an empty first group: [`Undefined::NoValues`]. Tests between groups
/// are [`Undefined::NotPartOfMethod`] with fewer than two groups that have points.
pub fn ancova(arms: Arms<'_>, rule: &AncovaRule) -> Ancova {
    let (points, n_left_out) = points(arms, rule.scale);
    let n_used = points.iter().map(|points| points.x.len()).sum();
    let fit = Fit::of(points, rule.scale);
    let blank = Blank {
        n: n_used,
        n_missing: arms.pairs().n_missing() + n_left_out,
        n_left_out,
        rule: *rule,
        residual_sd: fit.as_ref().map_err(|reason| *reason).and_then(Fit::residual_sd),
    };
    let with = |of: &dyn Fn(&Fit) -> Answer<Part>, scale: Scale| match &fit {
        Ok(fit) => blank.estimate(fit, of(fit), scale),
        Err(reason) => blank.estimate_undefined(*reason),
    };
    let effects = (1..arms.n_arms()).map(|arm| with(&|fit| fit.effect(arm), rule.scale)).collect();
    let test = |of: fn(&Fit) -> Answer<Test>| fit.as_ref().map_err(|reason| *reason).and_then(of);
    Ancova {
        slope: with(&|fit| Ok(fit.slope()), Scale::Linear),
        effects,
        one_line: test(Fit::one_line),
        parallel: test(Fit::parallel),
        residual_sd: blank.residual_sd,
        n_missing: blank.n_missing,
        n_used,
        rule: *rule,
        fit,
    }
}

impl Ancova {
    /// The expected change of a member of this group whose before is `before`: a factor on the logarithmic scale,
    /// else a difference, with Student's interval for the expectation and the test of no change.
    ///
    /// [`Undefined::NoValues`] for a group that is empty or does not exist; [`Undefined::NotPositive`] for a
    /// baseline without logarithm.
    pub fn expected_change(&self, arm: usize, before: f64) -> Estimate {
        let blank = Blank {
            n: self.n_used,
            n_missing: self.n_missing,
            n_left_out: 0,
            rule: self.rule,
            residual_sd: self.residual_sd,
        };
        match &self.fit {
            Ok(fit) => blank.estimate(fit, fit.change(arm, before, self.rule.scale), self.rule.scale),
            Err(reason) => blank.estimate_undefined(*reason),
        }
    }
}

/// What all estimates of one analysis share.
struct Blank {
    n: usize,
    n_missing: usize,
    n_left_out: usize,
    rule: AncovaRule,
    residual_sd: Answer,
}

impl Blank {
    fn empty(&self) -> Estimate {
        let method = if self.rule.scale == Scale::Logarithm { LOGARITHM } else { LINEAR };
        let left_out = Caution::NotPositiveLeftOut { n_pairs: self.n_left_out };
        Estimate {
            sd: self.residual_sd,
            n_missing: self.n_missing,
            cautions: if self.n_left_out > 0 { vec![left_out] } else { Vec::new() },
            ..Estimate::blank(method, self.n)
        }
    }

    fn estimate_undefined(&self, reason: Undefined) -> Estimate {
        self.empty().without(reason)
    }

    fn estimate(&self, fit: &Fit, part: Answer<Part>, scale: Scale) -> Estimate {
        let part = match part {
            Ok(part) => part,
            Err(reason) => return self.estimate_undefined(reason),
        };
        let back = |value: f64| match scale {
            Scale::Logarithm => finite(value.exp()),
            Scale::Linear => finite(part.back.0.back(part.back.1.of(value))),
        };
        let empty = self.empty();
        let (level, method) = (self.rule.level, empty.method);
        let error = fit.variance().map(|variance| (variance * part.leverage).sqrt());
        let ci = error.and_then(|error| {
            let reach = student_t::quantile_upper(level.tail(), fit.df()) * error;
            Ok(Interval { low: back(part.value - reach)?, high: back(part.value + reach)?, level, method })
        });
        let test = error.map(|error| {
            let (t, df) = (part.value / error, fit.df());
            Test { statistic: Statistic::StudentT { t, df }, p_value: student_t::two_sided(t, df) }
        });
        Estimate { value: back(part.value), ci, test, ..empty }
    }
}

/// The points of each group on the scale of the fit, and how many pairs have none.
fn points(arms: Arms<'_>, scale: Scale) -> (Vec<Points>, usize) {
    let mut points = vec![Points::default(); arms.n_arms()];
    let mut n_left_out = 0;
    for (arm, before, after) in arms.iter() {
        let (x, y) = match scale {
            Scale::Linear => (before, after),
            Scale::Logarithm if before > 0.0 && after > 0.0 => (before.ln(), after.ln()),
            Scale::Logarithm => {
                n_left_out += 1;
                continue;
            }
        };
        points[arm].x.push(x);
        points[arm].y.push(y);
    }
    (points, n_left_out)
}
