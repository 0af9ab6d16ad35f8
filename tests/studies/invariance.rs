//! What must not matter: the order of rows, the names of persons, the calendar, the file format, the
//! number of threads, and the time of day.
