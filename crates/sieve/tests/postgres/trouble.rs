//! What happens when something goes wrong while rows are read: an error, never fewer rows.

use sieve::cdm::Table;
use sieve::{Engine, Failure, Filter};

use super::cluster::Cluster;
use super::loading::grant;
use super::{connect, is_in, is_like, told};

const PERSON: &str = "CREATE SCHEMA cdm;
    CREATE TABLE cdm.person (person_id int, gender_concept_id int, year_of_birth int);
    INSERT INTO cdm.person VALUES (1, 0, 1950), (2, 0, 1960);";

/// A database with two persons and what the statements make.
fn opened(database: &str, statements: &str) -> Option<(&'static Cluster, Box<dyn Engine>)> {
    let cluster = Cluster::shared()?;
    let mut owner = cluster.database(database);
    owner.batch_execute(PERSON).unwrap();
    owner.batch_execute(statements).unwrap();
    grant(&mut owner, "cdm");
    Some((cluster, connect(&cluster.address(database)).unwrap()))
}

fn everything(engine: &dyn Engine, table: Table) -> Result<usize, String> {
    let columns: Vec<&str> = table.columns().iter().map(|column| column.name).collect();
    engine.select(table, &columns, &Filter::Everything).map(|found| found.rows.num_rows()).map_err(told)
}

const SLOW: &str = "CREATE VIEW cdm.death AS SELECT n AS person_id, DATE '2005-03-02' AS death_date
    FROM generate_series(1, 3000000) AS n";

/// Ends the sessions of the program at the database.
fn terminate(cluster: &Cluster, database: &str) -> u64 {
    let terminate = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = $1 AND application_name = 'retreat'";
    cluster.owner("postgres").execute(terminate, &[&database]).unwrap()
}

