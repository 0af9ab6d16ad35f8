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
        let part = |part: &Difference| format!("{} {}", part.name, rounded(part).join(" -> "));
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

/// Both values of a difference with four significant digits, or with all where four would hide it.
pub(super) fn rounded(found: &Difference) -> [String; 2] {
    let short = |text: &str| match text.parse::<f64>() {
        Ok(number) if text.contains('.') && number.is_finite() => significant(number),
        _ => or_empty(text).to_owned(),
    };
    let (before, after) = (short(&found.before), short(&found.after));
    if before == after { [found.before.clone(), found.after.clone()] } else { [before, after] }
}

fn significant(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    if number.abs() < 1e-4 {
        return format!("{number:.3e}");
    }
    let whole = number.abs().log10().floor().clamp(-4.0, 12.0) as i32;
    let decimals = usize::try_from(3 - whole).unwrap_or(0);
    format!("{number:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_where_that_hides_nothing() {
        let pair = |before: &str, after: &str| {
            rounded(&Difference { name: String::new(), before: before.into(), after: after.into() }).join(" ")
        };
        assert_eq!(pair("0.3414634146341463", "12.34567"), "0.3415 12.35");
        assert_eq!(pair("41", ""), "41 (none)");
        assert_eq!(pair("0.12345678", "0.12345679"), "0.12345678 0.12345679");
        assert_eq!(pair("-17.303", "0.0000123456"), "-17.30 1.235e-5");
        assert_eq!(pair("123456.5", "0.0"), "123456 0");
    }
}
