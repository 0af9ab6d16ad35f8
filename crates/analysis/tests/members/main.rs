//! The further results on invented members, by hand and against R.

mod balance;
mod edges;
mod fixture;
mod further;
mod oracle;
mod subgroups;
mod table;
mod times;
