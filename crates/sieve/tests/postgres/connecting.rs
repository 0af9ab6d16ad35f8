//! Who is let in, and which schema is read.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use sieve::Version;
use sieve::postgres::connect_in;

use super::cluster::{Cluster, PASSWORD, READER};
use super::loading::grant;
use super::{connect, told};

const TABLES: &str = "
    CREATE TABLE {}.person (person_id int, gender_concept_id int, year_of_birth int);
    CREATE TABLE {}.measurement (measurement_id int, person_id int, measurement_concept_id int,
        measurement_date date);";

fn with_schemas(database: &str, schemas: &[&str]) -> Option<&'static Cluster> {
    let cluster = Cluster::shared()?;
    let mut owner = cluster.database(database);
    for schema in schemas {
        owner.batch_execute(&format!("CREATE SCHEMA IF NOT EXISTS {schema}")).unwrap();
        owner.batch_execute(&TABLES.replace("{}", schema)).unwrap();
        grant(&mut owner, schema);
    }
    Some(cluster)
}

/// What the user reads who is not let in.
fn refused(address: &str, variables: &[(&str, &str)]) -> String {
    let find = |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).into());
    match connect_in(address, &find) {
        Ok(_) => panic!("{address} is let in"),
        Err(failure) => {
            let message = told(failure);
            assert!(!message.contains(PASSWORD) && !message.contains("open sesame"), "{message}");
            message
        }
    }
}

fn assert_has(message: &str, parts: &[&str]) {
    for part in parts {
        assert!(message.contains(part), "{part}: {message}");
    }
}

#[test]
fn the_password_comes_from_the_environment_or_from_a_password_file() {
    let Some(cluster) = with_schemas("passwords", &["cdm"]) else { return };
    let address = cluster.address("passwords");
    let path = cluster.file("pgpass-of-reader");
    let escaped = PASSWORD.replace('\\', "\\\\").replace(':', "\\:");
    fs::write(&path, format!("# ours\nother:*:*:*:no\n127.0.0.1:*:passwords:{READER}:{escaped}\n")).unwrap();
    let file = [("PGPASSFILE", path.as_str()), ("HOME", "/nowhere")];
    let find = |name: &str| file.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).into());
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    assert!(connect_in(&address, &find).is_ok());
    let message = refused(&address.replace("/passwords", "/postgres"), &file);
    assert_has(&message, &["password missing", "no line of", "pgpass-of-reader"]);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    assert_has(&refused(&address, &file), &["wants a password", "others may read it", "chmod 600"]);
    assert!(connect(&address).is_ok());
}

#[test]
fn a_wrong_password_an_unknown_host_and_an_unknown_database_say_what_to_do() {
    let Some(cluster) = with_schemas("refusals", &["cdm"]) else { return };
    let address = cluster.address("refusals");
    let right = [("PGPASSWORD", PASSWORD)];
    let message = refused(&address, &[("PGPASSWORD", "open sesame")]);
    let parts = ["connecting to postgres://reader@127.0.0.1", "28P01", "the one in PGPASSWORD"];
    assert_has(&message, &parts);
    assert_has(&refused(&address, &[("HOME", "/nowhere")]), &["PGPASSWORD is not set", "/nowhere/.pgpass"]);
    let message = refused(&address.replace("127.0.0.1", "no-such-host.invalid"), &right);
    assert_has(&message, &["no-such-host.invalid", "check host and port"]);
    let message = refused(&address.replace(&format!(":{}/", cluster.port), ":1/"), &right);
    assert_has(&message, &["127.0.0.1:1", "check host and port"]);
    let message = refused(&cluster.address("nothing_here"), &right);
    assert_has(&message, &["3D000", "there is no such database"]);
    let message = refused(&address.replace("reader@", "reader:open%20sesame@"), &right);
    assert_has(&message, &["it holds a password", "PGPASSWORD", ".pgpass"]);
}

#[test]
fn a_socket_and_the_variables_of_libpq_lead_to_the_database() {
    let Some(cluster) = with_schemas("sockets", &["cdm"]) else { return };
    let (folder, port) = (cluster.folder.display().to_string(), cluster.port.to_string());
    let socket = format!("postgres://{READER}@/sockets?host={folder}&port={port}&sslmode=verify-full");
    assert!(connect(&socket).is_ok());
    let variables = [
        ("PGHOST", folder.as_str()),
        ("PGPORT", &port),
        ("PGUSER", READER),
        ("PGDATABASE", "sockets"),
        ("PGPASSWORD", PASSWORD),
    ];
    let find = |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).into());
    let engine = connect_in("postgres://", &find).map_err(told).unwrap();
    assert_eq!(
        engine.catalog().name,
        format!("postgres://reader@/sockets?host={folder}&port={port}&schema=cdm")
    );
}

