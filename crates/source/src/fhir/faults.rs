//! What is wrong with lines, all of it at once, and without a patient's value.

use serde::de::IgnoredAny;
use serde_json::error::Category;
use sieve::{Failure, Fault, FaultKind};

/// So many faults are told in full.
const N_TOLD: usize = 20;

/// What is wrong with one line.
pub(super) struct Bad {
    kind: FaultKind,
    message: String,
    help: &'static str,
    /// Nothing else need be said about its file.
    is_of_file: bool,
}

impl Bad {
    /// Something that makes the whole file another kind of file.
    pub fn of_file(message: &str, help: &'static str) -> Bad {
        Bad { kind: FaultKind::WrongType, message: message.to_owned(), help, is_of_file: true }
    }

    /// JSON that cannot be read, or holds something else than FHIR says.
    pub fn json(error: &serde_json::Error, line: &str) -> Bad {
        if line == "{" || line == "[" {
            let message = "a JSON document over several lines";
            return Bad::of_file(message, "store each resource on one line of its own (NDJSON)");
        }
        let column = error.column();
        let (kind, message) = match error.classify() {
            Category::Eof => (FaultKind::UnreadableValue, format!("the JSON breaks off at column {column}")),
            Category::Data => {
                (FaultKind::WrongType, format!("an element is not as FHIR R4 says, at column {column}"))
            }
            Category::Syntax | Category::Io => {
                (FaultKind::UnreadableValue, format!("the JSON is broken at column {column}"))
            }
        };
        Bad { kind, message, help: "correct the line, or export the file again", is_of_file: false }
    }

    /// Its place.
    pub fn at(self, file: &str, line: u64) -> Placed {
        let fault = Fault::new(self.kind, file, self.message, self.help).at(line);
        Placed { fault, is_of_file: self.is_of_file }
    }
}

/// A fault in its place.
pub(super) struct Placed {
    fault: Fault,
    is_of_file: bool,
}

impl From<Fault> for Placed {
    fn from(fault: Fault) -> Placed {
        Placed { fault, is_of_file: false }
    }
}

/// Faults in the order of files and lines.
#[derive(Default)]
pub(super) struct Faults {
    told: Vec<Fault>,
    /// How many there are beside those told.
    n_more: u64,
    of_file: Option<Fault>,
}

impl Faults {
    /// One more.
    pub fn push(&mut self, placed: impl Into<Placed>) {
        let Placed { fault, is_of_file } = placed.into();
        match is_of_file {
            true => _ = self.of_file.get_or_insert(fault),
            false if self.told.len() < N_TOLD => self.told.push(fault),
            false => self.n_more += 1,
        }
    }

    /// Those that come after.
    pub fn add(&mut self, other: Faults) {
        self.n_more += other.n_more;
        self.of_file = self.of_file.take().or(other.of_file);
        other.told.into_iter().for_each(|fault| self.push(fault));
    }

    /// A file that is of another kind altogether has that one fault.
    pub fn of_one_file(self) -> Faults {
        match self.of_file {
            Some(fault) => Faults { told: vec![fault], ..Faults::default() },
            None => self,
        }
    }

    /// The failure of these faults, if there are any.
    pub fn check(mut self) -> Result<(), Failure> {
        let Some(last) = self.told.last() else { return Ok(()) };
        if self.n_more > 0 {
            let message = format!("{} more lines are wrong, here and in later files", self.n_more);
            let help = "correct those above first, then run again";
            self.told.push(Fault::new(FaultKind::UnreadableValue, last.place.clone(), message, help));
        }
        Err(Failure::Data(self.told))
    }
}

/// A file in which some lines say what they are and others do not.
pub(super) fn kindless(file: &str, n_lines: u64) -> Fault {
    let message = format!("{n_lines} lines have no resourceType; the other lines have one");
    Fault::new(FaultKind::WrongType, file, message, "store one FHIR resource on each line")
}

/// The text of a line.
pub(super) fn utf8(line: &[u8]) -> Result<&str, Bad> {
    std::str::from_utf8(line).map_err(|error| Bad {
        kind: FaultKind::Encoding,
        message: format!("not UTF-8 at byte {} of the line", error.valid_up_to() + 1),
        help: "store the file as UTF-8",
        is_of_file: false,
    })
}

/// Whether a line that is not read further is one JSON value.
pub(super) fn well_formed(line: &str) -> Result<(), Bad> {
    let read: serde_json::Result<IgnoredAny> = serde_json::from_str(line);
    read.map(|_| ()).map_err(|error| Bad::json(&error, line))
}
