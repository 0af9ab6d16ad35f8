//! Everything the crate promises, from outside: R's stored answers, the pages' worked examples, properties.

mod oracle;
mod properties;
mod worked;
