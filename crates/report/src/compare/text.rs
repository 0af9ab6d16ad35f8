//! A comparison for the terminal: counts first, then lists.

use std::fmt::Write;

use super::{Comparison, Difference};

/// The comparison as text; lists end after `most` entries, and say how many more there are.
pub fn text(comparison: &Comparison, most: usize) -> String {
    let (first, second) = &comparison.names;
    let mut out = format!("{first} -> {second}\n\n");
    if comparison.is_same() {
        out.push_str("The results are the same: every patient, every estimate.\n");
    }
    let n_in_or_out = comparison.moved.iter().filter(|person| person.is_in_or_out()).count();
    for (n, what) in [
        (comparison.parameters.len(), "parameter(s) differ"),
        (comparison.files.len(), "file(s) read differ"),
        (comparison.moved.len(), "patient(s) differ"),
        (n_in_or_out, "of them entered or left the cohort"),
        (comparison.estimates.len(), "estimate(s) differ"),
    ] {
        let _ = writeln!(out, "{n:>6} {what}");
    }
    for sentence in &comparison.untold {
        let _ = writeln!(out, "\n{sentence}");
    }
    list(&mut out, "Parameters", most, comparison.parameters.iter().map(line));
    let file = |file: &Difference| format!("  {}: {}", file.name, fate(file));
    list(&mut out, "Files read", most, comparison.files.iter().map(file));
    list(&mut out, "Attrition: patients who remained", most, comparison.attrition.iter().map(line));
    let person = |person: &super::Moved| {
        let mut lines = format!("  {}: {}", person.person_id, person.cause.words());
        if person.place.0 != person.place.1 {
            let _ = write!(lines, "\n    {} -> {}", or_absent(&person.place.0), or_absent(&person.place.1));
        }
        for column in &person.columns {
            let _ = write!(
                lines,
                "\n    {}: {} -> {}",
                column.name,
                or_empty(&column.before),
                or_empty(&column.after)
            );
        }
        if !person.cause.question.is_empty() {
            let (before, after) = &person.cause.answers;
            let (question, rule) = (&person.cause.question, &person.cause.rule);
            let _ = write!(
                lines,
                "\n    first at: {question} [{rule}]: {} -> {}",
                or_empty(before),
                or_empty(after)
            );
        }
        lines
    };
    list(&mut out, "Patients", most, comparison.moved.iter().map(person));
    let estimate = |estimate: &super::ChangedEstimate| {
        let part = |part: &Difference| {
            format!("{} {} -> {}", part.name, or_empty(&part.before), or_empty(&part.after))
        };
        let parts: Vec<String> = estimate.parts.iter().map(part).collect();
        format!("  {}: {}", estimate.id, parts.join(", "))
    };
    list(&mut out, "Estimates", most, comparison.estimates.iter().map(estimate));
    out
}

fn list(out: &mut String, title: &str, most: usize, lines: impl ExactSizeIterator<Item = String>) {
    let n = lines.len();
    if n == 0 {
        return;
    }
    let _ = writeln!(out, "\n{title}");
    for line in lines.take(most) {
        let _ = writeln!(out, "{line}");
    }
    if n > most {
        let _ = writeln!(out, "  and {} more: --all shows them", n - most);
    }
}

fn line(found: &Difference) -> String {
    format!("  {}: {} -> {}", found.name, or_empty(&found.before), or_empty(&found.after))
}

/// What became of a file.
pub(super) fn fate(file: &Difference) -> &'static str {
    match (file.before.is_empty(), file.after.is_empty()) {
        (true, _) => "only in the second",
        (_, true) => "only in the first",
        _ => "other content",
    }
}

pub(super) fn or_empty(text: &str) -> &str {
    if text.is_empty() { "(none)" } else { text }
}

pub(super) fn or_absent(text: &str) -> &str {
    if text.is_empty() { "not among the records" } else { text }
}
