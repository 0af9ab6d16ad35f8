//! `retreat check`: a good protocol, a broken one with all its mistakes, and the study in sentences.

use crate::scratch::Scratch;

const PROTOCOL: &str = include_str!("../../studies/second-radioiodine/protocol.toml");
/// The study's concept files.
macro_rules! concepts {
    ($($name:literal),+) => {
        [$((
            concat!("concepts/", $name),
            include_str!(concat!("../../studies/second-radioiodine/concepts/", $name)),
        )),+]
    };
}
const CONCEPTS: [(&str, &str); 5] =
    concepts!["histology.csv", "conditions.csv", "procedures.csv", "drugs.csv", "measurements.csv"];

/// A folder with a copy of the study, in which texts are replaced.
pub fn study(changes: &[(&str, &str)]) -> Scratch {
    let change = |text: String, (from, to): &(&str, &str)| {
        assert!(text.contains(from), "the protocol holds no {from:?}");
        text.replacen(from, to, 1)
    };
    let text = changes.iter().fold(PROTOCOL.to_owned(), change);
    let scratch = Scratch::with_hospital().file("protocol.toml", text);
    CONCEPTS.iter().fold(scratch, |scratch, (path, text)| scratch.file(path, text))
}

#[test]
fn a_good_protocol_has_no_mistakes() {
    let answer = study(&[]).run("check protocol.toml").done();
    assert_eq!(answer.err, "");
    assert!(answer.out.contains("no mistakes") && answer.out.contains("protocol hash "));
    assert_eq!(answer.out, Scratch::new().run("check").done().out, "the built-in study is the same");
}

#[test]
fn every_mistake_is_listed_at_once() {
    let broken = study(&[
        ("grow_mm = 3", "grow_m = 3"),
        ("\"ata2015\"", "\"ata2105\""),
        ("confidence_level = 0.95", "confidence_level = 95"),
        ("\"1995-01-01\"", "\"1995-02-30\""),
        ("baseline_days = [-365, 0]", "baseline_days = [0, -365]"),
        ("seed = 20180203", "seed = 1.5"),
    ]);
    broken.run("check protocol.toml").stopped(10).is("check-mistakes");
    let run = broken.run("run --study protocol.toml --out results hospital").stopped(10);
    assert_eq!(run.err, broken.run("check protocol.toml").err, "one voice for every command");
}

#[test]
fn text_that_is_no_protocol() {
    study(&[("[study]", "[study")]).run("check protocol.toml").stopped(10).is("check-syntax");
    Scratch::new().file("protocol.toml", "").run("check protocol.toml").stopped(10);
    let bytes = b"[study]\nid = \"\xe0\"\n";
    let answer = Scratch::new().file("protocol.toml", bytes).run("check protocol.toml").stopped(10);
    assert!(answer.err.contains("protocol.toml:2:7"), "{}", answer.err);
    Scratch::new().file("protocol.toml", [0, 1, 2, 255]).run("check protocol.toml").stopped(10);
}

#[test]
fn a_protocol_that_cannot_be_read() {
    let scratch = Scratch::with_hospital();
    scratch.run("check none.toml").stopped(10).is("check-none");
    scratch.run("check hospital").stopped(10).is("check-folder");
    scratch.run("run --study none.toml --out results hospital").stopped(10);
    scratch.run("explain --study none.toml A1 hospital").stopped(10);
}

#[test]
fn a_concept_file_that_is_missing_or_empty() {
    let scratch = study(&[("concepts/histology.csv", "concepts/other.csv")]);
    scratch.run("check protocol.toml").stopped(10).is("check-concepts");
    study(&[]).file("concepts/histology.csv", "").run("check protocol.toml").stopped(10);
}

#[test]
fn the_study_in_sentences() {
    let answer = study(&[("follow_up_target_days = 547", "follow_up_target_days = 548")])
        .run("check --prose protocol.toml")
        .done();
    assert_eq!(answer.err, "");
    assert!(answer.out.contains("548 days after the index date") && !answer.out.contains("547 days"));
    assert!(answer.out.lines().all(|line| line.chars().count() <= 80), "lines of at most 80 letters");
}
