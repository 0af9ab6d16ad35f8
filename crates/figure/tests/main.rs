//! What every chart must be, whatever it is given.

mod every_chart;
