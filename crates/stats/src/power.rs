//! How many are needed, and what can so many show?
