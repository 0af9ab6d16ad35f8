//! A filter as a condition in SQL, with the meaning it has in Rust.
//!
//! Values stand in the text of the statement, because COPY takes no parameters: identifiers as digits, texts
//! in quotes that are doubled (`standard_conforming_strings` is on in every session).

use crate::cdm::Table;
use crate::filter::{Filter, IdSet, Pattern, Patterns};

use super::stored::Stored;

/// Names a thing of the database, in quotes.
pub(super) fn name(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn text(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// What the filters of one table are written with.
pub(super) struct Writer<'a> {
    /// The table, called `t` in the statement.
    pub stored: &'a Stored,
    /// The table `person`, where there is one.
    pub person: Option<&'a Stored>,
    /// What is trimmed from a text, see [`white_space`].
    pub white_space: &'a str,
}

/// How to say that the person is known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    /// By looking into `person`: for a `WHERE`, where the server makes a join of it.
    Looked,
    /// By the joined column `known.person_id`: for a `FILTER`, where it would look row by row.
    Joined,
}

impl Writer<'_> {
    /// The condition.
    pub(super) fn condition(&self, filter: &Filter) -> String {
        self.written(filter, Known::Looked)
    }

    /// For the parts of an `All`, but for the first: how many of the rows that meet the first meet those
    /// up to each; one statement, one row, from the count for the first part on.
    pub(super) fn counts(&self, parts: &[Filter]) -> Option<String> {
        let (first, others) = parts.split_first()?;
        let mut counts = vec!["count(*)".to_owned()];
        let mut met = Vec::new();
        for part in others {
            met.push(self.written(part, Known::Joined));
            counts.push(format!("count(*) FILTER (WHERE {})", met.join(" AND ")));
        }
        let known = if others.iter().any(asks_for_person) { self.known_persons() } else { String::new() };
        let (counts, from, first) = (counts.join(", "), self.stored.from(), self.condition(first));
        Some(format!("SELECT {counts} FROM {from}{known} WHERE {first}"))
    }

    fn written(&self, filter: &Filter, known: Known) -> String {
        match filter {
            Filter::Everything => "true".to_owned(),
            Filter::All(parts) => self.joined(parts, known, " AND ", "true"),
            Filter::Any(parts) => self.joined(parts, known, " OR ", "false"),
            Filter::In { column, ids } => self.is_in(column, ids),
            Filter::Like { column, patterns } => self.is_like(column, patterns),
            Filter::KnownPerson => self.is_known(known),
        }
    }

    fn joined(&self, parts: &[Filter], known: Known, word: &str, empty: &str) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.written(part, known)).collect();
        if parts.is_empty() { empty.to_owned() } else { format!("({})", parts.join(word)) }
    }

    fn is_in(&self, column: &str, ids: &IdSet) -> String {
        let Some(column) = self.stored.place(column).filter(|_| !ids.is_empty()) else {
            return "false".to_owned();
        };
        let ids: Vec<String> = ids.as_slice().iter().map(i64::to_string).collect();
        format!("{column} = ANY ('{{{}}}'::bigint[])", ids.join(","))
    }

    fn is_like(&self, column: &str, patterns: &Patterns) -> String {
        let Some(column) = self.stored.place(column) else { return "false".to_owned() };
        let column = format!("upper(btrim({column}::text, {}) COLLATE \"C\")", text(self.white_space));
        let (mut whole, mut parts) = (Vec::new(), Vec::new());
        // PostgreSQL's texts hold no zero byte, so a pattern with one is never met.
        for pattern in patterns.as_slice() {
            match pattern {
                Pattern::Is(code) | Pattern::Begins(code) | Pattern::Ends(code) if code.contains('\0') => {}
                Pattern::Is(code) => whole.push(text(code)),
                Pattern::Begins(code) => parts.push(text(&format!("{}%", escaped(code)))),
                Pattern::Ends(code) => parts.push(text(&format!("%{}", escaped(code)))),
            }
        }
        let mut any = Vec::new();
        if !whole.is_empty() {
            any.push(format!("{column} = ANY (ARRAY[{}])", whole.join(",")));
        }
        if !parts.is_empty() {
            any.push(format!("{column} LIKE ANY (ARRAY[{}])", parts.join(",")));
        }
        if any.is_empty() { "false".to_owned() } else { format!("({})", any.join(" OR ")) }
    }

    fn is_known(&self, known: Known) -> String {
        match (self.stored.place("person_id"), self.person_id(), known) {
            (Some(_), Some(_), Known::Joined) => "known.person_id IS NOT NULL".to_owned(),
            (Some(own), Some((from, id)), Known::Looked) => {
                format!("EXISTS (SELECT FROM {from} WHERE {id} = {own})")
            }
            _ => "false".to_owned(),
        }
    }

    /// The table `person` under the name `p`, and its column.
    fn person_id(&self) -> Option<(String, String)> {
        let person = self.person?;
        Some((format!("{} AS p", person.relation()), format!("p.{}", person.stored_name("person_id")?)))
    }

    fn known_persons(&self) -> String {
        match (self.stored.place("person_id"), self.person_id()) {
            (Some(own), Some((from, id))) => {
                let persons = format!("SELECT DISTINCT {id} AS person_id FROM {from}");
                format!(" LEFT JOIN ({persons}) AS known ON known.person_id = {own}")
            }
            _ => String::new(),
        }
    }
}

