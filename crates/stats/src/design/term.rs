//! The terms of a model, as asked for and as learned from data.

use super::spline::{self, Knots};
use super::{RecipeProblem, Variables};

/// One term of a model: a variable and how it enters.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Term {
    /// The numbers as they are: one column, named as the variable.
    Number(String),
    /// Treatment coding: a column of 0 and 1 for each level but the reference, named `variable=level`.
    Factor {
        /// The variable.
        variable: String,
        /// The level without a column.
        reference: String,
        /// All levels in the order of their columns; empty for those that occur, in alphabetical order.
        levels: Vec<String>,
    },
    /// Powers 1 to `degree` of (x - mean) / standard deviation of the rows learned from, named `variable^power`.
    Polynomial {
        /// The variable.
        variable: String,
        /// The highest power, at least 1.
        degree: u32,
    },
    /// Cubic between the knots, linear beyond the outer ones, named `variable spline 1` (linear), 2, ...
    Spline {
        /// The variable.
        variable: String,
        /// Where the knots are.
        knots: Knots,
    },
    /// Products of each column of one term with each of the other, named `first:second`. The terms themselves are
    /// not added.
    Interaction(Box<Term>, Box<Term>),
}

impl Term {
    /// The numbers of a variable as they are.
    pub fn number(variable: &str) -> Self {
        Self::Number(variable.to_string())
    }

    /// Levels that occur, in alphabetical order, against a reference.
    pub fn factor(variable: &str, reference: &str) -> Self {
        Self::Factor { variable: variable.to_string(), reference: reference.to_string(), levels: Vec::new() }
    }

    /// The levels in this order, the first of them the reference.
    pub fn factor_of(variable: &str, levels: &[&str]) -> Self {
        let levels: Vec<String> = levels.iter().map(ToString::to_string).collect();
        let reference = levels.first().cloned().unwrap_or_default();
        Self::Factor { variable: variable.to_string(), reference, levels }
    }

    /// Powers 1 to `degree`.
    pub fn polynomial(variable: &str, degree: u32) -> Self {
        Self::Polynomial { variable: variable.to_string(), degree }
    }

    /// A natural cubic spline with so many columns (`df`): inner knots at equally spaced quantiles (type 7), outer knots at the
    /// least and greatest value, as R's `splines::ns`.
    pub fn natural_spline(variable: &str, df: usize) -> Self {
        Self::Spline { variable: variable.to_string(), knots: Knots::Natural { df } }
    }

    /// A restricted cubic spline with so many knots at Harrell's quantiles, as R's `rms::rcs`: knots - 1 columns.
    pub fn restricted_cubic_spline(variable: &str, n_knots: usize) -> Self {
        Self::Spline { variable: variable.to_string(), knots: Knots::Harrell { n_knots } }
    }

    /// A cubic spline with knots given, linear beyond the outer ones.
    pub fn spline_at(variable: &str, knots: &[f64]) -> Self {
        Self::Spline { variable: variable.to_string(), knots: Knots::At(knots.to_vec()) }
    }

    /// Each column of this term times each of the other.
    pub fn by(self, other: Self) -> Self {
        Self::Interaction(Box::new(self), Box::new(other))
    }
}

/// A term with all that it took from the data it was learned from.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Learned {
    Number(String),
    Factor { variable: String, reference: String, levels: Vec<String> },
    Polynomial { variable: String, degree: u32, centre: f64, scale: f64 },
    Spline { variable: String, knots: Vec<f64> },
    Interaction(Box<Learned>, Box<Learned>),
}

/// Named columns.
pub(super) type Columns = Vec<(String, Vec<f64>)>;

impl Learned {
    /// Pushes every problem; `None` if there was one.
    pub(super) fn of(term: &Term, from: &Variables<'_>, problems: &mut Vec<RecipeProblem>) -> Option<Self> {
        let learned = match term {
            Term::Number(variable) => from.numbers(variable).map(|_| Self::Number(variable.clone())),
            Term::Factor { variable, reference, levels } => factor(from, variable, reference, levels),
            Term::Polynomial { variable, degree } => polynomial(from, variable, *degree),
            Term::Spline { variable, knots } => from
                .numbers(variable)
                .and_then(|values| knots.place(variable, values))
                .map(|knots| Self::Spline { variable: variable.clone(), knots }),
            Term::Interaction(first, second) => {
                let (first, second) = (Self::of(first, from, problems), Self::of(second, from, problems));
                return Some(Self::Interaction(Box::new(first?), Box::new(second?)));
            }
        };
        learned.map_err(|problem| problems.push(problem)).ok()
    }

