//! Where a fact was read.

/// The place of one stored row: a file (position in the source's list of files) and the line on
/// which the row begins (1 = the header's line). Ordering is reading order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordRef {
    /// Position in the list of files that were read.
    pub file: u16,
    /// First line of the row, counted from 1.
    pub line: u32,
}
