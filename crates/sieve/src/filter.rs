//! Which rows are wanted.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

/// A condition on the rows of one table. A null is never in a set and never like a pattern.
#[derive(Clone, Debug)]
pub enum Filter {
    /// Every row.
    Everything,
    /// All of these hold. [`Selected::passed`](crate::Selected::passed) counts after each of them.
    All(Vec<Filter>),
    /// At least one of these holds.
    Any(Vec<Filter>),
    /// The number in the column is one of these.
    In {
        /// The column.
        column: &'static str,
        /// The numbers.
        ids: Arc<IdSet>,
    },
    /// The text in the column is like one of these.
    Like {
        /// The column.
        column: &'static str,
        /// What it may be like.
        patterns: Arc<Patterns>,
    },
    /// The row's `person_id` is in the table `person`.
    KnownPerson,
}

/// A set of identifiers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IdSet {
    sorted: Vec<i64>,
}

impl IdSet {
    /// Of these, in any order, repeated or not.
    pub fn new(mut ids: Vec<i64>) -> IdSet {
        ids.sort_unstable();
        ids.dedup();
        IdSet { sorted: ids }
    }

    /// The identifiers, rising.
    pub fn as_slice(&self) -> &[i64] {
        &self.sorted
    }

    /// Whether the set has this one.
    pub fn contains(&self, id: i64) -> bool {
        self.sorted.binary_search(&id).is_ok()
    }

    /// Whether the set has nothing.
    pub fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.sorted.len()
    }
}

impl FromIterator<i64> for IdSet {
    fn from_iter<I: IntoIterator<Item = i64>>(ids: I) -> IdSet {
        IdSet::new(ids.into_iter().collect())
    }
}

/// What a text may be: compared after trimming and without regard to case (ASCII).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pattern {
    /// The whole text.
    Is(String),
    /// Its beginning.
    Begins(String),
    /// Its end.
    Ends(String),
}

impl Pattern {
    /// Reads a code: a `*` at the end stands for any ending, one at the beginning for any beginning.
    pub fn new(code: &str) -> Pattern {
        let code = code.trim().to_ascii_uppercase();
        match (code.strip_suffix('*'), code.strip_prefix('*')) {
            (Some(beginning), _) => Pattern::Begins(beginning.to_owned()),
            (None, Some(end)) => Pattern::Ends(end.to_owned()),
            (None, None) => Pattern::Is(code),
        }
    }

    /// Whether a text, trimmed and in upper case, is meant.
    pub fn is_met_by(&self, text: &str) -> bool {
        match self {
            Pattern::Is(whole) => text == whole,
            Pattern::Begins(beginning) => text.starts_with(beginning.as_str()),
            Pattern::Ends(end) => text.ends_with(end.as_str()),
        }
    }
}

/// Several patterns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patterns {
    patterns: Vec<Pattern>,
}

impl Patterns {
    /// Of these, in any order, repeated or not.
    pub fn new(mut patterns: Vec<Pattern>) -> Patterns {
        patterns.sort();
        patterns.dedup();
        Patterns { patterns }
    }

    /// The patterns, sorted.
    pub fn as_slice(&self) -> &[Pattern] {
        &self.patterns
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Whether a text as stored is like one of them.
    pub fn match_text(&self, text: &str) -> bool {
        let text = text.trim();
        let text = match text.bytes().any(|byte| byte.is_ascii_lowercase()) {
            true => Cow::Owned(text.to_ascii_uppercase()),
            false => Cow::Borrowed(text),
        };
        // Whole texts are sorted before beginnings and ends.
        let n_whole = self.patterns.partition_point(|pattern| matches!(pattern, Pattern::Is(_)));
        let (whole, others) = self.patterns.split_at(n_whole);
        let place = whole.binary_search_by(|pattern| match pattern {
            Pattern::Is(whole) => whole.as_str().cmp(&text),
            Pattern::Begins(_) | Pattern::Ends(_) => Ordering::Greater,
        });
        place.is_ok() || others.iter().any(|pattern| pattern.is_met_by(&text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_several_patterns_is_enough() {
        let patterns = Patterns::new(["C73", "193", "*-C73.9", "C78.0*", "C9"].map(Pattern::new).to_vec());
        for (text, is_met) in [
            ("c73", true),
            ("193 ", true),
            ("C78.01", true),
            ("8260/3-C73.9", true),
            ("C74", false),
            ("", false),
        ] {
            assert_eq!(patterns.match_text(text), is_met, "{text}");
        }
    }

    #[test]
    fn a_star_stands_for_an_end_or_a_beginning() {
        for (code, text, is_met) in [
            ("C73", " c73 ", true),
            ("C73", "C73.9", false),
            ("C78.0*", "C78.02", true),
            ("C78.0*", "C78.1", false),
            ("*-C73.9", "8260/3-c73.9", true),
            ("*-C73.9", "8260/3-C73", false),
        ] {
            assert_eq!(Patterns::new(vec![Pattern::new(code)]).match_text(text), is_met, "{code} {text}");
        }
    }
}
