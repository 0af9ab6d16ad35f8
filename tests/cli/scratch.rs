//! A folder of one test, in which the program runs, and what it answered.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::hospital::SHEETS;

/// A folder of its own, so that every path on a command line is short and the same everywhere.
pub struct Scratch {
    folder: tempfile::TempDir,
}

/// What came of one run of the program.
pub struct Answer {
    /// The command line.
    pub asked: String,
    /// The exit code; `None` when a signal ended the program.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
    /// Files and folders that were not there before, sorted.
    pub made: Vec<String>,
}

impl Scratch {
    /// An empty folder.
    pub fn new() -> Scratch {
        Scratch { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// With a small hospital that has no mistakes, in the folder `hospital`.
    pub fn with_hospital() -> Scratch {
        SHEETS.iter().fold(Scratch::new(), |scratch, (sheet, text)| scratch.sheet(sheet, text))
    }

    /// With a sheet of the hospital written or replaced.
    pub fn sheet(self, sheet: &str, content: impl AsRef<[u8]>) -> Scratch {
        self.file(&format!("hospital/{sheet}.csv"), content)
    }

    /// With rows at the end of a sheet.
    pub fn rows(self, sheet: &str, rows: &str) -> Scratch {
        let text = self.read(&format!("hospital/{sheet}.csv")) + rows;
        self.sheet(sheet, text)
    }

    /// With a text of a sheet replaced by another.
    pub fn change(self, sheet: &str, from: &str, to: &str) -> Scratch {
        let text = self.read(&format!("hospital/{sheet}.csv"));
        assert!(text.contains(from), "{sheet}.csv holds no {from:?}");
        self.sheet(sheet, text.replace(from, to))
    }

    /// Without a sheet.
    pub fn without(self, sheet: &str) -> Scratch {
        fs::remove_file(self.path(&format!("hospital/{sheet}.csv"))).expect("the sheet was there");
        self
    }

    /// With a file anywhere in the folder.
    pub fn file(self, path: &str, content: impl AsRef<[u8]>) -> Scratch {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, content).expect("written");
        self
    }

    /// A place in the folder.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The text of a file.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Runs the program in the folder; the words of the command line are separated by blanks.
    pub fn run(&self, line: &str) -> Answer {
        self.answer(line, self.command(line))
    }

    /// The program with these words, to run in the folder. A run makes no documents, which would take seconds
    /// in every test: those that are about them use [`Scratch::run_whole`].
    pub fn command(&self, line: &str) -> Command {
        match line.strip_prefix("run --out").filter(|rest| !rest.starts_with('t')) {
            Some(rest) => self.whole_command(&format!("run --no-documents --out{rest}")),
            None => self.whole_command(line),
        }
    }

    /// Runs the program in the folder as the line says, with all documents.
    pub fn run_whole(&self, line: &str) -> Answer {
        self.answer(line, self.whole_command(line))
    }

    fn whole_command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_retreat"));
        command.args(line.split(' ').filter(|word| !word.is_empty())).current_dir(self.folder.path());
        command.env_remove("COLUMNS").env("RUST_BACKTRACE", "1");
        command
    }

    /// Runs a prepared command. `asked` is how it is shown.
    pub fn answer(&self, asked: &str, mut command: Command) -> Answer {
        let before = self.names();
        let output = command.output().unwrap_or_else(|error| panic!("{asked}: {error}"));
        let made = self.names().difference(&before).cloned().collect();
        Answer::new(asked, &output, made)
    }

    /// Every file and folder below, also hidden ones.
    pub fn names(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        collect(self.folder.path(), self.folder.path(), &mut names);
        names
    }
}

fn collect(root: &Path, folder: &Path, names: &mut BTreeSet<String>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        let name = path.strip_prefix(root).expect("below").to_string_lossy().into_owned();
        names.insert(name);
        if path.is_dir() && !path.is_symlink() {
            collect(root, &path, names);
        }
    }
}

impl Answer {
    /// Holds for every answer: nothing is drawn in a pipe, and the program never breaks down.
    fn new(asked: &str, output: &Output, made: Vec<String>) -> Answer {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
        let (out, err) = (text(&output.stdout), text(&output.stderr));
        for printed in [&out, &err] {
            assert!(!printed.contains('\u{1b}'), "{asked}: an escape code in a pipe: {printed:?}");
            for word in ["panicked", "defect", "RUST_BACKTRACE"] {
                assert!(!printed.contains(word), "{asked}: {printed}");
            }
        }
        Answer { asked: asked.to_owned(), code: output.status.code(), out, err, made }
    }

    /// The answer of a command that did what was asked.
    pub fn done(self) -> Answer {
        assert_eq!(self.code, Some(0), "{}: {}", self.asked, self.err);
        self
    }

    /// The answer of a command that stopped: with this code, a reason and what to do, nothing on
    /// standard output, and nothing left behind.
    pub fn stopped(self, code: i32) -> Answer {
        assert_eq!(self.code, Some(code), "{}: {}", self.asked, self.err);
        assert!(self.err.starts_with("error: "), "{}: {}", self.asked, self.err);
        assert!(self.err.contains("help: "), "{}: {}", self.asked, self.err);
        assert_eq!(self.out, "", "{}", self.asked);
        assert!(self.made.is_empty(), "{}: left behind {:?}", self.asked, self.made);
        self
    }

    /// Standard error holds none of these texts.
    pub fn hides(self, texts: &[&str]) -> Answer {
        for text in texts {
            assert!(!self.err.contains(text), "{}: shows {text:?}: {}", self.asked, self.err);
        }
        self
    }
}
