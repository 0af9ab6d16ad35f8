//! Two or more independent groups: do their values differ?