#[test]
fn the_schema_is_the_one_named_else_cdm_else_the_only_one() {
    let Some(cluster) = with_schemas("three", &["cdm", "omop", "\"Study One\""]) else { return };
    let schema = |database: &str, setting: &str| {
        let engine = connect(&format!("{}{setting}", cluster.address(database)));
        engine.map(|engine| engine.catalog().tables[0].name.clone())
    };
    assert_eq!(schema("three", "").unwrap(), "cdm.person");
    assert_eq!(schema("three", "?schema=omop").unwrap(), "omop.person");
    assert_eq!(schema("three", "?schema=study%20one").unwrap(), "Study One.person");
    let message = schema("three", "?schema=public").unwrap_err();
    assert_has(&message, &["no schema public", "Study One, cdm, omop"]);

    with_schemas("two", &["omop", "public"]);
    assert_has(&schema("two", "").unwrap_err(), &["several schemas", "omop, public", "?schema="]);
    with_schemas("one", &["public"]);
    assert_eq!(schema("one", "").unwrap(), "public.person");
    with_schemas("none", &[]);
    assert_has(&schema("none", "").unwrap_err(), &["no schema holds the tables person and measurement"]);
}

#[test]
fn tables_may_lie_in_several_schemas() {
    let Some(cluster) = with_schemas("split", &["cdm"]) else { return };
    let mut owner = cluster.owner("split");
    let vocabulary = "CREATE SCHEMA vocabulary; CREATE TABLE vocabulary.person (x int);
        CREATE TABLE vocabulary.concept (concept_id int, concept_name text, vocabulary_id text, concept_code text)";
    owner.batch_execute(vocabulary).unwrap();
    grant(&mut owner, "vocabulary");
    let engine = connect(&format!("{}?schema=cdm,vocabulary", cluster.address("split"))).unwrap();
    let names: Vec<&str> = engine.catalog().tables.iter().map(|found| found.name.as_str()).collect();
    assert_eq!(names, ["cdm.person", "cdm.measurement", "vocabulary.concept"]);
    assert!(engine.catalog().name.ends_with("?schema=cdm,vocabulary"));
}

#[test]
fn every_problem_with_the_tables_comes_at_once() {
    let Some(cluster) = with_schemas("problems", &["cdm"]) else { return };
    cluster
        .owner("problems")
        .batch_execute(
            "CREATE TABLE cdm.\"PERSON\" (person_id int);
             CREATE TABLE cdm.note (note_id int, person_id int, note_date date, note_text text);
             CREATE TABLE cdm.death (person_id text, death_date bytea);
             GRANT SELECT ON cdm.death TO reader;
             ALTER TABLE cdm.measurement DROP COLUMN measurement_concept_id;
             GRANT SELECT (note_id, person_id) ON cdm.note TO reader",
        )
        .unwrap();
    let message = connect(&cluster.address("problems")).err().unwrap();
    assert_has(
        &message,
        &[
            "PERSON and person are both the table person [duplicate_table]",
            "cdm.note: reader may not read note_date, note_text [no_permission]",
            "GRANT SELECT ON \"cdm\".\"note\" TO \"reader\"",
            "cdm.measurement: it has no column measurement_concept_id [missing_column]",
            "cdm.death: person_id is text, but should hold whole numbers [wrong_type]",
            "cdm.death: death_date is bytea, but should hold dates [wrong_type]",
        ],
    );
}

#[test]
fn a_schema_or_table_that_is_not_granted_is_an_error() {
    let Some(cluster) = with_schemas("closed", &["cdm"]) else { return };
    let mut owner = cluster.owner("closed");
    owner.batch_execute("REVOKE SELECT ON cdm.measurement FROM reader").unwrap();
    let message = connect(&cluster.address("closed")).err().unwrap();
    assert_has(
        &message,
        &["cdm.measurement: reader may not read it", "GRANT SELECT ON \"cdm\".\"measurement\""],
    );
    owner.batch_execute("REVOKE USAGE ON SCHEMA cdm FROM reader").unwrap();
    let message = connect(&cluster.address("closed")).err().unwrap();
    assert_has(&message, &["cdm.person: reader may not use this schema", "GRANT USAGE ON SCHEMA \"cdm\""]);
}

#[test]
fn the_version_is_what_the_columns_and_cdm_source_say() {
    let Some(cluster) = with_schemas("versions", &["cdm"]) else { return };
    let mut owner = cluster.owner("versions");
    let mut version = |statement: &str| {
        owner.batch_execute(statement).unwrap();
        grant(&mut owner, "cdm");
        connect(&cluster.address("versions")).map(|engine| engine.catalog().version)
    };
    assert_eq!(version(""), Ok(Version::Either));
    let source =
        "CREATE TABLE cdm.cdm_source (cdm_version text); INSERT INTO cdm.cdm_source VALUES (NULL), ('v5.4')";
    assert_eq!(version(source), Ok(Version::V54));
    assert_eq!(version("ALTER TABLE cdm.measurement ADD \"MEASUREMENT_EVENT_ID\" int"), Ok(Version::V54));
    let message = version("UPDATE cdm.cdm_source SET cdm_version = 'v5.3.1'").unwrap_err();
    assert_has(&message, &["cdm.cdm_source", "cdm_version says 5.3", "[mixed_versions]"]);
}
