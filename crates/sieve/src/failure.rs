//! What can go wrong: the data (every problem at once), or the world.

use std::fmt;

macro_rules! kinds {
    ($($(#[$about:meta])* $name:ident = $word:literal),+ $(,)?) => {
        /// What is wrong with a source. The word is a stable code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum FaultKind { $($(#[$about])* $name),+ }

        impl FaultKind {
            /// The stable code.
            pub fn word(self) -> &'static str {
                match self { $(FaultKind::$name => $word),+ }
            }
        }
    };
}

kinds! {
    /// The place cannot be found, or holds no table.
    UnknownSource = "unknown_source",
    /// A table that is needed is not there.
    MissingTable = "missing_table",
    /// A column that is needed is not there.
    MissingColumn = "missing_column",
    /// It is there, but the user may not read it.
    NoPermission = "no_permission",
    /// Two files claim to be the same table.
    DuplicateTable = "duplicate_table",
    /// Tables of two versions of the CDM in one place.
    MixedVersions = "mixed_versions",
    /// A column holds something else than the CDM says.
    WrongType = "wrong_type",
    /// A file is cut off or damaged.
    DamagedFile = "damaged_file",
    /// The bytes are not in the encoding expected.
    Encoding = "encoding",
    /// A value cannot be read.
    UnreadableValue = "unreadable_value",
    /// Compressed in a way that this program cannot read.
    UnknownCompression = "unknown_compression",
    /// More than the program can hold.
    TooLarge = "too_large",
}

/// One thing that the user has to put right. Holds no patient's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// The file or table, as shown.
    pub place: String,
    /// The row of the file, counted from 1 (for CSV: its line), where there is one.
    pub row: Option<u64>,
    /// What is wrong, in a sentence.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Fault {
    /// About a whole place.
    pub fn new(
        kind: FaultKind,
        place: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Fault {
        let (place, message, help) = (place.into(), message.into(), help.into());
        Fault { kind, place, row: None, message, help }
    }

    /// About one row of it.
    #[must_use]
    pub fn at(mut self, row: u64) -> Fault {
        self.row = Some(row);
        self
    }
}

/// Why an engine could not answer.
#[derive(Debug)]
pub enum Failure {
    /// The data: every problem that was found.
    Data(Vec<Fault>),
    /// The world: a file that cannot be opened, a connection that broke.
    World {
        /// What was being done, and where.
        what: String,
        /// What to do.
        help: String,
        /// What the system said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Failure {
        Failure::Data(vec![fault])
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Data(faults) => {
                for (number, fault) in faults.iter().enumerate() {
                    let line = if number == 0 { "" } else { "\n" };
                    let row = fault.row.map(|row| format!(", row {row}")).unwrap_or_default();
                    let Fault { place, message, kind, help, .. } = fault;
                    write!(f, "{line}{place}{row}: {message} [{}]\n  help: {help}", kind.word())?;
                }
                Ok(())
            }
            Failure::World { what, .. } => f.write_str(what),
        }
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Failure::Data(_) => None,
            Failure::World { source, .. } => Some(&**source),
        }
    }
}
