//! `retreat audit`: the abstract of the study, a file with mistakes, JSON and the page.

use crate::scratch::Scratch;

const ABSTRACT: &str = include_str!("../../studies/second-radioiodine/abstract.toml");

fn scratch(text: &str) -> Scratch {
    Scratch::new().file("figures.toml", text)
}

#[test]
fn the_abstract_of_the_study() {
    scratch(ABSTRACT).run("audit figures.toml").is("audit-abstract");
}

#[test]
fn errors_fail_and_doubts_do_not() {
    let wrong = "[[sum]]\nwhat = \"Strata\"\nparts = [1, 2]\ntotal = 4\n";
    let answer = scratch(wrong).run("audit figures.toml");
    assert_eq!(answer.code, Some(13), "{}", answer.err);
    assert!(
        answer.out.contains("Strata: 1 + 2 = 4") && answer.err.starts_with("error: 1 error in the printed")
    );
    let doubtful = "[[proportion]]\nwhat = \"x\"\npercent = 5\n";
    assert!(scratch(doubtful).run("audit figures.toml").done().out.contains("1 doubt"));
}

#[test]
fn json_and_a_page() {
    let place = scratch("[[sum]]\nwhat = \"<b>\"\nparts = [1]\ntotal = 1\n");
    let answer = place.run("audit --json --html page.html figures.toml").done();
    let found: serde_json::Value = serde_json::from_str(&answer.out).expect("JSON");
    assert_eq!(found["findings"][0]["severity"], "ok");
    assert_eq!(found["counts"]["error"], 0);
    assert_eq!(answer.made, ["page.html"]);
    assert!(place.read("page.html").contains("&lt;b&gt;: 1 = 1"));
}

#[test]
fn files_that_cannot_be_used() {
    scratch("[[sum]]\nwhat = \"a\"\npart = [1]\ntotal = 1.5\n")
        .run("audit figures.toml")
        .stopped(11)
        .is("audit-mistakes");
    Scratch::new().run("audit none.toml").stopped(11);
    Scratch::new().file("figures.toml", [0xff, 0xfe]).run("audit figures.toml").stopped(11);
    scratch("").run("audit figures.toml").stopped(11);
}
