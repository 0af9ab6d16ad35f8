//! Do the figures of a paper agree with each other, and with themselves?
//!
//! In: figures as printed (counts, per cents, means, p values) and how they should fit together. Out: a list
//! of checks, each with what was expected, what is printed and what it means. It knows no study.
