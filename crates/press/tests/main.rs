//! Documents as their readers open them.

mod xlsx;
