//! What the program says of itself, and of command lines that it does not understand.

use crate::scratch::Scratch;

#[test]
fn help_of_the_program_and_of_every_command() {
    let scratch = Scratch::new();
    scratch.run("--help").done().is("help");
    for command in ["demo", "run", "check", "explain", "diff", "profile", "simulate", "audit"] {
        let asked = scratch.run(&format!("{command} --help")).done().is(&format!("help-{command}"));
        assert_eq!(scratch.run(&format!("help {command}")).done().out, asked.out);
    }
}

#[test]
fn the_version() {
    let answer = Scratch::new().run("--version").done();
    assert_eq!(answer.out, format!("retreat {}\n", env!("CARGO_PKG_VERSION")));
}

/// The overview goes to standard error, since nothing was asked for.
#[test]
fn no_command() {
    let scratch = Scratch::new();
    let answer = scratch.run("");
    assert_eq!((answer.code, &*answer.out), (Some(2), ""));
    assert_eq!(answer.err, scratch.run("--help").out);
}

#[test]
fn an_unknown_command_and_an_unknown_option_are_answered_with_the_nearest() {
    let scratch = Scratch::with_hospital();
    scratch.run("rum --out results hospital").stopped(2).is("usage-command");
    scratch.run("run --outt results hospital").stopped(2).is("usage-option");
}

#[test]
fn what_is_missing_is_named() {
    let scratch = Scratch::with_hospital();
    scratch.run("run hospital").stopped(2).is("usage-no-out");
    scratch.run_whole("run --out results").stopped(2).is("usage-no-source");
    scratch.run("explain A1").stopped(2);
    scratch.run("simulate").stopped(2);
}

#[test]
fn numbers_outside_their_range_are_refused() {
    let scratch = Scratch::with_hospital();
    scratch.run("run --threads 0 --out results hospital").stopped(2).is("usage-threads");
    scratch.run("simulate --persons 0 --out made").stopped(2).is("usage-persons");
    for line in [
        "run --threads 1025 --out results hospital",
        "run --threads two --out results hospital",
        "explain --threads 0 A1 hospital",
        "simulate --persons 1000001 --out made",
        "demo --persons -5",
        "demo --persons 0",
        "demo --seed x",
    ] {
        scratch.run(line).stopped(2);
    }
}
