//! The folder of an output: what may stand there, what is replaced, what is refused.

use std::fs;

use crate::scratch::Scratch;

const RUN: &str = "run --out results hospital";

#[test]
fn an_earlier_result_is_replaced() {
    let scratch = Scratch::with_hospital();
    scratch.run(RUN).done();
    let scratch = scratch.change("lab", "25.5", "35.5");
    let answer = scratch.run(RUN).done();
    assert!(answer.made.is_empty(), "{:?}", answer.made);
    assert!(scratch.read("results/patients.csv").contains("35.5"));
}

#[test]
fn a_new_or_an_empty_folder_is_filled() {
    let scratch = Scratch::with_hospital();
    let answer = scratch.run("run --out a/b/results hospital").done().is("place-nested");
    assert_eq!(answer.err, "");
    fs::create_dir(scratch.path("empty")).expect("made");
    scratch.run("run --out empty hospital").done();
    scratch.run("run --out hospital/results/ hospital").done();
}

#[test]
fn a_folder_with_other_files_is_refused() {
    let scratch = Scratch::with_hospital().file("results/notes.txt", "mine");
    scratch.run(RUN).stopped(2).is("place-foreign");
    assert_eq!(scratch.read("results/notes.txt"), "mine");
    scratch.run("run --out hospital hospital").stopped(2);
    assert!(scratch.read("hospital/patient.csv").contains("A1"));
}

/// The folder of drawings is replaced with the rest: what else lies in it would be lost.
#[test]
fn a_foreign_file_among_the_figures_is_refused() {
    let scratch = Scratch::with_hospital();
    scratch.run_whole(RUN).done();
    let scratch = scratch.file("results/figures/sketch.txt", "mine");
    let answer = scratch.run(RUN).stopped(2);
    assert!(answer.err.contains("figures/sketch.txt"), "{}", answer.err);
    assert_eq!(scratch.read("results/figures/sketch.txt"), "mine");
}

/// A folder that happens to hold a file with a result's name is not an earlier result.
#[test]
fn a_folder_without_the_manifest_is_refused() {
    let scratch = Scratch::with_hospital().file("results/patients.csv", "mine");
    scratch.run(RUN).stopped(2).is("place-no-manifest");
    assert_eq!(scratch.read("results/patients.csv"), "mine");
}

#[test]
fn a_file_in_the_place_is_refused() {
    let scratch = Scratch::with_hospital().file("results", "mine");
    scratch.run(RUN).stopped(2).is("place-file");
    scratch.run("run --out results/below hospital").stopped(2).is("place-below-file");
    assert_eq!(scratch.read("results"), "mine");
}

#[test]
fn a_place_without_a_name_is_refused() {
    let scratch = Scratch::with_hospital();
    scratch.run("run --out . hospital").stopped(2).is("place-here");
    scratch.run("run --out .. hospital").stopped(2);
    scratch.run("run --out / hospital").stopped(2);
    let mut command = scratch.command("run hospital");
    scratch
        .answer("run --out '' hospital", {
            command.arg("--out=");
            command
        })
        .stopped(2);
}

#[test]
fn bad_data_leave_an_earlier_result_as_it_was() {
    let scratch = Scratch::with_hospital();
    scratch.run(RUN).done();
    let before = scratch.read("results/report.html");
    let scratch = scratch.without("lab");
    scratch.run(RUN).stopped(11);
    assert_eq!(scratch.read("results/report.html"), before);
    scratch.run("run --out new/results hospital").stopped(11);
}

/// What a run that was cut off can leave behind is put right by the next one, also by one that stops.
#[test]
fn what_an_interrupted_run_left_is_put_right() {
    let scratch = Scratch::with_hospital();
    scratch.run(RUN).done();
    let whole = scratch.read("results/report.html");
    fs::rename(scratch.path("results"), scratch.path(".results.replaced")).expect("moved");
    let scratch = scratch.file(".results.writing/patients.csv", "half");
    assert_eq!(scratch.run("run --out results nowhere").code, Some(11));
    assert_eq!(scratch.read("results/report.html"), whole, "the earlier result stands again");
    scratch.run(RUN).done();
    assert!(scratch.names().iter().all(|name| !name.starts_with('.')), "{:?}", scratch.names());
    let scratch = scratch.file(".results.writing/mine.txt", "mine");
    scratch.run(RUN).stopped(1).is("place-aside-taken");
    assert_eq!(scratch.read("results/report.html"), whole);
}

#[test]
fn a_simulation_replaces_only_a_simulation() {
    let scratch = Scratch::with_hospital();
    scratch.run("simulate --persons 5 --out hospital").stopped(2).is("place-simulate");
    scratch.run("simulate --persons 5 --out made").done();
    scratch.run("simulate --persons 6 --out made").done();
    assert_eq!(scratch.read("made/truth/truth.csv").lines().count(), 7);
    let scratch = scratch.file("made/notes.txt", "mine");
    scratch.run("simulate --persons 5 --out made").stopped(2);
    assert_eq!(scratch.read("made/truth/truth.csv").lines().count(), 7);
    let scratch = scratch.file("shown/results/notes.txt", "mine");
    scratch.run("demo --persons 5 --out shown").stopped(2);
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_stays_a_link() {
    let scratch = Scratch::with_hospital();
    fs::create_dir(scratch.path("elsewhere")).expect("made");
    std::os::unix::fs::symlink("elsewhere", scratch.path("results")).expect("linked");
    scratch.run(RUN).done();
    scratch.run(RUN).done();
    assert!(scratch.path("results").is_symlink());
    assert!(scratch.path("elsewhere/report.html").is_file());
    std::os::unix::fs::symlink("nowhere", scratch.path("broken")).expect("linked");
    scratch.run("run --out broken hospital").stopped(2);
}

/// Neither a file nor a folder: a socket, a device. It must not be moved aside.
#[cfg(unix)]
#[test]
fn what_is_neither_file_nor_folder_is_refused() {
    use std::os::unix::fs::FileTypeExt;

    let scratch = Scratch::with_hospital();
    let place = scratch.path("results");
    let _socket = std::os::unix::net::UnixListener::bind(&place).expect("a socket");
    scratch.run(RUN).stopped(2);
    assert!(fs::metadata(place).expect("still there").file_type().is_socket());
}
