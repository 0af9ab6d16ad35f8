//! The examples worked by hand in `docs/methods`: each page's `example` block is read and computed. A printed
//! number must be the computed one rounded to the printed decimals.

mod example;
mod first;
mod regression;
