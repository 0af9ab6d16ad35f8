//! How far a reading has come, for whoever wants to show it.

/// Told how far a reading has come; called from several threads. `()` shows nothing.
pub trait Progress: Sync {
    /// The sizes of all files are known.
    fn begin(&self, _total_bytes: u64) {}
    /// More bytes have become rows.
    fn advance(&self, _bytes: u64) {}
    /// Every row has been read.
    fn finish(&self) {}
}

impl Progress for () {}
