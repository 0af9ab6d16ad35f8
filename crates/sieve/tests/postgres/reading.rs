//! What a stored value becomes, and which rows a filter means: by hand, on a few rows.

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type};
use sieve::cdm::Table;
use sieve::{Engine, Filter, Rows, Version};

use super::cluster::Cluster;
use super::loading::grant;
use super::reference::day;
use super::{connect, is_in, is_like};

/// Tables with upper-case names, identifiers as `numeric` and as floating point, times for days, a view.
const ODD: &str = r#"
    CREATE SCHEMA "Hospital";
    CREATE TABLE "Hospital"."PERSON" ("PERSON_ID" numeric, "GENDER_CONCEPT_ID" integer, "YEAR_OF_BIRTH" smallint,
        "PERSON_SOURCE_VALUE" char(8), "BIRTH_DATETIME" timestamp);
    INSERT INTO "Hospital"."PERSON" VALUES (-9223372036854775808, 8507, 1950, 'A', '1950-05-06 23:59:59'),
        (9223372036854775807.00, 8532, 1960, NULL, NULL), (3, 0, 1970, 'Ä', NULL);
    CREATE TABLE "Hospital".laboratory (id bigint, person bigint, concept double precision, taken timestamp,
        number numeric(12, 4), low real, code text, value integer);
    INSERT INTO "Hospital".laboratory VALUES
        (1, -9223372036854775808, 7, '2005-03-02 13:00', 0.1, 0.5, E'\u00a0\u3000 tg\t\u2003', 5),
        (2, 9223372036854775807, 8, '2004-02-29 00:00', 12345678.9, NULL, 'Tg%', NULL),
        (3, 4, 7, '1969-12-31 23:00', NULL, NULL, 'TGX', NULL),
        (4, NULL, NULL, '2005-03-02', NULL, NULL, NULL, NULL),
        (5, 3, 7, '2005-03-02', NULL, NULL, '', NULL),
        (6, 3, 9, '2005-03-02', NULL, NULL, 'é_\x', NULL);
    CREATE VIEW "Hospital".measurement AS SELECT id AS measurement_id, person AS person_id,
        concept AS measurement_concept_id, taken AS measurement_date, number AS value_as_number,
        low AS range_low, code AS measurement_source_value, value AS value_source_value
        FROM "Hospital".laboratory;
    CREATE TABLE "Hospital".death (person_id bigint, death_date date);
    CREATE MATERIALIZED VIEW "Hospital"."Note" AS SELECT 1 AS note_id, 3 AS person_id,
        DATE '2005-03-02' AS note_date;
"#;

const PERSON: &str = "CREATE SCHEMA cdm;
    CREATE TABLE cdm.person (person_id int, gender_concept_id int, year_of_birth int);";

fn odd(database: &str) -> Option<Box<dyn Engine>> {
    let cluster = Cluster::shared()?;
    let mut owner = cluster.database(database);
    owner.batch_execute(ODD).unwrap();
    grant(&mut owner, "\"Hospital\"");
    Some(connect(&cluster.address(database)).unwrap())
}

/// The keys of the rows of `measurement` that meet the filter, and the counts.
fn measured(engine: &dyn Engine, filter: &Filter) -> (Vec<i64>, Vec<u64>) {
    let selected = engine.select(Table::Measurement, &["measurement_id"], filter).unwrap();
    assert_eq!(selected.n_rows, 6);
    let mut keys: Vec<i64> = Rows::new(selected.rows).ids("measurement_id").collect();
    keys.sort_unstable();
    (keys, selected.passed)
}

#[test]
fn tables_views_and_columns_are_found_whatever_their_case() {
    let Some(engine) = odd("odd_catalog") else { return };
    let catalog = engine.catalog();
    assert!(catalog.name.ends_with("/odd_catalog?schema=Hospital"), "{}", catalog.name);
    assert_eq!(catalog.version, Version::Either);
    let names: Vec<&str> = catalog.tables.iter().map(|found| found.name.as_str()).collect();
    assert_eq!(names, ["Hospital.PERSON", "Hospital.measurement", "Hospital.death", "Hospital.Note"]);
    let columns = &catalog.table(Table::Person).unwrap().columns;
    let wanted = ["person_id", "gender_concept_id", "year_of_birth", "birth_datetime", "person_source_value"];
    assert_eq!(*columns, wanted);
}

#[test]
fn values_become_those_of_the_cdm() {
    let Some(engine) = odd("odd_values") else { return };
    let columns = ["person_id", "birth_datetime", "person_source_value", "gender_source_value"];
    let persons = engine.select(Table::Person, &columns, &Filter::Everything).unwrap().rows;
    let ids = persons.column(0).as_primitive::<Int64Type>();
    assert_eq!(ids.values().as_ref(), [i64::MIN, i64::MAX, 3]);
    let births = persons.column(1).as_primitive::<Date32Type>();
    assert_eq!(births.iter().collect::<Vec<_>>(), [Some(day("1950-05-06")), None, None]);
    let sources = persons.column(2).as_string::<i32>();
    assert_eq!(sources.iter().collect::<Vec<_>>(), [Some("A"), None, Some("Ä")]);
    assert_eq!(persons.column(3).null_count(), 3);

    let columns = ["measurement_concept_id", "measurement_date", "value_as_number", "range_low"];
    let filter = is_in("measurement_id", &[1, 2, 3]);
    let rows = engine.select(Table::Measurement, &columns, &filter).unwrap().rows;
    assert_eq!(rows.column(0).as_primitive::<Int64Type>().values().as_ref(), [7, 8, 7]);
    let days = rows.column(1).as_primitive::<Date32Type>();
    assert_eq!(days.values().as_ref(), [day("2005-03-02"), day("2004-02-29"), -1]);
    let numbers = rows.column(2).as_primitive::<Float64Type>();
    assert_eq!(numbers.iter().collect::<Vec<_>>(), [Some(0.1), Some(12_345_678.9), None]);
    assert_eq!(rows.column(3).as_primitive::<Float64Type>().value(0), 0.5);

    let columns = ["value_source_value", "measurement_source_value"];
    let rows = engine.select(Table::Measurement, &columns, &is_in("measurement_id", &[1])).unwrap().rows;
    assert_eq!(rows.column(0).as_string::<i32>().value(0), "5");
    assert_eq!(rows.column(1).as_string::<i32>().value(0), "\u{a0}\u{3000} tg\t\u{2003}");
}

