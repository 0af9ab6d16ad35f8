//! The study on a real PostgreSQL: the same CDM in a database and in files gives the same results.

#[path = "../../crates/sieve/tests/postgres/cluster.rs"]
#[allow(dead_code)]
mod cluster;
#[path = "../../crates/sieve/tests/postgres/loading.rs"]
mod loading;
#[path = "../../crates/sieve/tests/postgres/reference.rs"]
#[allow(dead_code)]
mod reference;

use std::fs;
use std::path::{Path, PathBuf};

use sieve::cdm::Table;

use self::cluster::{Cluster, PASSWORD};
use crate::scratch::{Answer, Scratch};

fn acceptance(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/studies/acceptance_omop").join(name)
}

/// The acceptance CDM in a new database of the server.
fn load(server: &Cluster, database: &str) {
    let mut owner = server.database(database);
    let text = |table: &Table| fs::read_to_string(acceptance("cdm").join(format!("{}.csv", table.name())));
    let tables = Table::ALL.iter().filter_map(|table| Some((*table, text(table).ok()?)));
    loading::load(&mut owner, "cdm", &tables.collect::<Vec<_>>());
}

fn run(scratch: &Scratch, out: &str, source: &str, password: Option<&str>) -> Answer {
    let line = format!("run --out {out} {source} sheets:{}", acceptance("sidecar").display());
    let mut command = scratch.command(&line);
    command.env_remove("PGPASSWORD").env("PGPASSFILE", "nowhere");
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    scratch.answer(&line, command)
}

#[test]
fn a_database_gives_what_its_files_give() {
    let Some(server) = Cluster::shared() else { return };
    load(server, "hospital");
    let scratch = Scratch::new();
    run(&scratch, "files", &format!("omop:{}", acceptance("cdm").display()), None).done();
    let address = format!("omop:{}", server.address("hospital"));
    run(&scratch, "database", &address, Some(PASSWORD)).done();
    for name in ["patients.csv", "excluded.csv", "attrition.csv", "results.json", "concepts.csv"] {
        let (files, database) =
            (scratch.read(&format!("files/{name}")), scratch.read(&format!("database/{name}")));
        assert_eq!(files, database, "{name}");
    }
    // The same rows are named in both: by their own numbers, under the name of the table.
    let review = |out: &str| -> Vec<String> {
        let text = scratch.read(&format!("{out}/review.csv"));
        text.replace("hospital/cdm.", "cdm/").replace(".csv,", ",").lines().map(str::to_owned).collect()
    };
    assert_eq!(review("files"), review("database"));
    assert!(!scratch.read("database/manifest.json").contains(PASSWORD));
}

#[test]
fn a_wrong_password_stops_the_run_without_showing_it() {
    let Some(server) = Cluster::shared() else { return };
    load(server, "guarded");
    let scratch = Scratch::new();
    let address = format!("omop:{}", server.address("guarded"));
    run(&scratch, "out", &address, Some("open sesame")).stopped(11).hides(&["sesame", PASSWORD]);
    run(&scratch, "out", &address, None).stopped(11);
}
