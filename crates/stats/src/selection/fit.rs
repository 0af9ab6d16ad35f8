//! The fitted lines, and what can be read from them.

use super::ancova::Scale;
use super::lines::{Group, Lines, Points};
use crate::answer::finite;
use crate::distribution::f;
use crate::numeric::Unit;
use crate::{Answer, Statistic, Test, Undefined};

/// A linear combination of the fitted lines, in the units of the fit.
pub(super) struct Part {
    pub(super) value: f64,
    /// Its variance over that of the residuals.
    pub(super) leverage: f64,
    /// What turns the value back into the unit of the data.
    pub(super) back: (Unit, Unit),
}

/// The lines in units that keep squares in range.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fit {
    lines: Lines,
    units: Units,
}

/// Units of x and y.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Units(Unit, Unit);

impl Fit {
    pub(super) fn of(mut points: Vec<Points>, scale: Scale) -> Answer<Self> {
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

    pub(super) fn df(&self) -> f64 {
        self.lines.n as f64 - self.lines.n_groups as f64 - 1.0
    }

    /// Mean square about the lines.
    pub(super) fn variance(&self) -> Answer {
        let needed = self.lines.n_groups + 2;
        if self.lines.n < needed {
            return Err(Undefined::TooFew { needed, found: self.lines.n });
        }
        if self.lines.residual == 0.0 {
            return Err(Undefined::PerfectFit);
        }
        Ok(self.lines.residual / self.df())
    }

    pub(super) fn residual_sd(&self) -> Answer {
        match self.variance() {
            Ok(variance) => finite(self.units.1.back(variance.sqrt())),
            Err(Undefined::PerfectFit) => Ok(0.0),
            Err(reason) => Err(reason),
        }
    }

    pub(super) fn slope(&self) -> Part {
        Part { value: self.lines.slope, leverage: 1.0 / self.lines.sxx, back: (self.units.1, self.units.0) }
    }

    fn group(&self, arm: usize) -> Answer<&Group> {
        self.lines.groups.get(arm).and_then(Option::as_ref).ok_or(Undefined::NoValues)
    }

    /// Level of this group less that of the first, at the same x.
    pub(super) fn effect(&self, arm: usize) -> Answer<Part> {
        let (first, this) = (self.group(0)?, self.group(arm)?);
        let apart = this.mean_x.beyond(first.mean_x);
        Ok(Part {
            value: this.mean_y.beyond(first.mean_y) - self.lines.slope * apart,
            leverage: 1.0 / this.n as f64 + 1.0 / first.n as f64 + apart * apart / self.lines.sxx,
            back: (self.units.1, Unit::for_largest(1.0)),
        })
    }

    /// The line of this group at `before`, less `before`.
    pub(super) fn change(&self, arm: usize, before: f64, scale: Scale) -> Answer<Part> {
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
    pub(super) fn one_line(&self) -> Answer<Test> {
        self.require_groups()?;
        let df1 = self.lines.n_groups as f64 - 1.0;
        f_test(self.lines.between, df1, self.variance()?, self.df())
    }

    /// Parallel lines against a line of its own for each group.
    pub(super) fn parallel(&self) -> Answer<Test> {
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
