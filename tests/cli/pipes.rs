//! Readers that stop reading, outputs that cannot be written, and interruption.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::results::acceptance;
use crate::scratch::Scratch;

const RUN: &str = "run --out results hospital";

/// Runs with a standard output whose reader has gone, and gives exit code and standard error.
fn unheard(scratch: &Scratch, line: &str) -> (Option<i32>, String) {
    let mut child =
        scratch.command(line).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("started");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("ended");
    (output.status.code(), String::from_utf8(output.stderr).expect("UTF-8"))
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let scratch = Scratch::with_hospital();
    for line in [
        "explain A1 hospital",
        "check --prose",
        "check",
        "--help",
        "run --help",
        "--version",
        "run --out results hospital",
        "demo --persons 20",
        "simulate --persons 5 --out made",
    ] {
        assert_eq!(unheard(&scratch, line), (Some(0), String::new()), "{line}");
    }
    assert!(scratch.path("results/report.html").is_file(), "the result is written all the same");
}

#[test]
fn a_failure_keeps_its_code_when_nobody_hears_it() {
    let scratch = Scratch::with_hospital();
    for (line, code) in [("run --out results nowhere", 11), ("check none.toml", 10), ("rum", 2), ("", 2)] {
        let mut child =
            scratch.command(line).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("started");
        drop(child.stderr.take());
        assert_eq!(child.wait().expect("ended").code(), Some(code), "{line}");
    }
}

/// `/dev/full` takes nothing: what was asked for could not be said.
#[test]
fn an_output_that_cannot_be_written_is_a_failure() {
    let Ok(full) = fs::File::options().write(true).open("/dev/full") else {
        return eprintln!("skipped: this system has no /dev/full");
    };
    let scratch = Scratch::with_hospital();
    for line in ["explain A1 hospital", "check --prose", "--help"] {
        let mut command = scratch.command(line);
        let output = command.stdout(full.try_clone().expect("again")).output().expect("ended");
        assert_eq!(output.status.code(), Some(1), "{line}");
        let err = String::from_utf8(output.stderr).expect("UTF-8");
        assert!(
            err.starts_with("error: writing to standard output: ") && err.contains("help: "),
            "{line}: {err}"
        );
    }
}

/// Interrupted while it writes, and at other moments: the earlier result stands or the new one does,
/// and the next run leaves nothing but the result.
#[test]
fn an_interruption_leaves_a_whole_result() {
    let scratch = acceptance();
    scratch.run(RUN).done();
    let whole = files(&scratch);
    let mut n_while_writing = 0;
    for moment in 0..10 {
        let mut child = scratch.command(RUN).stdout(Stdio::null()).spawn().expect("started");
        let writing = scratch.path(".results.writing");
        let is_due =
            |after: Duration| if moment < 7 { writing.exists() } else { after.as_millis() > moment * 10 };
        let started = Instant::now();
        while !is_due(started.elapsed()) && child.try_wait().expect("known").is_none() {
            std::thread::sleep(Duration::from_micros(100));
        }
        std::thread::sleep(Duration::from_millis(if moment < 7 { moment as u64 } else { 0 }));
        n_while_writing += u32::from(writing.exists());
        let interrupt = ["-INT".to_owned(), child.id().to_string()];
        Command::new("kill").args(interrupt).stderr(Stdio::null()).status().expect("kill is there");
        child.wait().expect("ended");
        assert_eq!(files(&scratch), whole, "at moment {moment}");
    }
    if n_while_writing == 0 {
        eprintln!("this machine writes so fast that no interruption met the writing");
    }
    scratch.run(RUN).done();
    assert_eq!(files(&scratch), whole);
    assert!(scratch.names().iter().all(|name| !name.starts_with('.')), "{:?}", scratch.names());
}

/// The files of the result; of the one that waits aside when the interruption fell between the two
/// renamings, which the next run puts back.
fn files(scratch: &Scratch) -> BTreeMap<String, Vec<u8>> {
    let folder =
        [scratch.path("results"), scratch.path(".results.replaced")].into_iter().find(|path| path.exists());
    let entries = fs::read_dir(folder.expect("a result")).expect("a folder");
    let file = |path: std::path::PathBuf| {
        (path.file_name().expect("a name").to_string_lossy().into_owned(), fs::read(&path).expect("a file"))
    };
    entries.map(|entry| file(entry.expect("an entry").path())).collect()
}
