//! A filter as SQL.

use std::fmt::Write;

use datafusion::arrow::datatypes::DataType;
use sieve::cdm::Kind;
use sieve::{Filter, IdSet, Pattern, Patterns};

use crate::tables::{Columns, StoredColumn};

/// What a statement reads: the files of one table that have the same columns, and the persons.
pub(crate) struct Place<'a> {
    /// The name of the files.
    pub(crate) name: &'a str,
    /// Their columns.
    pub(crate) columns: &'a Columns,
    /// The files of the table `person`, by name, with their columns.
    pub(crate) persons: &'a [(String, &'a Columns)],
}

/// The most identifiers that are written as a list; more are joined as a table.
const LONGEST_LIST: usize = 500;

/// What has to be joined for the conditions of a statement.
#[derive(Default)]
struct Joins {
    persons: bool,
    /// Columns, and the sets of identifiers they are looked up in.
    sets: Vec<(String, String)>,
}

impl Place<'_> {
    /// Counts the rows that meet the first of the parts, the first two, and so on: one row of numbers.
    pub(crate) fn counts(&self, parts: &[Filter]) -> String {
        let mut joins = Joins::default();
        let conditions: Vec<String> = parts.iter().map(|part| self.condition(part, &mut joins)).collect();
        let mut sql = String::from("SELECT count(1)");
        for end in 2..=conditions.len() {
            let _ = write!(sql, ", count(CASE WHEN {} THEN 1 END)", conditions[1..end].join(" AND "));
        }
        let first = conditions.first().map_or("TRUE", String::as_str);
        format!("{sql} {} WHERE {first}", self.from(&joins))
    }

    /// The rows that meet all parts, with these columns as they are stored.
    pub(crate) fn rows(&self, columns: &[&str], parts: &[Filter]) -> String {
        let mut fields: Vec<String> = Vec::new();
        for (number, column) in columns.iter().enumerate() {
            fields.extend(self.columns.named(column).map(|stored| format!("{} AS c{number}", field(stored))));
        }
        // Rows without any column still count.
        if fields.is_empty() {
            fields.push("1 AS none".to_owned());
        }
        let mut joins = Joins::default();
        let mut conditions = vec!["TRUE".to_owned()];
        conditions.extend(parts.iter().map(|part| self.condition(part, &mut joins)));
        format!("SELECT {} {} WHERE {}", fields.join(", "), self.from(&joins), conditions.join(" AND "))
    }

    fn from(&self, joins: &Joins) -> String {
        let mut from = format!("FROM {} AS t", quoted(self.name));
        if let Some(person) = self.person().filter(|_| joins.persons) {
            let _ = write!(from, " LEFT JOIN ({}) AS p ON {person} = p.known", self.known());
        }
        for (number, (column, ids)) in joins.sets.iter().enumerate() {
            let _ = write!(from, " LEFT JOIN ({ids}) AS s{number} ON {column} = s{number}.id");
        }
        from
    }

    /// The row's person, where both the table and the table of persons can tell.
    fn person(&self) -> Option<String> {
        let person = self.columns.named("person_id").filter(|_| !self.persons.is_empty());
        person.map(number)
    }

    /// The persons that there are, each once, so that a join never doubles a row.
    fn known(&self) -> String {
        let ids = self.persons.iter().filter_map(|(name, columns)| {
            let id = number(columns.named("person_id")?);
            Some(format!("SELECT {id} AS known FROM {} AS t", quoted(name)))
        });
        let ids = ids.collect::<Vec<_>>().join(" UNION ALL ");
        format!("SELECT DISTINCT known FROM ({ids}) AS ids WHERE known IS NOT NULL")
    }

    fn condition(&self, filter: &Filter, joins: &mut Joins) -> String {
        match filter {
            Filter::Everything => "TRUE".to_owned(),
            Filter::All(parts) => self.joined(parts, " AND ", "TRUE", joins),
            Filter::Any(parts) => self.joined(parts, " OR ", "FALSE", joins),
            Filter::In { column, ids } => self.within(column, ids, joins),
            Filter::Like { column, patterns } => self.like(column, patterns),
            Filter::KnownPerson if self.person().is_some() => {
                joins.persons = true;
                "(p.known IS NOT NULL)".to_owned()
            }
            Filter::KnownPerson => "FALSE".to_owned(),
        }
    }

    fn joined(&self, parts: &[Filter], word: &str, none: &str, joins: &mut Joins) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.condition(part, joins)).collect();
        if parts.is_empty() { none.to_owned() } else { format!("({})", parts.join(word)) }
    }

    fn within(&self, column: &str, ids: &IdSet, joins: &mut Joins) -> String {
        let Some(stored) = self.columns.named(column).filter(|_| !ids.is_empty()) else {
            return "FALSE".to_owned();
        };
        let list: Vec<String> = ids.as_slice().iter().map(i64::to_string).collect();
        let list = list.join(",");
        if ids.len() <= LONGEST_LIST {
            return format!("({} IN ({list}))", number(stored));
        }
        // One text for the whole set: as an expression each, they would be planned for minutes. It is given a
        // name before it is used, or every column made from it would be called by all of it.
        let list = format!("SELECT arrow_cast(string_to_array('{list}', ','), 'List(Int64)') AS ids");
        let set = format!("SELECT unnest(ids) AS id FROM ({list}) AS list");
        joins.sets.push((number(stored), set));
        format!("(s{}.id IS NOT NULL)", joins.sets.len() - 1)
    }

    fn like(&self, column: &str, patterns: &Patterns) -> String {
        let Some(stored) = self.columns.named(column).filter(|_| !patterns.is_empty()) else {
            return "FALSE".to_owned();
        };
        format!("({})", alternatives(&text(stored), patterns).join(" OR "))
    }
}

