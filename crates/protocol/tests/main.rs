//! The protocol file: what is accepted, what is refused and how, and what its prose says.

mod concept_files;
mod diagnostics;
mod loading;
mod prose;
mod reference;
mod robustness;
mod runs;

use std::io;

use protocol::{Code, Diagnostic, Problem, Protocol};

/// Concept files of the built-in study.
fn builtin_concepts(path: &str) -> Result<String, io::Error> {
    Protocol::builtin_concept_files()
        .iter()
        .find(|(name, _)| *name == path)
        .map(|(_, text)| (*text).to_owned())
        .ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "no such file"))
}

fn parse(text: &str) -> Result<Protocol, Problem> {
    Protocol::parse(text, "study.toml", &builtin_concepts)
}

/// The built-in text with `from`, which stands in it once, replaced.
fn changed(from: &str, to: &str) -> String {
    let text = Protocol::builtin_text();
    assert_eq!(text.matches(from).count(), 1, "`{from}` must stand once in the built-in study");
    text.replacen(from, to, 1)
}

/// The mistakes of a text that is wrong.
fn mistakes(text: &str) -> Vec<Diagnostic> {
    match parse(text) {
        Err(Problem::Mistakes(mistakes)) => mistakes,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("accepted:\n{text}"),
    }
}

fn codes_and_lines(mistakes: &[Diagnostic]) -> Vec<(Code, usize)> {
    mistakes.iter().map(|found| (found.code, found.line)).collect()
}

/// Number of the first line that holds `marker`.
fn line_of(text: &str, marker: &str) -> usize {
    1 + text.lines().position(|line| line.contains(marker)).unwrap_or_else(|| panic!("no line has {marker}"))
}
