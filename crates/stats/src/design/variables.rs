//! Variables as measured, before any is turned into columns.

use super::RecipeProblem;

/// Named variables of the same rows: numbers and categories.
#[derive(Clone, Debug, Default)]
pub struct Variables<'a> {
    pub(super) n: usize,
    pub(super) held: Vec<(&'a str, Values<'a>)>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Values<'a> {
    Numbers(&'a [f64]),
    Categories(&'a [&'a str]),
}

impl<'a> Variables<'a> {
    /// No variable yet, of `n` rows.
    pub fn new(n: usize) -> Self {
        Self { n, held: Vec::new() }
    }

    /// The same with a variable of numbers.
    pub fn number(mut self, name: &'a str, values: &'a [f64]) -> Self {
        self.held.push((name, Values::Numbers(values)));
        self
    }

    /// The same with a variable of categories.
    pub fn category(mut self, name: &'a str, values: &'a [&'a str]) -> Self {
        self.held.push((name, Values::Categories(values)));
        self
    }

    pub(super) fn numbers(&self, name: &str) -> Result<&'a [f64], RecipeProblem> {
        match self.find(name)? {
            Values::Numbers(values) => Ok(values),
            Values::Categories(_) => Err(RecipeProblem::NotNumbers { variable: name.to_string() }),
        }
    }

    pub(super) fn categories(&self, name: &str) -> Result<&'a [&'a str], RecipeProblem> {
        match self.find(name)? {
            Values::Categories(values) => Ok(values),
            Values::Numbers(_) => Err(RecipeProblem::NotCategories { variable: name.to_string() }),
        }
    }

    fn find(&self, name: &str) -> Result<Values<'a>, RecipeProblem> {
        let variable = || name.to_string();
        let (_, values) = *self
            .held
            .iter()
            .find(|(held, _)| *held == name)
            .ok_or_else(|| RecipeProblem::UnknownVariable { variable: variable() })?;
        let found = match values {
            Values::Numbers(values) => values.len(),
            Values::Categories(values) => values.len(),
        };
        if found != self.n {
            return Err(RecipeProblem::LengthDiffers { variable: variable(), found, needed: self.n });
        }
        if let Values::Numbers(numbers) = values
            && let Some(row) = numbers.iter().position(|number| !number.is_finite())
        {
            return Err(RecipeProblem::NotFinite { variable: variable(), row });
        }
        Ok(values)
    }
}
