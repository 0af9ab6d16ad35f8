//! A cluster that loses a part of itself gives all rows or an error, and always an answer.

use std::net::TcpListener;
use std::thread::sleep;
use std::time::{Duration, Instant};

use sieve::{Catalog, Failure, Version, extract};

use crate::equal::{assert_equal, plan};
use crate::hospital;
use crate::processes::{Cluster, within};

const LIMIT: Duration = Duration::from_secs(300);
const PATIENCE: Duration = Duration::from_secs(3);

fn nothing() -> Catalog {
    Catalog { name: "empty".into(), version: Version::Either, tables: Vec::new(), not_read: Vec::new() }
}

fn said(failure: &Failure) -> String {
    match failure {
        Failure::World { what, help, source } => format!("{what}: {source}; {help}"),
        data => panic!("the data are right: {data}"),
    }
}

#[test]
fn an_executor_that_is_killed_in_the_middle_costs_no_row() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut cluster = Cluster::start(2, folder.path());
    let plain = hospital::write(folder.path(), 2000, 16_000);
    let expected = extract(&plain, &plan()).expect("memory does not fail");
    let engine = cluster::engine(&cluster.url(), folder.path(), plain.catalog.clone());
    let engine = engine.expect("the cluster is alive");
    let start = Instant::now();
    let (engine, whole) = within(LIMIT, move || {
        let whole = extract(&*engine, &plan());
        (engine, whole)
    });
    assert_equal(&whole.expect("the cluster is alive"), &expected);
    let half = start.elapsed() / 2;
    let mut lost = cluster.executors.remove(0);
    let killer = std::thread::spawn(move || {
        sleep(half);
        lost.kill();
    });
    let (finished, given) = within(LIMIT, move || {
        let given = extract(&*engine, &plan());
        (Instant::now(), given)
    });
    killer.join().expect("killing does not panic");
    eprintln!(
        "whole {:.1} s, with a loss {:.1} s",
        half.as_secs_f64() * 2.0,
        (finished - start).as_secs_f64()
    );
    match given {
        Ok(given) => assert_equal(&given, &expected),
        Err(failure) => assert!(said(&failure).contains("cluster"), "{}", said(&failure)),
    }
}

#[test]
fn a_cluster_without_its_last_executor_is_an_error_soon() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut cluster = Cluster::start(1, folder.path());
    let plain = hospital::write(folder.path(), 500, 4000);
    let catalog = plain.catalog.clone();
    let (url, tables) = (cluster.url(), folder.path().to_owned());
    let engine = cluster::engine(&url, &tables, catalog).expect("the cluster is alive");
    drop(engine);
    let engine = cluster::engine_with_patience(&url, &tables, plain.catalog.clone(), PATIENCE);
    let engine = engine.expect("the cluster is alive");
    cluster.executors.clear();
    let given = within(LIMIT, move || extract(&*engine, &plan()));
    let said = said(&given.expect_err("nobody can have read the tables"));
    assert!(said.contains("no executor has been alive for 3 s"), "{said}");
}

#[test]
fn nobody_there_is_an_error_that_says_what_to_start() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let cluster = Cluster::start(0, folder.path());
    let connect = |url: String| {
        within(LIMIT, move || {
            let engine = cluster::engine_with_patience(&url, &std::env::temp_dir(), nothing(), PATIENCE);
            said(&engine.err().expect("nobody is there"))
        })
    };
    let alone = connect(cluster.url());
    assert!(alone.contains("no executor") && alone.contains("docs/guide/cluster.md"), "{alone}");
    let closed = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let silent = connect(format!("ballista://{}", closed.expect("a free port")));
    assert!(silent.contains("no answer") && silent.contains("docs/guide/cluster.md"), "{silent}");
}

#[test]
fn a_file_that_is_not_parquet_is_named_before_anything_is_asked() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let plain = hospital::write(folder.path(), 100, 100);
    std::fs::write(folder.path().join("measurement/1.parquet"), "measurement_id\n1\n").expect("room");
    let whole = std::fs::read(folder.path().join("measurement/2.parquet")).expect("it was written");
    let half = &whole[..whole.len() / 2];
    std::fs::write(folder.path().join("measurement/2.parquet"), half).expect("room");
    let engine = cluster::engine("ballista://127.0.0.1:1", folder.path(), plain.catalog.clone());
    let said = engine.err().expect("two files are no tables").to_string();
    assert!(
        said.contains("measurement/1.parquet: the cluster reads Parquet files, and this is none"),
        "{said}"
    );
    assert!(said.contains("measurement/2.parquet: this Parquet file is cut off or damaged"), "{said}");
}
