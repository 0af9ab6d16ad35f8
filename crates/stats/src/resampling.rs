//! Intervals and tests from resampling, the same for any number of threads.
