//! A column with gaps: what its values are, and how the gaps are filled.

use super::table::TableProblem;

/// On which scale a quantity is about normal and enters the models of other columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// As it is.
    Identity,
    /// Its natural logarithm; all values lie above 0.
    Log,
}

impl Scale {
    pub(super) fn of(self, value: f64) -> f64 {
        if self == Self::Log { value.ln() } else { value }
    }

    /// Back to the unit of the data, held to what a computer word holds (and above 0 for logarithms).
    pub(super) fn back(self, value: f64) -> f64 {
        match self {
            Self::Identity => value.clamp(-f64::MAX, f64::MAX),
            Self::Log => value.exp().clamp(f64::MIN_POSITIVE, f64::MAX),
        }
    }
}

/// How the gaps of a column are filled, given all other columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Imputation {
    /// The value of one of the nearest observed rows by predicted mean (Little 1988), drawn at random among this many
    /// donors; "type 1" matching. Imputed values are values that occur.
    Matching {
        /// Rows to draw from, at least 1; 5 by custom.
        donors: usize,
    },
    /// Bayesian linear regression on the column's scale.
    Linear,
    /// Bayesian logistic regression, augmented against separation.
    Logistic,
    /// Bayesian proportional odds, augmented against separation.
    ProportionalOdds,
    /// Bayesian normal regression of values known only between bounds (Tobit), on the column's scale.
    Tobit,
}

/// One reading of a laboratory that reports nothing below (or above) a limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reading {
    /// Measured.
    Known(f64),
    /// Somewhere from `low` to `high`: below a limit is from 0 (or minus infinity) to the limit.
    Between {
        /// Lower bound, may be minus infinity.
        low: f64,
        /// Upper bound, above `low`, may be infinite.
        high: f64,
    },
    /// Not measured.
    Missing,
}

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Numeric,
    Ordered { n_levels: usize },
    Bounded,
}

/// A column that follows from two others, by their positions in the table. It helps to fill third columns and never
/// its own two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Derivation {
    /// `of` minus `less`.
    Difference {
        /// Position of the first.
        of: usize,
        /// Position of what is taken away.
        less: usize,
    },
    /// The two multiplied.
    Product {
        /// Position of one.
        left: usize,
        /// Position of the other.
        right: usize,
    },
    /// `of` over `over`, both on the log scale; so is the ratio.
    Ratio {
        /// Position of the numerator.
        of: usize,
        /// Position of the denominator.
        over: usize,
    },
}

impl Derivation {
    pub(super) fn parents(self) -> [usize; 2] {
        match self {
            Self::Difference { of, less } => [of, less],
            Self::Product { left, right } => [left, right],
            Self::Ratio { of, over } => [of, over],
        }
    }

    pub(super) fn value(self, first: f64, second: f64) -> f64 {
        match self {
            Self::Difference { .. } => first - second,
            Self::Product { .. } => first * second,
            Self::Ratio { .. } => first / second,
        }
    }
}

/// One row of a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell {
    Known(f64),
    Between(f64, f64),
    Missing,
}

/// One variable: known values, gaps, and how the gaps are filled.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) scale: Scale,
    pub(super) imputation: Imputation,
    pub(super) derivation: Option<Derivation>,
    pub(super) cells: Vec<Cell>,
}

impl Column {
    /// Numbers; filled by matching with 5 donors.
    pub fn numeric(name: &str, values: &[Option<f64>], scale: Scale) -> Result<Self, TableProblem> {
        let cells = values.iter().map(|value| value.map_or(Cell::Missing, Cell::Known)).collect();
        Self::checked(name, Kind::Numeric, scale, Imputation::Matching { donors: 5 }, cells)
    }

    /// Yes or no; filled by logistic regression.
    pub fn binary(name: &str, values: &[Option<bool>]) -> Self {
        let cell = |value: &Option<bool>| value.map_or(Cell::Missing, |yes| Cell::Known(f64::from(yes)));
        Self {
            name: name.to_string(),
            kind: Kind::Ordered { n_levels: 2 },
            scale: Scale::Identity,
            imputation: Imputation::Logistic,
            derivation: None,
            cells: values.iter().map(cell).collect(),
        }
    }