    pub(super) fn columns(&self, from: &Variables<'_>, problems: &mut Vec<RecipeProblem>) -> Option<Columns> {
        let columns = match self {
            Self::Number(variable) => {
                from.numbers(variable).map(|values| vec![(variable.clone(), values.to_vec())])
            }
            Self::Factor { variable, reference, levels } => dummies(from, variable, reference, levels),
            Self::Polynomial { variable, degree, centre, scale } => {
                from.numbers(variable).map(|values| powers(variable, *degree, *centre, *scale, values))
            }
            Self::Spline { variable, knots } => from.numbers(variable).map(|values| {
                let columns = spline::columns(values, knots).into_iter().enumerate();
                columns.map(|(at, column)| (format!("{variable} spline {}", at + 1), column)).collect()
            }),
            Self::Interaction(first, second) => {
                let (first, second) = (first.columns(from, problems), second.columns(from, problems));
                return Some(products(&first?, &second?));
            }
        };
        columns.map_err(|problem| problems.push(problem)).ok()
    }
}

fn factor(
    from: &Variables<'_>,
    variable: &str,
    reference: &str,
    levels: &[String],
) -> Result<Learned, RecipeProblem> {
    let name = || variable.to_string();
    let values = from.categories(variable)?;
    let mut levels = levels.to_vec();
    if levels.is_empty() {
        levels = values.iter().map(ToString::to_string).collect();
        levels.sort_unstable();
        levels.dedup();
    }
    if levels.len() < 2 {
        return Err(RecipeProblem::OneLevel { variable: name() });
    }
    if !levels.iter().any(|level| level == reference) {
        return Err(RecipeProblem::UnknownReference { variable: name(), level: reference.to_string() });
    }
    Ok(Learned::Factor { variable: name(), reference: reference.to_string(), levels })
}

fn dummies(
    from: &Variables<'_>,
    variable: &str,
    reference: &str,
    levels: &[String],
) -> Result<Columns, RecipeProblem> {
    let values = from.categories(variable)?;
    if let Some(row) = values.iter().position(|value| !levels.iter().any(|level| level == value)) {
        let level = values[row].to_string();
        return Err(RecipeProblem::UnknownLevel { variable: variable.to_string(), level, row });
    }
    let column = |level: &String| values.iter().map(|value| f64::from(u8::from(value == level))).collect();
    let others = levels.iter().filter(|level| *level != reference);
    Ok(others.map(|level| (format!("{variable}={level}"), column(level))).collect())
}

fn polynomial(from: &Variables<'_>, variable: &str, degree: u32) -> Result<Learned, RecipeProblem> {
    let (values, name) = (from.numbers(variable)?, variable.to_string());
    if degree == 0 {
        return Err(RecipeProblem::NoDegree { variable: name });
    }
    let (needed, found) = (degree as usize + 1, spline::distinct(values).len());
    if found < needed {
        return Err(RecipeProblem::TooFewValues { variable: name, needed, found });
    }
    let n = values.len() as f64;
    let centre = values.iter().map(|value| value / n).sum::<f64>();
    let largest = values.iter().map(|value| (value - centre).abs()).fold(0.0, f64::max);
    let square = values.iter().map(|value| ((value - centre) / largest).powi(2)).sum::<f64>() / n;
    Ok(Learned::Polynomial { variable: name, degree, centre, scale: largest * square.sqrt() })
}

fn powers(variable: &str, degree: u32, centre: f64, scale: f64, values: &[f64]) -> Columns {
    let power =
        |power: u32| values.iter().map(|value| ((value - centre) / scale).powi(power as i32)).collect();
    (1..=degree).map(|of| (format!("{variable}^{of}"), power(of))).collect()
}

fn products(first: &Columns, second: &Columns) -> Columns {
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).collect();
    let pairs = second.iter().flat_map(|second| first.iter().map(move |first| (first, second)));
    pairs.map(|((a, x), (b, y))| (format!("{a}:{b}"), product(x, y))).collect()
}