/// Patterns of one length are one list, so that hundreds of codes stay a flat condition.
fn alternatives(text: &str, patterns: &Patterns) -> Vec<String> {
    let mut lists: Vec<(String, Vec<String>)> = Vec::new();
    for pattern in patterns.as_slice() {
        let (side, code) = match pattern {
            Pattern::Is(code) => (text.to_owned(), code),
            Pattern::Begins(code) => (format!("left({text}, {})", code.chars().count()), code),
            Pattern::Ends(code) => (format!("right({text}, {})", code.chars().count()), code),
        };
        match lists.iter_mut().find(|(known, _)| *known == side) {
            Some((_, codes)) => codes.push(literal(code)),
            None => lists.push((side, vec![literal(code)])),
        }
    }
    lists.iter().map(|(side, codes)| format!("{side} IN ({})", codes.join(","))).collect()
}

fn field(stored: &StoredColumn) -> String {
    format!("t.{}", quoted(&stored.name))
}

/// The column as a whole number. One that is not whole divides by zero: an error, not another number.
fn number(stored: &StoredColumn) -> String {
    let field = field(stored);
    let whole = format!("arrow_cast({field}, 'Int64')");
    match (stored.column.kind, &stored.data_type) {
        (Kind::Number, _) => format!("arrow_cast({field}, 'Float64')"),
        (_, DataType::Int64) => field,
        (_, data_type) if data_type.is_integer() => whole,
        (_, data_type) => {
            let back = format!("arrow_cast({whole}, '{data_type}')");
            // Beyond 2^53 a double could stand for several.
            let is_exact = match data_type.is_floating() {
                true => format!("{back} = {field} AND abs({field}) <= 9007199254740992"),
                false => format!("{back} = {field}"),
            };
            format!("({whole} / CASE WHEN {field} IS NULL OR ({is_exact}) THEN 1 ELSE 0 END)")
        }
    }
}

/// The column's text, trimmed as Rust trims and with the letters of ASCII in upper case.
fn text(stored: &StoredColumn) -> String {
    const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
    let spaces: String = ('\0'..='\u{3000}').filter(|c| c.is_whitespace()).collect();
    let text = match stored.data_type {
        DataType::Utf8 => field(stored),
        _ => format!("arrow_cast({}, 'Utf8')", field(stored)),
    };
    let (spaces, upper) = (literal(&spaces), LOWER.to_ascii_uppercase());
    format!("translate(btrim({text}, {spaces}), '{LOWER}', '{upper}')")
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flat_condition_for_codes_of_every_form() {
        let patterns = ["X1", "Y*", "Z*", "*-E", "O'K"].iter().map(|code| Pattern::new(code)).collect();
        let alternatives = alternatives("x", &Patterns::new(patterns));
        assert_eq!(alternatives, ["x IN ('O''K','X1')", "left(x, 1) IN ('Y','Z')", "right(x, 2) IN ('-E')"]);
    }

    #[test]
    fn a_name_cannot_end_its_quotes() {
        assert_eq!(quoted("a\"b"), "\"a\"\"b\"");
    }
}
