//! Documents as their readers open them.

mod documents;
mod word;
mod xlsx;
