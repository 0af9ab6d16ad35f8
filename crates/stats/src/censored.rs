//! Values known only to lie below, above or between limits.
