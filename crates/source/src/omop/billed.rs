//! Radioiodine products billed as procedures.

use std::collections::HashSet;

use timeline::Meaning;

use crate::chart::{Chart, Coded, Drug};

/// Writes them as drugs where their quantity says how much was given and no drug row of the day does; else as
/// procedures.
pub(super) fn put(billed: Vec<Drug>, chart: &mut Chart) {
    let is_product =
        |meaning| matches!(meaning, Meaning::RadioiodineActivity | Meaning::RadioiodineDiagnostic);
    let day = |coded: &Coded| (coded.person, coded.day.clone());
    let given = chart.drugs.iter().map(|drug| &drug.coded).filter(|coded| is_product(coded.meaning));
    let given: HashSet<(u32, Box<str>)> = given.map(day).collect();
    for drug in billed {
        if is_amount(&drug.quantity) && !given.contains(&day(&drug.coded)) {
            chart.drugs.push(drug);
        } else {
            chart.procedures.push(drug.coded);
        }
    }
}

/// A procedure without a quantity is one procedure, and is often stored as 1: that is no activity, nor is 0.
fn is_amount(quantity: &str) -> bool {
    quantity.parse().is_ok_and(|quantity: f64| quantity > 1.0)
}
