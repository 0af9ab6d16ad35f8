//! What people read in the terminal: progress, the result as a short table, one patient, failures.

mod audit;
mod page;
mod problem;
mod progress;
mod summary;

pub use audit::audit;
pub use page::page;
pub use problem::{command_line, defect, defects, failure};
pub use progress::{ReadingBar, person_bar, spinner};
pub use summary::summary;

use std::io::{ErrorKind, IsTerminal, Write};

use retreat::failure::Failure;

/// Prints lines to standard output. A reader that has seen enough (`| head`) is no failure: the rest is
/// left unsaid.
///
/// # Errors
/// [`Failure::World`] when the output cannot be written, a full disk for example.
pub fn out(text: &str) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    match writeln!(stdout, "{}", text.trim_end_matches('\n')).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::World("writing to standard output".into(), error))
        }
        _ => Ok(()),
    }
}

/// Prints lines to standard error. When nobody can hear, there is nobody to tell.
pub fn err(text: &str) {
    let text: String = text.split('\n').map(visible).collect::<Vec<_>>().join("\n");
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

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

/// Recorded text on one line: line breaks and tabs as blanks, other control characters replaced, so
/// that no cell can steer a terminal.
pub fn visible(text: &str) -> String {
    let shown = |letter: char| match letter {
        '\n' | '\r' | '\t' => ' ',
        letter if letter.is_control() => '\u{fffd}',
        letter => letter,
    };
    text.chars().map(shown).collect()
}
