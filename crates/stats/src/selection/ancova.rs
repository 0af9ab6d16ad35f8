//! Analysis of covariance: the later value given the earlier one, and given the group.

use super::arms::Arms;
use super::lines::{Group, Lines, Points};
use crate::answer::finite;
use crate::distribution::{f, student_t};
use crate::numeric::Unit;
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

/// A linear combination of the fitted lines, in the units of the fit.
struct Part {
    value: f64,
    /// Its variance over that of the residuals.
    leverage: f64,
    /// What turns the value back into the unit of the data.
    back: (Unit, Unit),
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

/// The lines in units that keep squares in range.
#[derive(Clone, Debug, PartialEq)]
struct Fit {
    lines: Lines,
    units: Units,
}

/// Units of x and y.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Units(Unit, Unit);

impl Fit {
    fn of(mut points: Vec<Points>, scale: Scale) -> Answer<Self> {
        if points.iter().all(|points| points.x.is_empty()) {
            return Err(Undefined::NoValues);
        }
        let unit = |of: fn(&mut Points) -> &mut Vec<f64>, points: &mut [Points]| {
            let all = points.iter_mut().flat_map(|points| of(points).to_vec());
            let largest = all.fold(0.0, |largest: f64, value| largest.max(value.abs()));
            let unit =
                if scale == Scale::Logarithm { Unit::for_largest(1.0) } else { Unit::for_largest(largest) };
            points.iter_mut().flat_map(of).for_each(|value| *value = unit.of(*value));
            unit
        };
        let x = unit(|points| &mut points.x, &mut points);
        let y = unit(|points| &mut points.y, &mut points);
        let lines = Lines::fit(&points).ok_or(Undefined::NoSpread)?;
        Ok(Self { lines, units: Units(x, y) })
    }

    fn df(&self) -> f64 {
        self.lines.n as f64 - self.lines.n_groups as f64 - 1.0
    }

    /// Mean square about the lines.
    fn variance(&self) -> Answer {
        let needed = self.lines.n_groups + 2;
        if self.lines.n < needed {
            return Err(Undefined::TooFew { needed, found: self.lines.n });
        }
        if self.lines.residual == 0.0 {
            return Err(Undefined::PerfectFit);
        }
        Ok(self.lines.residual / self.df())
    }

    fn residual_sd(&self) -> Answer {
        match self.variance() {
            Ok(variance) => finite(self.units.1.back(variance.sqrt())),
            Err(Undefined::PerfectFit) => Ok(0.0),
            Err(reason) => Err(reason),
        }
    }

    fn slope(&self) -> Part {
        Part { value: self.lines.slope, leverage: 1.0 / self.lines.sxx, back: (self.units.1, self.units.0) }
    }

    fn group(&self, arm: usize) -> Answer<&Group> {
        self.lines.groups.get(arm).and_then(Option::as_ref).ok_or(Undefined::NoValues)
    }

    /// Level of this group less that of the first, at the same x.
    fn effect(&self, arm: usize) -> Answer<Part> {
        let (first, this) = (self.group(0)?, self.group(arm)?);
        let apart = this.mean_x.beyond(first.mean_x);
        Ok(Part {
            value: this.mean_y.beyond(first.mean_y) - self.lines.slope * apart,
            leverage: 1.0 / this.n as f64 + 1.0 / first.n as f64 + apart * apart / self.lines.sxx,
            back: (self.units.1, Unit::for_largest(1.0)),
        })
    }

    /// The line of this group at `before`, less `before`.
    fn change(&self, arm: usize, before: f64, scale: Scale) -> Answer<Part> {
        let group = self.group(arm)?;
        let at = match scale {
            Scale::Logarithm if before > 0.0 && before.is_finite() => before.ln(),
            Scale::Logarithm => return Err(Undefined::NotPositive),
            Scale::Linear => before,
        };
        let apart = -group.mean_x.above(self.units.0.of(at));
        Ok(Part {
            value: group.mean_y.above(self.units.1.of(at)) + self.lines.slope * apart,
            leverage: 1.0 / group.n as f64 + apart * apart / self.lines.sxx,
            back: (self.units.1, Unit::for_largest(1.0)),
        })
    }

    /// One line for all against parallel lines.
    fn one_line(&self) -> Answer<Test> {
        self.require_groups()?;
        let df1 = self.lines.n_groups as f64 - 1.0;
        f_test(self.lines.between, df1, self.variance()?, self.df())
    }

    /// Parallel lines against a line of its own for each group.
    fn parallel(&self) -> Answer<Test> {
        self.require_groups()?;
        let lines = &self.lines;
        if lines.n_sloped < 2 {
            return Err(Undefined::NoSpread);
        }
        let needed = lines.n_groups + lines.n_sloped + 1;
        if lines.n < needed {
            return Err(Undefined::TooFew { needed, found: lines.n });
        }
        if lines.separate == 0.0 {
            return Err(Undefined::PerfectFit);
        }
        let df2 = (lines.n + 1 - needed) as f64;
        f_test(lines.slopes, lines.n_sloped as f64 - 1.0, lines.separate / df2, df2)
    }

    fn require_groups(&self) -> Answer<()> {
        if self.lines.n_groups < 2 { Err(Undefined::NotPartOfMethod) } else { Ok(()) }
    }
}

fn f_test(squares: f64, df1: f64, variance: f64, df2: f64) -> Answer<Test> {
    let ratio = finite(squares / df1 / variance)?;
    Ok(Test { statistic: Statistic::F { f: ratio, df1, df2 }, p_value: f::upper(ratio, df1, df2).min(1.0) })
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
