//! Which schemas, tables and columns of the CDM the database has, and whether they can be read.

use ::postgres::{Client, Error, Row};

use super::address::Address;
use super::sql;
use super::stored::{Reading, Stored, StoredColumn};
use crate::cdm::{Column, Kind, Table};
use crate::engine::Version;
use crate::failure::{Failure, Fault, FaultKind};
use crate::version;

/// A column of any table that has the name of one of the CDM's, with what the database says of it.
struct Listed {
    schema: String,
    table: String,
    relation_kind: String,
    is_open: bool,
    column: String,
    type_name: String,
    category: String,
    is_readable: bool,
    is_table_readable: bool,
}

const LISTING: &str = "
    SELECT n.nspname::text, c.relname::text, c.relkind::text, has_schema_privilege(n.oid, 'USAGE'),
           a.attname::text, coalesce(b.typname, t.typname)::text, coalesce(b.typcategory, t.typcategory)::text,
           has_column_privilege(c.oid, a.attnum, 'SELECT'), has_table_privilege(c.oid, 'SELECT')
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_catalog.pg_type b ON b.oid = nullif(t.typbasetype, 0)
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND lower(c.relname::text COLLATE \"C\") = ANY ($1)
      AND left(n.nspname, 3) <> 'pg_' AND n.nspname <> 'information_schema'
    ORDER BY n.nspname::text COLLATE \"C\", c.relname::text COLLATE \"C\", a.attnum";

impl From<&Row> for Listed {
    fn from(row: &Row) -> Listed {
        Listed {
            schema: row.get(0),
            table: row.get(1),
            relation_kind: row.get(2),
            is_open: row.get(3),
            column: row.get(4),
            type_name: row.get(5),
            category: row.get(6),
            is_readable: row.get(7),
            is_table_readable: row.get(8),
        }
    }
}

/// All columns of all tables that have a name of the CDM's.
pub(super) struct Listing(Vec<Listed>);

impl Listing {
    /// As the database has it now.
    pub(super) fn read(client: &mut Client) -> Result<Listing, Error> {
        let names: Vec<&str> = Table::ALL.iter().map(|table| table.name()).collect();
        Ok(Listing(client.query(LISTING, &[&names])?.iter().map(Listed::from).collect()))
    }

    /// The schemas to read from, in this order: those named, else `cdm`, else the only one with a CDM.
    pub(super) fn schemas(&self, address: &Address) -> Result<Vec<String>, Failure> {
        if address.schemas.is_empty() {
            return self.only_schema(address).map(|schema| vec![schema]);
        }
        let found = address.schemas.iter().map(|named| self.schema(named).ok_or(named));
        let (found, absent): (Vec<_>, Vec<_>) = found.partition(Result::is_ok);
        let faults = absent.into_iter().filter_map(Result::err).map(|named| self.no_schema(address, named));
        let faults: Vec<Fault> = faults.collect();
        if faults.is_empty() { Ok(found.into_iter().flatten().collect()) } else { Err(Failure::Data(faults)) }
    }

    /// The schema of this name, by its exact name before one in other letters.
    fn schema(&self, named: &str) -> Option<String> {
        let all = self.schemas_with(&[]);
        let found = all.iter().find(|schema| *schema == named);
        found.or_else(|| all.iter().find(|schema| schema.eq_ignore_ascii_case(named))).cloned()
    }

    /// The schemas that have all of these tables.
    fn schemas_with(&self, tables: &[Table]) -> Vec<String> {
        let mut schemas: Vec<String> = self.0.iter().map(|listed| listed.schema.clone()).collect();
        schemas.dedup();
        let has = |schema: &str, table: Table| {
            self.0.iter().any(|listed| listed.schema == schema && Table::named(&listed.table) == Some(table))
        };
        schemas.retain(|schema| tables.iter().all(|table| has(schema, *table)));
        schemas
    }

    fn only_schema(&self, address: &Address) -> Result<String, Failure> {
        let with_persons = self.schemas_with(&[Table::Person]);
        if let Some(usual) = with_persons.iter().find(|schema| *schema == "cdm") {
            return Ok(usual.clone());
        }
        let mut found = self.schemas_with(&[Table::Person, Table::Measurement]);
        let (message, help) = match found.as_slice() {
            [_] => return Ok(found.remove(0)),
            [] => (
                "no schema holds the tables person and measurement".to_owned(),
                "check the database's name, and that the user may see its schemas",
            ),
            several => (
                format!("several schemas hold a CDM: {}", several.join(", ")),
                "add the one you mean to the address, as in ?schema=cdm",
            ),
        };
        Err(Fault::new(FaultKind::UnknownSource, address.shown(), message, help).into())
    }

    fn no_schema(&self, address: &Address, named: &str) -> Fault {
        let others = self.schemas_with(&[]);
        let help = match others.as_slice() {
            [] => "no schema of this database holds any: check the database's name".to_owned(),
            others => format!("schemas that do: {}", others.join(", ")),
        };
        let message = format!("no schema {named} with tables of the CDM");
        Fault::new(FaultKind::UnknownSource, address.shown(), message, help)
    }

    /// The tables of these schemas, and the version of the CDM that their columns show; a table that two
    /// schemas have comes from the first.
    ///
    /// # Errors
    /// Every problem with every table at once.
    pub(super) fn tables(&self, schemas: &[String], user: &str) -> Result<(Vec<Stored>, Version), Failure> {
        let mut tables = Vec::new();
        let mut faults = Vec::new();
        for &table in Table::ALL {
            let of = |schema: &String| self.columns_of(schema, table);
            let Some(columns) = schemas.iter().map(of).find(|columns| !columns.is_empty()) else { continue };
            tables.push(stored(table, &columns, user, &mut faults));
        }
        let shown: Vec<String> = tables.iter().map(Stored::shown).collect();
        let named = tables.iter().zip(&shown);
        let named = named.map(|(stored, shown)| (stored.table, shown.as_str(), &stored.all_columns[..]));
        let version = version::of(named, &mut faults);
        if faults.is_empty() { Ok((tables, version)) } else { Err(Failure::Data(faults)) }
    }

    fn columns_of(&self, schema: &str, table: Table) -> Vec<&Listed> {
        let is_of = |listed: &&Listed| listed.schema == schema && Table::named(&listed.table) == Some(table);
        self.0.iter().filter(is_of).collect()
    }
}

fn stored(table: Table, listed: &[&Listed], user: &str, faults: &mut Vec<Fault>) -> Stored {
    let first = listed[0];
    let shown = format!("{}.{}", first.schema, first.table);
    if let Some(second) = listed.iter().find(|listed| listed.table != first.table) {
        let message = format!("{} and {} are both the table {}", first.table, second.table, table.name());
        let help = "rename the one that is not meant, or make a schema of views";
        faults.push(Fault::new(FaultKind::DuplicateTable, &shown, message, help));
    }
    let of_first = listed.iter().filter(|listed| listed.table == first.table);
    let of_first: Vec<&Listed> = of_first.copied().collect();
    faults.extend(no_permission(table, &shown, &of_first, user));
    let columns = table.columns().iter();
    let columns = columns.filter_map(|column| stored_column(&shown, column, &of_first, faults)).collect();
    let is_lockable = first.is_table_readable && matches!(first.relation_kind.as_str(), "r" | "p" | "v");
    let all_columns = of_first.iter().map(|listed| listed.column.to_ascii_lowercase()).collect();
    let (schema, name) = (first.schema.clone(), first.table.clone());
    Stored { table, schema, name, columns, all_columns, is_lockable }
}

fn no_permission(table: Table, shown: &str, listed: &[&Listed], user: &str) -> Option<Fault> {
    let needed = listed.iter().filter(|listed| table.column(&listed.column).is_some());
    let closed: Vec<&str> =
        needed.filter(|listed| !listed.is_readable).map(|listed| &*listed.column).collect();
    let schema = sql::name(&listed[0].schema);
    let relation = format!("{schema}.{}", sql::name(&listed[0].table));
    let (message, grant) = if !listed[0].is_open {
        (format!("{user} may not use this schema"), format!("GRANT USAGE ON SCHEMA {schema}"))
    } else if !closed.is_empty() && listed.iter().all(|listed| !listed.is_readable) {
        (format!("{user} may not read it"), format!("GRANT SELECT ON {relation}"))
    } else if !closed.is_empty() {
        (format!("{user} may not read {}", closed.join(", ")), format!("GRANT SELECT ON {relation}"))
    } else {
        return None;
    };
    let help = format!(
        "ask the administrator: {grant} TO {}; what you are not to see can be left out by a schema of views",
        sql::name(user)
    );
    Some(Fault::new(FaultKind::NoPermission, shown, message, help))
}

fn stored_column(
    shown: &str,
    column: &'static Column,
    listed: &[&Listed],
    faults: &mut Vec<Fault>,
) -> Option<StoredColumn> {
    let found = listed.iter().filter(|listed| listed.column.eq_ignore_ascii_case(column.name));
    let found: Vec<&&Listed> = found.collect();
    match found.as_slice() {
        [] => faults.extend(column.required.then(|| missing(shown, column))),
        [one] => match reading(column.kind, one) {
            Some(reading) => return Some(StoredColumn { column, name: one.column.clone(), reading }),
            None => faults.push(wrong_type(shown, column, one)),
        },
        _ => {
            let message = format!("it has {} in upper and in lower case", column.name);
            faults.push(Fault::new(FaultKind::DuplicateTable, shown, message, "rename the one not meant"));
        }
    }
    None
}

fn missing(shown: &str, column: &Column) -> Fault {
    let message = format!("it has no column {}", column.name);
    Fault::new(FaultKind::MissingColumn, shown, message, "the CDM (5.3 and 5.4) requires it")
}

fn wrong_type(shown: &str, column: &Column, listed: &Listed) -> Fault {
    let (wanted, cast) = match column.kind {
        Kind::Id => ("whole numbers", "bigint"),
        Kind::Day => ("dates", "date"),
        Kind::Number => ("numbers", "numeric"),
        Kind::Text => ("text", "text"),
    };
    let message = format!("{} is {}, but should hold {wanted}", column.name, listed.type_name);
    let help = format!("correct its type, or make a schema of views with {}::{cast}", listed.column);
    Fault::new(FaultKind::WrongType, shown, message, help)
}

/// How a column of the database's type is read; `None` when it holds something else.
fn reading(kind: Kind, listed: &Listed) -> Option<Reading> {
    let Listed { type_name, category, .. } = listed;
    Some(match (kind, type_name.as_str(), category.as_str()) {
        (Kind::Id, "int2" | "int4" | "int8", _) => Reading::Whole,
        (Kind::Id, "numeric", _) => Reading::WholeInDigits,
        (Kind::Id, "float4" | "float8", _) => Reading::WholeInFloat,
        (Kind::Day, "date" | "timestamp" | "timestamptz", _) => Reading::Day,
        (Kind::Number, "float4", _) => Reading::NumberInSingle,
        (Kind::Number, "int2" | "int4" | "int8" | "numeric" | "float8", _) => Reading::Number,
        (Kind::Text, "uuid", _) | (Kind::Text, _, "S" | "N" | "D" | "B" | "E") => Reading::Text,
        _ => return None,
    })
}