fn asks_for_person(filter: &Filter) -> bool {
    match filter {
        Filter::KnownPerson => true,
        Filter::All(parts) | Filter::Any(parts) => parts.iter().any(asks_for_person),
        _ => false,
    }
}

/// What begins or ends with `%`, `_` or `\` in a code stands for itself.
fn escaped(code: &str) -> String {
    code.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

/// What Rust's `trim` removes, as far as a database of this encoding can hold it.
///
/// In a database that is not UTF-8 the rarer spaces of Unicode beyond the no-break space are left out:
/// the server could not even read a statement that names them.
pub(super) fn white_space(encoding: &str) -> String {
    let is_single_byte = ["LATIN", "ISO_8859", "WIN125"].iter().any(|begin| encoding.starts_with(begin));
    let fits = |character: char| match encoding {
        "UTF8" => true,
        _ => character.is_ascii() || (is_single_byte && character == '\u{a0}'),
    };
    ('\u{1}'..='\u{3000}').filter(|character| character.is_whitespace() && fits(*character)).collect()
}

/// The statement that gives rows, for [`super::copy`].
pub(super) fn copy(stored: &Stored, columns: &[&str], condition: &str) -> String {
    let columns: Vec<String> = columns.iter().map(|column| stored.cast(column)).collect();
    let select = format!("SELECT {} FROM {} WHERE {condition}", columns.join(", "), stored.from());
    format!("COPY ({select}) TO STDOUT (FORMAT binary)")
}

/// The statement that counts a table's rows.
pub(super) fn count(stored: &Stored) -> String {
    format!("SELECT count(*) FROM {}", stored.from())
}

/// The statement that gives the versions that `cdm_source` names; `None` when it has no such column.
pub(super) fn versions(stored: &Stored) -> Option<String> {
    let column = stored.place("cdm_version")?;
    Some(format!("SELECT {column}::text FROM {} WHERE {column} IS NOT NULL", stored.from()))
}

/// The statement that keeps these tables from being emptied or replaced while they are read.
pub(super) fn lock(tables: &[Stored]) -> Option<String> {
    let lockable: Vec<String> =
        tables.iter().filter(|table| table.is_lockable).map(Stored::relation).collect();
    (!lockable.is_empty()).then(|| format!("LOCK TABLE {} IN ACCESS SHARE MODE", lockable.join(", ")))
}

/// The statement that finds rows a user has to look at.
pub(super) fn finding(stored: &Stored, table: Table, column: &str, is_bad: &str) -> String {
    let key = table.key().and_then(|key| stored.stored_name(key)).unwrap_or_else(|| "*".to_owned());
    let column = stored.stored_name(column).unwrap_or_default();
    format!("SELECT {key} FROM {} WHERE {}", stored.relation(), is_bad.replace("{}", &column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_wildcards_in_names_and_codes_stand_for_themselves() {
        assert_eq!(name("a\"b"), "\"a\"\"b\"");
        assert_eq!(text("O'Hara \\"), "'O''Hara \\'");
        assert_eq!(escaped("50%_\\"), "50\\%\\_\\\\");
    }

    #[test]
    fn what_is_trimmed_is_what_rust_trims() {
        let trimmed = white_space("UTF8");
        assert_eq!(trimmed.trim(), "");
        assert!(
            (0..=0x10_ffff).filter_map(char::from_u32).all(|c| !c.is_whitespace() || trimmed.contains(c))
        );
        assert_eq!(white_space("LATIN1"), "\t\n\u{b}\u{c}\r \u{a0}");
        assert_eq!(white_space("SQL_ASCII"), "\t\n\u{b}\u{c}\r ");
    }
}
