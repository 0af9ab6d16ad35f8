//! Gauss and Hermite.
