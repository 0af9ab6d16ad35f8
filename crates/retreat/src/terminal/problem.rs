//! Failures in one voice: `error:` with what is wrong, the mistakes with their places, then `help:`.

use std::process::ExitCode;
use std::sync::Mutex;

use retreat::excerpt::excerpt;
use retreat::failure::{Failure, exit};
use source::{Finding, Problem};

use super::{err, out, visible};

/// More of a recorded text does not help.
const LONGEST_TEXT: usize = 100;

/// Prints why a command stops: every problem with its place and what to do. Recorded text of cells is
/// shown only when `show_values` asks for it.
pub fn failure(failure: &Failure, show_values: bool) {
    let mut lines = vec![format!("error: {failure}")];
    let mut is_hidden = false;
    match failure {
        Failure::Protocol(protocol::Problem::Mistakes(mistakes)) => {
            lines.extend(mistakes.iter().map(|mistake| format!("\n{mistake}")));
            lines.push(String::new());
        }
        Failure::Source(source::Failure::Refused(refusal)) => {
            lines.extend(refusal.problems.iter().map(|problem| format!("\n{}", block(problem, show_values))));
            lines.push(String::new());
            is_hidden = !show_values && refusal.problems.iter().any(|problem| !problem.findings.is_empty());
        }
        Failure::Figures(mistakes) => {
            lines.extend(mistakes.iter().map(|mistake| format!("\n{mistake}")));
            lines.push(String::new());
        }
        _ => {}
    }
    lines.extend(failure.help().iter().map(|help| format!("help: {help}")));
    if is_hidden {
        lines.push(
            "help: recorded text is not shown, since it may hold patients' values; --show-values shows it"
                .into(),
        );
    }
    err(&lines.join("\n"));
}

/// One problem of the data, laid out as the protocol's mistakes are.
fn block(problem: &Problem, show_values: bool) -> String {
    let mut lines = vec![format!("error[{}]: {}", problem.kind.word(), problem.message)];
    match (problem.file.is_empty(), problem.line) {
        (true, _) => {}
        (false, None) => lines.push(format!(" --> {}", problem.file)),
        (false, Some(line)) => lines.push(format!(" --> {}:{line}", problem.file)),
    }
    lines.extend(problem.findings.iter().map(|finding| row(&problem.file, finding, show_values)));
    lines.push(format!("  = help: {}", problem.help));
    lines.join("\n")
}

fn row(file: &str, finding: &Finding, show_values: bool) -> String {
    let column = finding.column.map(|column| format!(", {column}")).unwrap_or_default();
    let text = if show_values { recorded(&finding.text) } else { String::new() };
    let line = finding.line;
    format!("  | {file}:{line}{column}{text}: {} [{}]", finding.message, finding.kind.word())
}

fn recorded(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    format!(" \"{}\"", visible(&excerpt(text, LONGEST_TEXT)))
}

/// Prints what is wrong with a command line, or the help that was asked for.
pub fn command_line(error: &clap::Error) -> ExitCode {
    let text = error.render().to_string();
    if !error.use_stderr() {
        return match out(&text) {
            Ok(()) => ExitCode::SUCCESS,
            Err(unsaid) => {
                failure(&unsaid, false);
                ExitCode::from(unsaid.exit_code())
            }
        };
    }
    let text = text
        .replace("\n  tip: ", "\nhelp: ")
        .replace("For more information, try '--help'.", "help: --help shows all options and examples");
    err(text.trim_end());
    ExitCode::from(exit::USAGE)
}

/// Where the last defect was.
static DEFECT: Mutex<String> = Mutex::new(String::new());

/// Makes a defect of the program itself remember its place, and nothing of what it was working on. It is
/// silent: a damaged file can bring a reader of files to its end, which then becomes a problem of the file.
pub fn defects() {
    std::panic::set_hook(Box::new(|defect| {
        let place = defect.location().map(|place| format!(" ({}:{})", place.file(), place.line()));
        if let Ok(mut last) = DEFECT.lock() {
            *last = place.unwrap_or_default();
        }
    }));
}

/// Prints that the program stops because of a defect of its own.
pub fn defect() {
    let place = DEFECT.lock().map(|last| last.clone()).unwrap_or_default();
    err(&format!(
        "error: the program has a defect and stops{place}\n\
         help: report this line with the version and the command; it holds no patient's value"
    ));
}
