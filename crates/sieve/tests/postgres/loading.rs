//! Tables of text as tables of a database.

use std::fmt::Write as _;
use std::io::Write as _;

use postgres::Client;
use sieve::cdm::Table;

use super::cluster::READER;
use super::reference::Texts;

/// Makes the schema with these tables, their types as in the CDM's definition for PostgreSQL, and lets the
/// reader read them.
pub fn load(owner: &mut Client, schema: &str, tables: &[(Table, String)]) -> Vec<Texts> {
    owner.batch_execute(&format!("CREATE SCHEMA {schema}")).unwrap();
    let loaded = tables.iter().map(|(table, text)| load_table(owner, schema, *table, text)).collect();
    grant(owner, schema);
    loaded
}

/// Lets the reader read everything in the schema.
pub fn grant(owner: &mut Client, schema: &str) {
    let grants = format!(
        "GRANT USAGE ON SCHEMA {schema} TO {READER}; GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {READER}"
    );
    owner.batch_execute(&grants).unwrap();
}

fn load_table(owner: &mut Client, schema: &str, table: Table, text: &str) -> Texts {
    let texts = Texts::read(table, text);
    let mut columns = String::new();
    for (place, name) in texts.header.iter().enumerate() {
        let comma = if place == 0 { "" } else { ", " };
        write!(columns, "{comma}{name} {}", sql_type(name)).unwrap();
    }
    let name = format!("{schema}.{}", table.name());
    owner.batch_execute(&format!("CREATE TABLE {name} ({columns})")).unwrap();
    let mut copy = owner.copy_in(&format!("COPY {name} FROM STDIN (FORMAT csv, HEADER)")).unwrap();
    copy.write_all(text.as_bytes()).unwrap();
    copy.finish().unwrap();
    texts
}

fn sql_type(column: &str) -> &'static str {
    match column {
        "value_as_number" | "range_low" | "range_high" | "quantity" => "numeric",
        "domain_id" | "vocabulary_id" | "concept_class_id" | "relationship_id" => "varchar(50)",
        "year_of_birth" | "month_of_birth" | "day_of_birth" | "days_supply" | "refills" => "integer",
        "min_levels_of_separation" | "max_levels_of_separation" => "integer",
        "concept_id_1" | "concept_id_2" => "integer",
        "note_text" => "text",
        _ if column.ends_with("_date") => "date",
        _ if column.ends_with("_datetime") => "timestamp",
        _ if column.ends_with("person_id") || column.ends_with("occurrence_id") => "bigint",
        _ if column.ends_with("_id") => "bigint",
        _ => "varchar(255)",
    }
}
