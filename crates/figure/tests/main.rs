//! What every chart must be, whatever it is given.

mod charts_b;
