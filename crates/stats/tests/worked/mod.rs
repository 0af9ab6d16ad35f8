//! The examples worked by hand in `docs/methods`: each page's `example` block is read and computed. A printed
//! number must be the computed one rounded to the printed decimals.

mod censored;
mod cox;
mod description;
mod example;
mod first;
mod groups;
mod paired;
mod paired_categories;
mod pooling;
mod power;
mod proportion;
mod resampling;
mod tables;

mod competing;
mod missing;
mod mixed;
mod models;
mod regression;
mod survival_curves;
