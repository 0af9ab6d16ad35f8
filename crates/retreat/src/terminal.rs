//! What people read in the terminal: progress, the result as a short table, one patient, errors.

mod page;
mod progress;
mod summary;

pub use page::page;
pub use progress::{ReadingBar, person_bar, spinner};
pub use summary::summary;

use std::io::IsTerminal;

use retreat::failure::Failure;
use source::Refusal;

/// Whether standard output may be coloured: a terminal, and `NO_COLOR` is not set.
fn coloured() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Text in bold on a terminal, plain elsewhere.
pub fn bold(text: &str) -> String {
    if coloured() { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_string() }
}

/// Text dimmed on a terminal, plain elsewhere.
pub fn dim(text: &str) -> String {
    if coloured() { format!("\u{1b}[2m{text}\u{1b}[0m") } else { text.to_string() }
}

/// Prints why a command stops: every problem with its place and what to do. Recorded text of cells is
/// shown only when `show_values` asks for it.
pub fn error(failure: &Failure, show_values: bool) {
    match failure {
        Failure::Source(source::Failure::Refused(refusal)) => refused(refusal, show_values),
        other => eprintln!("error: {}", other.to_string().trim_end()),
    }
}

fn refused(refusal: &Refusal, show_values: bool) {
    let n = refusal.problems.len();
    eprintln!("error: the data cannot be used: {n} problem{}", if n == 1 { "" } else { "s" });
    let mut hidden = false;
    for problem in &refusal.problems {
        let place = match (problem.file.is_empty(), problem.line) {
            (true, _) => String::new(),
            (false, None) => format!("{}: ", problem.file),
            (false, Some(line)) => format!("{}:{line}: ", problem.file),
        };
        eprintln!("{place}{} [{}]\n  help: {}", problem.message, problem.kind.word(), problem.help);
        for finding in &problem.findings {
            let column = finding.column.map(|column| format!(", {column}")).unwrap_or_default();
            let text = if show_values { format!(" {:?}", finding.text) } else { String::new() };
            hidden |= !show_values;
            eprintln!(
                "  line {}{column}{text}: {} [{}]",
                finding.record.line,
                finding.message,
                finding.kind.word()
            );
        }
    }
    if hidden {
        eprintln!(
            "The recorded text is not shown, since it may hold patients' values: --show-values shows it."
        );
    }
    eprintln!("Nothing was written.");
}
