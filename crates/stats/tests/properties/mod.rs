//! What must hold for any data, and the typed answers where there is no number.

mod any_data;
mod categories;
mod censored;
mod changes;
mod correlation;
mod cox;
mod description;
mod design;
mod distribution;
mod groups;
mod missing;
mod mixed;
mod paired_categories;
mod parametric;
mod penalised;
mod pooling;
mod power;
mod proportion;
mod regression;
mod resampling;
mod selection;
mod tables;
mod undefined;

mod competing;
mod states;
mod survival_curves;
