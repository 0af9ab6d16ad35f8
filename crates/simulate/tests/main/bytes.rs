//! The same plan gives the same bytes, for any number of threads.

use crate::common::{Hospital, hospital, written};
use simulate::{Error, Mess, Plan, Sheet};

const FILES: [&str; 10] = [
    "patient.csv",
    "surgery.csv",
    "radioiodine.csv",
    "lab.csv",
    "rhtsh.csv",
    "imaging.csv",
    "lesion.csv",
    "treatment.csv",
    "visit.csv",
    "truth/truth.csv",
];

fn with_threads(n_threads: usize) -> Hospital {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().expect("threads");
    pool.install(|| hospital(4_600, 11, Mess::Realistic))
}

#[test]
fn the_number_of_threads_does_not_matter() {
    let (one, two, five) = (with_threads(1), with_threads(2), with_threads(5));
    for file in FILES {
        let bytes = one.bytes(file);
        assert!(bytes == two.bytes(file), "{file}, two threads");
        assert!(bytes == five.bytes(file), "{file}, five threads");
    }
    assert_eq!(one.summary, two.summary);
}

#[test]
fn another_seed_gives_another_hospital() {
    let (one, other) = (hospital(50, 1, Mess::None), hospital(50, 2, Mess::None));
    assert_ne!(one.bytes("lab.csv"), other.bytes("lab.csv"));
}

#[test]
fn more_persons_leave_the_first_as_they_are() {
    let (few, many) = (hospital(650, 3, Mess::Realistic), hospital(1_200, 3, Mess::Realistic));
    for file in FILES {
        assert!(many.bytes(file).starts_with(&few.bytes(file)), "{file}");
    }
}

#[test]
fn mess_leaves_the_course_as_it_is() {
    let (clean, messy) = (hospital(300, 4, Mess::None).truth(), hospital(300, 4, Mess::Realistic).truth());
    for (clean, messy) in clean.rows.iter().zip(&messy.rows) {
        assert_eq!(clean[..clean.len() - 1], messy[..messy.len() - 1]);
    }
    assert!(clean.column("mess").all(str::is_empty));
    assert!(messy.column("mess").any(|mess| !mess.is_empty()));
}

#[test]
fn progress_counts_up_to_all_persons() {
    let folder = tempfile::tempdir().expect("a folder");
    let heard = std::cell::RefCell::new(Vec::new());
    simulate::write(&Plan::new(4_001, 1), folder.path(), &|n| heard.borrow_mut().push(n))
        .expect("a hospital");
    let heard = heard.into_inner();
    assert!(heard.is_sorted(), "{heard:?}");
    assert_eq!(heard.last(), Some(&4_001));
}

#[test]
fn what_was_not_simulated_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let mine = folder.path().join("lab.csv");
    std::fs::write(&mine, "a real laboratory").expect("written");
    let refused = simulate::write(&Plan::new(10, 1), folder.path(), &|_| {});
    assert!(matches!(refused, Err(Error::Occupied(path)) if path == mine));
    assert_eq!(std::fs::read_to_string(&mine).expect("read"), "a real laboratory");
}

#[test]
fn an_earlier_simulation_is_replaced() {
    let first = hospital(200, 1, Mess::Realistic);
    simulate::write(&Plan::new(20, 2), first.folder.path(), &|_| {}).expect("a hospital");
    for sheet in Sheet::ALL {
        let file = format!("{}.csv", sheet.word());
        assert!(first.bytes(&file) == hospital(20, 2, Mess::Realistic).bytes(&file), "{file}");
    }
}

#[test]
fn plans_without_meaning_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let refused = |plan: &Plan| simulate::write(plan, folder.path(), &|_| {}).expect_err("refused");
    assert!(matches!(refused(&Plan::new(0, 1)), Error::PersonCount(0)));
    assert!(matches!(refused(&Plan::new(10_000_000, 1)), Error::PersonCount(_)));
    let mut plan = Plan::new(10, 1);
    plan.scenario.shares.structural = f64::NAN;
    assert!(matches!(refused(&plan), Error::Scenario(_)));
    let mut plan = Plan::new(10, 1);
    plan.scenario.biochemical.effect_ratio = 0.0;
    assert!(matches!(refused(&plan), Error::Scenario(_)));
    assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 0);
}

#[test]
fn one_person_is_a_hospital() {
    assert_eq!(written(&Plan::new(1, 1)).truth().rows.len(), 1);
}
