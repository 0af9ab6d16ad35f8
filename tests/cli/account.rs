//! Places that the account running the program may not read or write.
//!
//! Rights do not bind root: as root, the program runs as the account `nobody` (number 65534), from a
//! copy that this account can reach. Where even that fails, the test says so and stops.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::scratch::{Answer, Scratch};

const NOBODY: u32 = 65534;

/// A hospital whose folder other accounts can reach, with the program in it.
fn reachable() -> Scratch {
    let scratch = Scratch::with_hospital();
    // Copied by another process: a file that this one had open for writing could not be started while
    // another test starts a program.
    let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_retreat")).arg(scratch.path("program")).status();
    assert!(copied.expect("cp is there").success());
    for path in ["", "hospital", "program"] {
        allow(&scratch, path, 0o755);
    }
    scratch
}

fn allow(scratch: &Scratch, path: &str, mode: u32) {
    fs::set_permissions(scratch.path(path), Permissions::from_mode(mode)).expect("allowed");
}

/// Runs the program as an account that rights bind; `None` when there is none.
fn run(scratch: &Scratch, line: &str) -> Option<Answer> {
    let is_root = fs::metadata(scratch.path("")).expect("the folder").uid() == 0;
    let command = |line: &str| {
        let mut command = Command::new(scratch.path("program"));
        command.args(line.split(' ')).current_dir(scratch.path(""));
        if is_root {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    };
    if command("--version").output().is_err() {
        eprintln!("skipped: run by root, and no other account can run the program");
        return None;
    }
    Some(scratch.answer(line, command(line)))
}

#[test]
fn a_folder_that_may_not_be_read() {
    let scratch = reachable();
    allow(&scratch, "hospital", 0o300);
    let answer = run(&scratch, "run --out results hospital");
    allow(&scratch, "hospital", 0o755);
    answer.map(|answer| answer.stopped(11).is("account-folder"));
}

#[test]
fn a_sheet_that_may_not_be_read() {
    let scratch = reachable();
    allow(&scratch, "hospital/lab.csv", 0o000);
    run(&scratch, "run --out results hospital").map(|answer| answer.stopped(11).is("account-sheet"));
}

#[test]
fn a_protocol_that_may_not_be_read() {
    let scratch = reachable().file("protocol.toml", "[study]\n");
    allow(&scratch, "protocol.toml", 0o000);
    run(&scratch, "check protocol.toml").map(|answer| answer.stopped(10).is("account-protocol"));
}

/// A new folder cannot be made, and an earlier result cannot be replaced: it stays.
#[test]
fn a_place_that_may_not_be_written() {
    let scratch = reachable();
    fs::create_dir(scratch.path("shelf")).expect("made");
    scratch.run("run --out shelf/results hospital").done();
    let before = scratch.read("shelf/results/report.html");
    allow(&scratch, "shelf", 0o555);
    let new = run(&scratch, "run --out shelf/new/results hospital");
    let old = run(&scratch, "run --out shelf/results hospital");
    let made = run(&scratch, "simulate --persons 5 --out shelf/made");
    allow(&scratch, "shelf", 0o755);
    new.map(|answer| answer.stopped(1).is("account-new"));
    old.map(|answer| answer.stopped(1).is("account-result"));
    made.map(|answer| answer.stopped(1).is("account-simulate"));
    assert_eq!(scratch.read("shelf/results/report.html"), before);
}

/// A result that may not be looked into is not replaced unseen.
#[test]
fn a_result_that_may_not_be_looked_into() {
    let scratch = reachable().file("results/mine.txt", "mine");
    allow(&scratch, "results", 0o000);
    let answer = run(&scratch, "run --out results hospital");
    allow(&scratch, "results", 0o755);
    answer.map(|answer| answer.stopped(1).is("account-unseen"));
    assert_eq!(scratch.read("results/mine.txt"), "mine");
}