#[test]
fn texts_are_compared_trimmed_and_without_regard_to_ascii_case() {
    let Some(engine) = odd("odd_texts") else { return };
    let column = "measurement_source_value";
    for (codes, keys) in [
        (vec!["TG"], vec![1]),
        (vec!["tg*"], vec![1, 2, 3]),
        (vec!["tg%"], vec![2]),
        (vec!["tg%*"], vec![2]),
        (vec!["t_*"], vec![]),
        (vec!["*x", "tg"], vec![1, 3, 6]),
        (vec!["É_\\X"], vec![]),
        (vec!["é_\\x"], vec![6]),
        (vec!["*_\\X"], vec![6]),
        (vec!["'); DROP TABLE x; --", "a\0b"], vec![]),
        (vec!["*"], vec![1, 2, 3, 5, 6]),
        (vec![""], vec![5]),
        (vec![], vec![]),
    ] {
        assert_eq!(measured(engine.as_ref(), &is_like(column, &codes)).0, keys, "{codes:?}");
    }
}

#[test]
fn the_parts_of_a_filter_are_counted_one_after_the_other() {
    let Some(engine) = odd("odd_counts") else { return };
    let sevens = || is_in("measurement_concept_id", &[7, -1, i64::MAX]);
    let extremes = is_in("person_id", &[i64::MIN, i64::MAX, 4]);
    let all = Filter::All(vec![sevens(), Filter::KnownPerson, extremes.clone()]);
    assert_eq!(measured(engine.as_ref(), &all), (vec![1], vec![3, 2, 1]));
    let any = Filter::Any(vec![Filter::KnownPerson, is_like("measurement_source_value", &["TGX"])]);
    let all = Filter::All(vec![Filter::Everything, any.clone(), extremes]);
    assert_eq!(measured(engine.as_ref(), &all), (vec![1, 2, 3], vec![6, 5, 3]));
    assert_eq!(measured(engine.as_ref(), &any), (vec![1, 2, 3, 5, 6], vec![]));
    assert_eq!(measured(engine.as_ref(), &Filter::All(vec![])).0.len(), 6);
    assert_eq!(measured(engine.as_ref(), &Filter::Any(vec![])).0.len(), 0);
    // The columns that are not stored read as nulls, which are in no set.
    assert_eq!(measured(engine.as_ref(), &is_in("unit_concept_id", &[0])).0.len(), 0);
    assert_eq!(measured(engine.as_ref(), &is_like("unit_source_value", &["*"])).0.len(), 0);
}

#[test]
fn a_table_that_is_not_there_or_empty_has_no_rows() {
    let Some(engine) = odd("odd_empty") else { return };
    for table in [Table::DrugExposure, Table::Death] {
        let filter = Filter::All(vec![Filter::KnownPerson, is_in("person_id", &[3])]);
        let selected = engine.select(table, &["person_id"], &filter).unwrap();
        assert_eq!((selected.rows.num_rows(), selected.n_rows, selected.passed), (0, 0, vec![0, 0]));
        assert_eq!(selected.rows.num_columns(), 1);
        engine.scan(table, &["person_id"], &mut |_| panic!("no row")).unwrap();
    }
}

#[test]
fn a_note_of_100_megabytes_is_read() {
    let Some(cluster) = Cluster::shared() else { return };
    let mut owner = cluster.database("long_note");
    let long = "note_id, 3 AS person_id, DATE '2005-03-02' AS note_date, repeat('x', 100000000) AS note_text";
    owner.batch_execute(&format!("{PERSON} CREATE TABLE cdm.note AS SELECT 1 AS {long}")).unwrap();
    grant(&mut owner, "cdm");
    let engine = connect(&cluster.address("long_note")).unwrap();
    let mut lengths = Vec::new();
    let scan = engine.scan(Table::Note, &["note_text"], &mut |batch| {
        lengths.extend(batch.column(0).as_string::<i32>().iter().map(|text| text.unwrap().len()));
        Ok(())
    });
    scan.unwrap();
    assert_eq!(lengths, [100_000_000]);
}

/// In a database of another encoding texts arrive as UTF-8 all the same.
#[test]
fn a_database_in_latin_1_is_read() {
    let Some(cluster) = Cluster::shared() else { return };
    let make = "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'";
    cluster.owner("postgres").batch_execute(make).unwrap();
    let mut owner = cluster.owner("latin");
    owner.batch_execute(ODD.replace("\\u3000", "").replace("\\u2003", "").as_str()).unwrap();
    grant(&mut owner, "\"Hospital\"");
    let engine = connect(&cluster.address("latin")).unwrap();
    let column = "measurement_source_value";
    assert_eq!(measured(engine.as_ref(), &is_like(column, &["tg"])).0, [1]);
    assert_eq!(measured(engine.as_ref(), &is_like(column, &["é*"])).0, [6]);
    let row = engine.select(Table::Measurement, &[column], &is_in("measurement_id", &[6])).unwrap().rows;
    assert_eq!(row.column(0).as_string::<i32>().value(0), "é_\\x");
}