fn assert_lost(message: &str) {
    for part in ["reading cdm.death of postgres://reader@", "the connection was lost before the last row"] {
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn a_connection_lost_in_the_middle_of_a_scan_is_an_error() {
    let Some((cluster, engine)) = opened("lost_scan", SLOW) else { return };
    let mut n_rows = 0;
    let scan = engine.scan(Table::Death, &["person_id"], &mut |batch| {
        if n_rows == 0 {
            assert_eq!(terminate(cluster, "lost_scan"), 1);
        }
        n_rows += batch.num_rows();
        Ok(())
    });
    assert_lost(&told(scan.unwrap_err()));
    assert!(n_rows > 0 && n_rows < 3_000_000, "{n_rows}");
    assert!(everything(engine.as_ref(), Table::Person).is_err(), "the moment is gone");
}

#[test]
fn a_connection_lost_in_the_middle_of_a_selection_is_an_error() {
    let Some((cluster, engine)) = opened("lost_select", SLOW) else { return };
    let message = std::thread::scope(|threads| {
        let select = threads.spawn(|| everything(engine.as_ref(), Table::Death));
        let sending = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'lost_select'
            AND application_name = 'retreat' AND query LIKE 'COPY%' AND wait_event = 'ClientWrite'";
        let mut owner = cluster.owner("postgres");
        while owner.query_one(sending, &[]).unwrap().get::<_, i64>(0) == 0 {
            assert!(!select.is_finished(), "it ended before it could be disturbed");
        }
        terminate(cluster, "lost_select");
        select.join().unwrap().unwrap_err()
    });
    assert_lost(&message);
}

/// A receiver that stops a scan gets its own failure back, and the engine goes on.
#[test]
fn a_scan_may_be_stopped() {
    let Some((_, engine)) = opened("stopped", SLOW) else { return };
    let stop = || Failure::World { what: "enough".into(), help: String::new(), source: "enough".into() };
    let scan = engine.scan(Table::Death, &["person_id"], &mut |_| Err(stop()));
    assert_eq!(scan.unwrap_err().to_string(), "enough");
    assert_eq!(everything(engine.as_ref(), Table::Person), Ok(2));
}

/// A view that writes shows that nothing can be written.
#[test]
fn nothing_can_be_written() {
    let writing = "CREATE TABLE public.diary (day date);
        GRANT INSERT ON public.diary TO PUBLIC;
        CREATE FUNCTION public.writes() RETURNS int LANGUAGE sql VOLATILE AS
            'INSERT INTO public.diary VALUES (''2005-03-02'') RETURNING 1';
        CREATE VIEW cdm.death AS SELECT public.writes() AS person_id, DATE '2005-03-02' AS death_date";
    let Some((cluster, engine)) = opened("unwritten", writing) else { return };
    let columns = ["person_id"];
    let message = told(engine.select(Table::Death, &columns, &is_in("person_id", &[1])).unwrap_err());
    assert!(message.contains("read-only transaction (25006)"), "{message}");
    let n_rows = cluster.owner("unwritten").query_one("SELECT count(*) FROM diary", &[]).unwrap();
    assert_eq!(n_rows.get::<_, i64>(0), 0);
}

#[test]
fn all_tables_are_of_the_moment_of_the_first() {
    let empty = "CREATE TABLE cdm.death (person_id int, death_date date)";
    let Some((cluster, engine)) = opened("moment", empty) else { return };
    let mut owner = cluster.owner("moment");
    owner.batch_execute("INSERT INTO cdm.death VALUES (1, '2005-03-02'); DELETE FROM cdm.person").unwrap();
    assert_eq!(everything(engine.as_ref(), Table::Death), Ok(0));
    assert_eq!(everything(engine.as_ref(), Table::Person), Ok(2));
    // To empty a table outright would make it look empty here too: that has to wait.
    owner.batch_execute("SET lock_timeout = '100ms'").unwrap();
    let error = owner.batch_execute("TRUNCATE cdm.person").unwrap_err();
    assert_eq!(error.code().map(|code| code.code()), Some("55P03"));
    drop(engine);
    owner.batch_execute("SET lock_timeout = 0; TRUNCATE cdm.person").unwrap();
}

#[test]
fn a_policy_that_hides_rows_is_an_error_unless_it_is_wanted() {
    let hidden = "ALTER TABLE cdm.person ENABLE ROW LEVEL SECURITY;
        CREATE POLICY one ON cdm.person TO reader USING (person_id = 1)";
    let Some((cluster, engine)) = opened("hidden", hidden) else { return };
    let message = everything(engine.as_ref(), Table::Person).unwrap_err();
    assert!(message.contains("row-level security") && message.contains("row_security=on"), "{message}");
    let engine = connect(&format!("{}?row_security=on", cluster.address("hidden"))).unwrap();
    assert_eq!(everything(engine.as_ref(), Table::Person), Ok(1));
}

/// What a value is stays with the database; how to find it is told.
#[test]
fn values_that_cannot_be_read_are_faults_without_the_value() {
    let values = "CREATE TABLE cdm.death (person_id float8, death_date date);
        INSERT INTO cdm.death VALUES (1, '2005-03-02'), (77.5, '2005-03-02'), (2, 'infinity');
        CREATE TABLE cdm.observation (observation_id int, person_id int, observation_concept_id numeric,
            observation_date date, value_as_number numeric);
        INSERT INTO cdm.observation VALUES (1, 1, 9223372036854775808, '2005-03-02', 1), (2, 1, 3, NULL, '1e400')";
    let Some((_, engine)) = opened("values", values) else { return };
    let column =
        |table: Table, column: &'static str| match engine.select(table, &[column], &Filter::Everything) {
            Ok(_) => panic!("{column} is read"),
            Err(failure) => told(failure),
        };
    let message = column(Table::Death, "person_id");
    assert!(message.contains("not whole") && message.contains("SELECT \"person_id\" FROM \"cdm\".\"death\""));
    assert!(!message.contains("77.5"), "{message}");
    let message = column(Table::Death, "death_date");
    assert!(message.contains("no day of the calendar") && message.contains("NOT isfinite(\"death_date\")"));
    let message = column(Table::Observation, "observation_concept_id");
    assert!(message.contains("not whole, or too large [unreadable_value]"), "{message}");
    assert!(!message.contains("775808"), "{message}");
    let message = column(Table::Observation, "value_as_number");
    assert!(message.contains("a number is too large") && message.contains("22003"), "{message}");
    assert!(!message.contains("400") && !message.contains("00000"), "{message}");
}

/// A database without an encoding may hold anything.
#[test]
fn text_that_is_not_utf_8_is_a_fault() {
    let Some(cluster) = Cluster::shared() else { return };
    let make = "CREATE DATABASE bytes TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'";
    cluster.owner("postgres").batch_execute(make).unwrap();
    let mut owner = cluster.owner("bytes");
    owner.batch_execute(PERSON).unwrap();
    let value = "ALTER TABLE cdm.person ADD person_source_value text;
        UPDATE cdm.person SET person_source_value = E'\\xe9' WHERE person_id = 1";
    owner.batch_execute(value).unwrap();
    grant(&mut owner, "cdm");
    let engine = connect(&cluster.address("bytes")).unwrap();
    let message = everything(engine.as_ref(), Table::Person).unwrap_err();
    assert!(message.contains("22021) [encoding]") && message.contains("SQL_ASCII"), "{message}");
    let engine = connect(&cluster.address("bytes")).unwrap();
    let code = is_like("person_source_value", &["x"]);
    assert_eq!(engine.select(Table::Person, &["person_id"], &code).unwrap().rows.num_rows(), 0);
}
