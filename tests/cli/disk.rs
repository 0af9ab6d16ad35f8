//! A disk that is full: nothing half-written, and an earlier result survives.

use std::process::Command;

use crate::scratch::{Answer, Scratch};

/// Runs a shell script in the scratch folder; `$RETREAT` is the program.
fn script(scratch: &Scratch, shell: &[&str], script: &str) -> Answer {
    let mut command = Command::new(shell[0]);
    command.args(&shell[1..]).args(["-c", script]).current_dir(scratch.path(""));
    command.env("RETREAT", env!("CARGO_BIN_EXE_retreat"));
    scratch.answer(script, command)
}

/// A shell that may mount; `None`, with the reason, where no such is to be had.
fn mounting_shell(scratch: &Scratch) -> Option<&'static [&'static str]> {
    const SHELL: &[&str] = &["unshare", "--mount", "--map-root-user", "sh"];
    std::fs::create_dir(scratch.path("disk")).expect("made");
    let mut probe = Command::new(SHELL[0]);
    probe
        .args(&SHELL[1..])
        .args(["-c", "mount -t tmpfs -o size=64k tmpfs disk"])
        .current_dir(scratch.path(""));
    if probe.output().is_ok_and(|output| output.status.success()) {
        return Some(SHELL);
    }
    eprintln!("skipped: no right to mount a small disk here; the limit on file sizes is tested instead");
    None
}

/// A disk of 1 MB with an earlier result, then filled but for 40 kB.
const FULL: &str = "
mount -t tmpfs -o size=1m tmpfs disk || exit 99
$RETREAT run --no-documents --out disk/results hospital >first.txt || exit 98
sum() { cat disk/results/* | cksum; }
before=$(sum)
free=$(df -k disk | awk 'NR == 2 { print $4 }')
head -c $(( (free - 40) * 1024 )) /dev/zero >disk/fill
$RETREAT WORK
code=$?
test \"$before\" = \"$(sum)\" || exit 97
echo $(ls -A disk) >left.txt
exit $code
";

#[test]
fn an_earlier_result_survives_a_full_disk() {
    let scratch = Scratch::with_hospital();
    let Some(shell) = mounting_shell(&scratch) else { return };
    for work in [
        "run --no-documents --out disk/results hospital",
        "run --no-documents --out disk/a/b/results hospital",
        "simulate --persons 400 --out disk/made",
    ] {
        let answer = script(&scratch, shell, &FULL.replace("WORK", work));
        assert_eq!(answer.code, Some(1), "{work}: {}", answer.err);
        assert_eq!(scratch.read("left.txt"), "fill results\n", "{work}");
        full(Answer { asked: work.to_owned(), made: Vec::new(), ..answer }, "No space left on device");
    }
}

#[test]
fn a_place_that_is_a_mount_is_named_as_such() {
    let scratch = Scratch::with_hospital();
    let Some(shell) = mounting_shell(&scratch) else { return };
    let answer = script(
        &scratch,
        shell,
        "mount -t tmpfs tmpfs disk && $RETREAT run --no-documents --out disk hospital",
    );
    Answer { asked: "run --out disk hospital".into(), ..answer }.stopped(1).is("disk-mount");
}

/// Without any right: no file may grow over the shell's limit. The shell lets the program see an error
/// instead of being killed.
#[test]
fn an_earlier_result_survives_a_limit_on_file_sizes() {
    let scratch = Scratch::with_hospital();
    scratch.run("run --out results hospital").done();
    let before = scratch.read("results/report.html");
    let limited = "trap '' XFSZ; ulimit -f 16; exec $RETREAT run --no-documents --out results hospital";
    let answer = script(&scratch, &["sh"], limited);
    full(answer, "File too large");
    assert_eq!(scratch.read("results/report.html"), before);
    let answer = script(&scratch, &["sh"], &limited.replace("--out results", "--out new/results"));
    answer.stopped(1);
}

/// Which file met the end of the disk is not held against the program.
fn full(answer: Answer, cause: &str) {
    let answer = answer.stopped(1);
    let (first, help) = answer.err.split_once('\n').expect("two lines");
    assert!(first.contains("(left as it was): ") && first.contains(cause), "{first}");
    assert_eq!(help, "help: make room, or name a place that has more of it\n");
}
