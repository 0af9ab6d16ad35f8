//! Figures of papers from file to findings.

mod clean;
mod mistakes;
mod printed;
mod published;

use audit::{Finding, Rule, Severity};

/// The findings of a text without mistakes.
fn findings(text: &str) -> Vec<Finding> {
    match audit::read(text, "figures.toml") {
        Ok(figures) => audit::audit(&figures),
        Err(mistakes) => panic!("{}", mistakes.iter().map(|m| format!("{m}\n")).collect::<String>()),
    }
}

/// Those of one check.
fn of(list: &[Finding], rule: Rule) -> Vec<&Finding> {
    list.iter().filter(|found| found.rule == rule).collect()
}

fn errors(list: &[Finding]) -> Vec<&Finding> {
    list.iter().filter(|found| found.severity == Severity::Error).collect()
}
