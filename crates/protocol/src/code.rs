//! The kinds of mistakes, each with a stable id.

macro_rules! codes {
    ($($(#[$item:meta])* $member:ident = $id:literal, $title:literal;)+) => {
        /// Kind of a mistake in a protocol. The ids are stable: a retired one is not used again.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$item])* $member),+ }

        impl Code {
            /// Every code, by id.
            pub const ALL: &'static [Code] = &[$(Code::$member),+];

            /// The stable id, `P001` and so on.
            pub fn id(self) -> &'static str {
                match self { $(Code::$member => $id),+ }
            }

            /// What kind of mistake this is, in a few words.
            pub fn title(self) -> &'static str {
                match self { $(Code::$member => $title),+ }
            }
        }
    };
}

codes! {
    /// The text is not TOML.
    Syntax = "P001", "not valid TOML";
    /// A key or section stands twice.
    Repeated = "P002", "repeated key or section";
    /// A section that no protocol has.
    UnknownSection = "P003", "unknown section";
    /// A key that its section does not have.
    UnknownKey = "P004", "unknown key";
    /// A section is not there.
    MissingSection = "P005", "missing section";
    /// A key is not there; every key is required.
    MissingKey = "P006", "missing key";
    /// A number where text is expected, and the like.
    WrongType = "P007", "wrong type";
    /// A word outside its list.
    UnknownWord = "P008", "unknown word";
    /// A number outside its range, or not finite.
    OutOfRange = "P009", "number out of range";
    /// A fraction where days are counted.
    NotWhole = "P010", "whole number expected";
    /// Text that is no calendar day.
    NotADay = "P011", "not a day";
    /// A span whose last day is before its first.
    Reversed = "P012", "last before first";
    /// Two values that contradict each other.
    Contradiction = "P013", "contradicting values";
    /// Text that is empty or cannot serve as a name.
    UnusableText = "P014", "unusable text";
    /// A criterion stands twice.
    RepeatedCriterion = "P015", "repeated criterion";
    /// A criterion is not there.
    MissingCriterion = "P016", "missing criterion";
    /// A criterion that needs the second course stands before it.
    CriterionOrder = "P017", "criterion too early";
    /// A concept file that cannot be read.
    ConceptFile = "P018", "concept file not readable";
    /// A concept file whose columns are not the expected ones.
    ConceptColumns = "P019", "wrong columns of a concept file";
    /// A row of a concept file that cannot be used.
    ConceptRow = "P020", "unusable row of a concept file";
    /// A code that stands twice in a concept file.
    RepeatedConcept = "P021", "repeated code in a concept file";
    /// A flag that no rule knows.
    UnknownFlag = "P022", "unknown flag in a concept file";
    /// A concept file without a single code.
    EmptyConceptSet = "P023", "empty concept set";
    /// Bytes that are not UTF-8.
    NotUtf8 = "P024", "not UTF-8";
    /// A concept set that no study has.
    UnknownSet = "P025", "unknown concept set";
    /// Two sensitivity runs of one name.
    RepeatedRun = "P026", "repeated sensitivity run";
    /// A sensitivity run sets a key that cannot vary between runs.
    FixedKey = "P027", "key that no sensitivity run can set";
    /// A sensitivity run with the values of the study itself.
    RunWithoutChange = "P028", "sensitivity run that changes nothing";
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id())
    }
}
