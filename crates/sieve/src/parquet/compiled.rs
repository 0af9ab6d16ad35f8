//! A filter made ready: its questions gathered by column, its sets made fast to look up.

use super::members::Members;
use super::read::column;
use crate::cdm::{Column, Table};
use crate::filter::{Filter, IdSet, Patterns};

/// A question to one cell.
#[derive(Debug)]
pub(super) enum Test<'a> {
    In(Members<'a>),
    Like(&'a Patterns),
}

/// A filter whose leaves are numbered.
#[derive(Debug)]
pub(super) enum Node {
    Everything,
    All(Vec<Node>),
    Any(Vec<Node>),
    /// The question of this number to the column of this number.
    Leaf(usize, usize),
}

/// A filter made ready.
#[derive(Debug)]
pub(super) struct Compiled<'a> {
    pub(super) node: Node,
    /// The columns looked at, each with its questions.
    pub(super) columns: Vec<(&'static Column, Vec<Test<'a>>)>,
}

impl<'a> Compiled<'a> {
    /// Of a filter for a table.
    pub(super) fn new(table: Table, filter: &'a Filter, known: &'a IdSet) -> Compiled<'a> {
        let mut compiled = Compiled { node: Node::Everything, columns: Vec::new() };
        compiled.node = compiled.compile(table, filter, known);
        compiled
    }

    fn compile(&mut self, table: Table, filter: &'a Filter, known: &'a IdSet) -> Node {
        let mut compile = |parts: &'a [Filter]| -> Vec<Node> {
            parts.iter().map(|part| self.compile(table, part, known)).collect()
        };
        match filter {
            Filter::Everything => Node::Everything,
            Filter::All(parts) => Node::All(compile(parts)),
            Filter::Any(parts) => Node::Any(compile(parts)),
            Filter::In { column: name, ids } => self.leaf(column(table, name), Test::In(Members::new(ids))),
            Filter::Like { column: name, patterns } => self.leaf(column(table, name), Test::Like(patterns)),
            Filter::KnownPerson => self.leaf(column(table, "person_id"), Test::In(Members::new(known))),
        }
    }

    fn leaf(&mut self, column: &'static Column, test: Test<'a>) -> Node {
        let known = self.columns.iter().position(|(known, _)| known.name == column.name);
        let place = known.unwrap_or_else(|| {
            self.columns.push((column, Vec::new()));
            self.columns.len() - 1
        });
        let tests = &mut self.columns[place].1;
        tests.push(test);
        Node::Leaf(place, tests.len() - 1)
    }
}
