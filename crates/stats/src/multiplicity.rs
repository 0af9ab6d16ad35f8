//! Several tests at once: p values that account for each other.
