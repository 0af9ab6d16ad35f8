//! What is wrong with a response, row by row.

use std::fmt;

/// One thing wrong with one row. Rows count from 0; values are never repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Problem {
    /// The row, or the later of the two rows, it was found in. 0 where columns differ in length.
    pub row: usize,
    /// What is wrong.
    pub kind: ProblemKind,
}

/// The kinds of problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProblemKind {
    /// The columns differ in length; nothing else was looked at.
    LengthsDiffer,
    /// A time is NaN or infinite (infinite bounds of an interval mean "not known" and are allowed).
    NotFinite,
    /// A time lies before the origin, 0.
    BeforeOrigin,
    /// A stay ends where it begins: nobody is at risk for no time.
    ZeroLength,
    /// A stay ends before it begins, or an interval's lower bound lies above its upper one.
    OutOfOrder,
    /// Two rows of one subject cover the same time.
    Overlap,
    /// A row of a subject begins in another state than its row before ended in.
    StateJumps,
    /// A row follows the event of its subject that ends the follow-up.
    AfterEvent,
    /// A cause or state outside the numbers declared.
    UnknownCode,
    /// A weight is not finite or is negative.
    BadWeight,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let row = self.row;
        match self.kind {
            ProblemKind::LengthsDiffer => write!(f, "the columns of the response differ in length"),
            ProblemKind::NotFinite => write!(f, "row {row}: a time is not a finite number"),
            ProblemKind::BeforeOrigin => write!(f, "row {row}: a time lies before the origin, 0"),
            ProblemKind::ZeroLength => write!(f, "row {row}: the stay ends where it begins"),
            ProblemKind::OutOfOrder => write!(f, "row {row}: the end lies before the beginning"),
            ProblemKind::Overlap => write!(f, "row {row}: overlaps the row before of the same subject"),
            ProblemKind::StateJumps => {
                write!(f, "row {row}: begins in another state than the row before ended in")
            }
            ProblemKind::AfterEvent => write!(f, "row {row}: follows the subject's last event"),
            ProblemKind::UnknownCode => write!(f, "row {row}: a cause or state outside those declared"),
            ProblemKind::BadWeight => write!(f, "row {row}: a weight is negative or not finite"),
        }
    }
}

impl std::error::Error for Problem {}
