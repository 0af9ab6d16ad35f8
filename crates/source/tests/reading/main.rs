//! Reading whole sources: folders and workbooks in, populations and accounts out.

mod duplicates;
mod encodings;
mod fixture;
mod key_cells;
mod refusals;
mod several_sources;
mod shapes;
mod values;
mod workbooks;
