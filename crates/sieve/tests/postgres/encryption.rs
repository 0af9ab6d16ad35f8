//! `sslmode` and `sslrootcert`, as libpq means them.

use super::cluster::Cluster;
use super::{connect, told};

const TABLES: &str = "CREATE TABLE person (person_id int, gender_concept_id int, year_of_birth int);
    CREATE TABLE measurement (measurement_id int, person_id int, measurement_concept_id int,
        measurement_date date);
    GRANT SELECT ON person, measurement TO PUBLIC";

/// The address of a database for this user and host, with these settings.
fn address(cluster: &Cluster, database: &str, user: &str, host: &str, settings: &str) -> String {
    format!("postgres://{user}@{host}:{}/{database}?{settings}", cluster.port)
}

/// How the only open connection of an engine to the database is encrypted.
fn encryption(cluster: &Cluster, database: &str) -> Option<String> {
    let row = cluster.owner("postgres").query_one(
        "SELECT version FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
         WHERE datname = $1 AND application_name = 'retreat'",
        &[&database],
    );
    row.unwrap().get(0)
}

#[test]
fn the_connection_is_as_protected_as_was_asked() {
    let Some(cluster) = Cluster::shared() else { return };
    cluster.database("protected").batch_execute(TABLES).unwrap();
    let root = cluster.file("ca.crt");
    for (host, settings, is_encrypted) in [
        ("127.0.0.1", "sslmode=disable".to_owned(), false),
        ("127.0.0.1", String::new(), true),
        ("127.0.0.1", "sslmode=require".to_owned(), true),
        ("127.0.0.1", format!("sslmode=verify-ca&sslrootcert={root}"), true),
        ("localhost", format!("sslmode=verify-full&sslrootcert={root}"), true),
    ] {
        let engine = connect(&address(cluster, "protected", "reader", host, &settings)).unwrap();
        let version = encryption(cluster, "protected");
        assert_eq!(version.is_some(), is_encrypted, "{settings}: {version:?}");
        drop(engine);
        wait_until_closed(cluster, "protected");
    }
}

fn wait_until_closed(cluster: &Cluster, database: &str) {
    let mut owner = cluster.owner("postgres");
    let open = "SELECT count(*) FROM pg_stat_activity WHERE datname = $1 AND application_name = 'retreat'";
    while owner.query_one(open, &[&database]).unwrap().get::<_, i64>(0) > 0 {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

#[test]
fn a_certificate_that_is_not_trusted_or_for_another_host_is_refused() {
    let Some(cluster) = Cluster::shared() else { return };
    cluster.database("distrusted").batch_execute(TABLES).unwrap();
    let [root, other] = ["ca.crt", "other.crt"].map(|name| cluster.file(name));
    let refused = |host: &str, settings: &str| {
        connect(&address(cluster, "distrusted", "reader", host, settings)).err().unwrap_or_else(|| {
            panic!("{host} {settings} is let in");
        })
    };
    let stranger = "comes from nobody trusted";
    for mode in ["require", "verify-ca", "verify-full"] {
        let message = refused("localhost", &format!("sslmode={mode}&sslrootcert={other}"));
        assert!(message.contains(stranger), "{mode}: {message}");
    }
    let message = refused("localhost", "sslmode=verify-full&sslrootcert=system");
    assert!(message.contains(stranger) || message.contains("no certificate in it"), "{message}");
    let message = refused("127.0.0.1", &format!("sslmode=verify-full&sslrootcert={root}"));
    assert!(message.contains("the certificate is for another host"), "{message}");
    let message = refused("localhost", "sslmode=verify-full");
    assert!(message.contains("needs to know whose certificates to trust"), "{message}");
    let message = refused("localhost", "sslmode=verify-ca&sslrootcert=/nowhere/ca.crt");
    assert!(message.contains("reading the trusted certificates /nowhere/ca.crt"), "{message}");
    let message = refused("localhost", &format!("sslmode=verify-ca&sslrootcert={}", cluster.file("ca.key")));
    assert!(message.contains("no certificate in it"), "{message}");
}

/// Users whom the server lets in only without, or only with encryption.
#[test]
fn what_is_preferred_is_given_up_where_the_server_cannot_but_what_is_required_is_not() {
    let Some(cluster) = Cluster::shared() else { return };
    cluster.database("preferred").batch_execute(TABLES).unwrap();
    let let_in = |user: &str, settings: &str| {
        connect(&address(cluster, "preferred", user, "127.0.0.1", settings)).map(drop)
    };
    let_in("plain", "sslmode=prefer").unwrap();
    let_in("plain", "sslmode=allow").unwrap();
    let_in("plain", "sslmode=disable").unwrap();
    assert!(let_in("plain", "sslmode=require").unwrap_err().contains("pg_hba.conf"));
    let_in("encrypted", "sslmode=require").unwrap();
    let_in("encrypted", "").unwrap();
    assert!(let_in("encrypted", "sslmode=disable").unwrap_err().contains("pg_hba.conf"));
}

/// As PostgreSQL's manual makes certificates: one that signs itself is both the server's and the root.
#[test]
fn a_certificate_that_signs_itself_is_trusted_where_it_is_the_root() {
    let Some(cluster) = Cluster::start_another("self.crt", "self.key") else { return };
    cluster.database("itself").batch_execute(TABLES).unwrap();
    let [itself, other] = ["self.crt", "other.crt"].map(|name| cluster.file(name));
    let full = |host: &str, root: &str| {
        let settings = format!("sslmode=verify-full&sslrootcert={root}");
        let address = address(&cluster, "itself", "reader", host, &settings);
        sieve::postgres::connect_in(&address, &super::with_password).map(drop).map_err(told)
    };
    full("localhost", &itself).unwrap();
    assert!(full("localhost", &other).is_err());
    assert!(full("127.0.0.1", &itself).unwrap_err().contains("for another host"));
}