    /// Levels from 0 to `n_levels` - 1 in their order; filled by proportional odds.
    pub fn ordered(name: &str, values: &[Option<u32>], n_levels: usize) -> Result<Self, TableProblem> {
        let cell = |value: &Option<u32>| value.map_or(Cell::Missing, |level| Cell::Known(f64::from(level)));
        let cells = values.iter().map(cell).collect();
        Self::checked(name, Kind::Ordered { n_levels }, Scale::Identity, Imputation::ProportionalOdds, cells)
    }

    /// Laboratory readings, some known only between bounds; filled by a Tobit model within the bounds.
    pub fn laboratory(name: &str, readings: &[Reading], scale: Scale) -> Result<Self, TableProblem> {
        let cell = |reading: &Reading| match *reading {
            Reading::Known(value) => Cell::Known(value),
            Reading::Between { low, high } => Cell::Between(low, high),
            Reading::Missing => Cell::Missing,
        };
        Self::checked(name, Kind::Bounded, scale, Imputation::Tobit, readings.iter().map(cell).collect())
    }

    /// What follows from two other columns of the table it will stand in: known where both are.
    pub fn derived(name: &str, derivation: Derivation) -> Self {
        let ratio = matches!(derivation, Derivation::Ratio { .. });
        Self {
            name: name.to_string(),
            kind: Kind::Numeric,
            scale: if ratio { Scale::Log } else { Scale::Identity },
            imputation: Imputation::Linear,
            derivation: Some(derivation),
            cells: Vec::new(),
        }
    }

    /// The same column filled in another way. Numbers take matching and linear; levels matching, proportional odds and
    /// (for two levels) logistic; laboratory readings Tobit only.
    pub fn with_imputation(self, imputation: Imputation) -> Result<Self, TableProblem> {
        let fits = match (imputation, self.kind) {
            (Imputation::Matching { donors }, Kind::Numeric | Kind::Ordered { .. }) => donors > 0,
            (Imputation::Linear, kind) => kind == Kind::Numeric,
            (Imputation::Logistic, kind) => kind == Kind::Ordered { n_levels: 2 },
            (Imputation::ProportionalOdds, kind) => matches!(kind, Kind::Ordered { .. }),
            (Imputation::Tobit, kind) => kind == Kind::Bounded,
            _ => false,
        };
        if fits {
            Ok(Self { imputation, ..self })
        } else {
            Err(TableProblem::OtherImputation { column: self.name })
        }
    }

    fn checked(
        name: &str,
        kind: Kind,
        scale: Scale,
        imputation: Imputation,
        cells: Vec<Cell>,
    ) -> Result<Self, TableProblem> {
        let name = name.to_string();
        for (row, &cell) in cells.iter().enumerate() {
            let (low, high) = match cell {
                Cell::Missing => continue,
                Cell::Known(value) => (value, value),
                Cell::Between(low, high) => (low, high),
            };
            let known = matches!(cell, Cell::Known(_));
            let sound =
                if known { low.is_finite() } else { low < high && low < f64::MAX && high > -f64::MAX };
            if !sound {
                return Err(TableProblem::NotFinite { column: name, row });
            }
            if scale == Scale::Log && high <= 0.0 {
                return Err(TableProblem::NotPositive { column: name, row });
            }
            if matches!(kind, Kind::Ordered { n_levels } if high >= n_levels as f64) {
                return Err(TableProblem::UnknownLevel { column: name, row });
            }
        }
        Ok(Self { name, kind, scale, imputation, derivation: None, cells })
    }

    /// The name given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Rows without a value; those known between bounds count too.
    pub fn n_missing(&self) -> usize {
        self.cells.iter().filter(|cell| !matches!(cell, Cell::Known(_))).count()
    }
}
