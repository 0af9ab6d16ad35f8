//! A filter, ready for the cells of a row.

use std::sync::Arc;

use super::cell::{self, Unreadable};
use super::rows::Dialect;
use crate::filter::{Filter, IdSet, Patterns};

/// What a row's cells are asked. Columns are places among the cells wanted.
#[derive(Clone, Debug)]
pub(super) enum Test {
    Always,
    Never,
    All(Vec<Test>),
    Any(Vec<Test>),
    In(usize, Arc<IdSet>),
    Like(usize, Arc<Patterns>),
}

impl Test {
    /// Of a filter; `place` gives the place of a column, `None` when the file lacks it.
    pub(super) fn new(filter: &Filter, place: &mut dyn FnMut(&'static str) -> Option<usize>) -> Test {
        let mut parts = |filters: &[Filter]| filters.iter().map(|part| Test::new(part, place)).collect();
        match filter {
            Filter::Everything => Test::Always,
            Filter::All(filters) => Test::All(parts(filters)),
            Filter::Any(filters) => Test::Any(parts(filters)),
            Filter::In { column, ids } => place(column).map_or(Test::Never, |at| Test::In(at, ids.clone())),
            Filter::Like { column, patterns } => {
                place(column).map_or(Test::Never, |at| Test::Like(at, patterns.clone()))
            }
            // The engine has put the persons' ids in its place.
            Filter::KnownPerson => Test::Never,
        }
    }

    /// Whether the cells pass. Error: the place of a cell that cannot be read.
    pub(super) fn is_passed_by(&self, cells: &[&[u8]], dialect: Dialect) -> Result<bool, usize> {
        match self {
            Test::Always => Ok(true),
            Test::Never => Ok(false),
            Test::All(parts) => {
                for part in parts {
                    if !part.is_passed_by(cells, dialect)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Test::Any(parts) => {
                for part in parts {
                    if part.is_passed_by(cells, dialect)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Test::In(place, ids) => match cell::id(cells[*place], dialect) {
                Ok(id) => Ok(id.is_some_and(|id| ids.contains(id))),
                Err(Unreadable) => Err(*place),
            },
            Test::Like(place, patterns) => {
                let word = cell::word(cells[*place], dialect);
                let word = word.as_deref().map(str::from_utf8).transpose().map_err(|_| *place)?;
                Ok(word.is_some_and(|word| patterns.match_text(word)))
            }
        }
    }
}
