//! The finished pages in a real Chromium: no serious barrier (axe-core), no request, readable without JavaScript.
//!
//! Needs node, chromium and `npm ci` in tests/browser. Where one is not there, the test says so and is left out,
//! unless `RETREAT_REQUIRE_BROWSER=1` asks for it.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::scratch::Scratch;

const PROGRAMS: [&str; 2] = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/browser")
}

/// What is not there; `None` when all is.
fn absent() -> Option<&'static str> {
    let node = Command::new("node").arg("--version").output();
    if !node.is_ok_and(|answer| answer.status.success()) {
        Some("node")
    } else if std::env::var_os("CHROMIUM").is_none()
        && !PROGRAMS.iter().any(|program| Path::new(program).exists())
    {
        Some("chromium")
    } else if !folder().join("node_modules/axe-core").exists() {
        Some("tests/browser/node_modules (run `npm ci` there)")
    } else {
        None
    }
}

#[test]
fn the_pages_have_no_serious_barrier() {
    if let Some(absent) = absent() {
        let is_required = std::env::var_os("RETREAT_REQUIRE_BROWSER").is_some_and(|value| value == "1");
        assert!(!is_required, "RETREAT_REQUIRE_BROWSER=1, and there is no {absent}");
        eprintln!("left out: there is no {absent}");
        return;
    }
    let scratch = Scratch::new();
    scratch.run("demo --out made --persons 60").done();
    let figures =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../studies/second-radioiodine/abstract.toml");
    let audit = scratch.run(&format!("audit --html audit.html {}", figures.display()));
    assert_eq!(audit.code, Some(13), "{}", audit.err);
    let answer = Command::new("node")
        .arg(folder().join("axe.mjs"))
        .args([scratch.path("made/results/report.html"), scratch.path("audit.html")])
        .output()
        .expect("node runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(answer.status.success(), "{}{}", text(&answer.stdout), text(&answer.stderr));
}
