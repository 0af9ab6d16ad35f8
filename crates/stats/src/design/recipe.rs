//! From variables to columns, and again for new rows.

use super::term::Learned;
use super::{Design, RecipeProblem, Term, Variables};

/// Terms with the knots, levels and centres they took from the rows they were learned from: what turns new rows into the
/// same columns, for prediction.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    intercept: Intercept,
    terms: Vec<Learned>,
}

/// Whether the first column is the column of ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intercept {
    /// It is, named [`super::INTERCEPT`].
    With,
    /// It is not (Cox models, ordinal models).
    Without,
}

impl Recipe {
    /// Learns the terms and makes their columns. Every term's problem is reported, in the order of the terms.
    pub fn learn(
        from: &Variables<'_>,
        intercept: Intercept,
        terms: &[Term],
    ) -> Result<(Self, Design), Vec<RecipeProblem>> {
        let mut problems = Vec::new();
        let learned: Vec<Option<Learned>> =
            terms.iter().map(|term| Learned::of(term, from, &mut problems)).collect();
        let recipe = Self { intercept, terms: learned.into_iter().flatten().collect() };
        let design = recipe.columns(from, &mut problems);
        match design {
            Some(design) if problems.is_empty() => Ok((recipe, design)),
            _ => Err(problems),
        }
    }

    /// The columns of other rows. A level that was not learned is [`RecipeProblem::UnknownLevel`]; values beyond the outer
    /// knots are extended linearly.
    pub fn apply(&self, to: &Variables<'_>) -> Result<Design, Vec<RecipeProblem>> {
        let mut problems = Vec::new();
        match self.columns(to, &mut problems) {
            Some(design) if problems.is_empty() => Ok(design),
            _ => Err(problems),
        }
    }

    fn columns(&self, from: &Variables<'_>, problems: &mut Vec<RecipeProblem>) -> Option<Design> {
        let mut design = Design::empty(from.n);
        if self.intercept == Intercept::With {
            design = design.with_intercept().expect("the first column");
        }
        for term in &self.terms {
            for (name, column) in term.columns(from, problems).into_iter().flatten() {
                if design.names().contains(&name) {
                    problems.push(RecipeProblem::NameTwice { column: name });
                } else if design.push(&name, &column).is_err() {
                    problems.push(RecipeProblem::BeyondRange { column: name });
                }
            }
        }
        problems.is_empty().then_some(design)
    }
}
