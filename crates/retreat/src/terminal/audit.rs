//! What an audit of printed figures found: counts first, then the gravest.

use audit::{Figures, Finding, Severity};
use retreat::failure::Failure;

use super::{bold, dim, out, visible};

/// Letters in a line of text.
const WIDTH: usize = 96;

/// Prints the findings by rank; those that agree take one line each.
pub fn audit(figures: &Figures, findings: &[Finding]) -> Result<(), Failure> {
    let mut lines = vec![bold(&visible(&figures.title)), visible(&figures.reference)];
    lines.retain(|line| !line.is_empty());
    lines.push(format!("{} figures, {} checks: {}", figures.n_figures(), findings.len(), counts(findings)));
    for severity in Severity::ALL {
        let found: Vec<&Finding> = findings.iter().filter(|found| found.severity == *severity).collect();
        if found.is_empty() {
            continue;
        }
        lines.extend([String::new(), bold(title(*severity))]);
        lines.extend(found.into_iter().flat_map(entry));
    }
    out(&lines.join("\n"))
}

fn title(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Errors: figures that cannot be",
        Severity::Doubt => "Doubts: possible, and worth a question",
        Severity::Note => "Notes",
        Severity::Ok => "Agree",
    }
}

fn counts(findings: &[Finding]) -> String {
    let count = |severity: &Severity| {
        let n = findings.iter().filter(|found| found.severity == *severity).count();
        let word = match (severity, n) {
            (Severity::Ok, _) => "agree".into(),
            (_, 1) => severity.word().to_owned(),
            _ => format!("{}s", severity.word()),
        };
        format!("{n} {word}")
    };
    Severity::ALL.iter().map(count).collect::<Vec<_>>().join(", ")
}

fn entry(found: &Finding) -> Vec<String> {
    let place =
        if found.place.is_empty() { String::new() } else { format!("  {}", dim(&visible(&found.place))) };
    let claim = visible(&found.claim);
    let expected = visible(&found.expected);
    if found.severity == Severity::Ok && found.rule != audit::Rule::PValue {
        let arrow = if expected.is_empty() { String::new() } else { format!("  {expected}") };
        return vec![format!("  {claim}{arrow}{place}")];
    }
    let mut lines = vec![format!("  {}{place}", bold(&claim))];
    lines.extend((!expected.is_empty()).then(|| format!("      {}: {expected}", found.rule.title())));
    lines.extend(wrap(&visible(&found.explanation)).into_iter().map(|line| format!("      {line}")));
    lines
}

/// A text in lines, broken at blanks.
fn wrap(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= WIDTH - 6 => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
