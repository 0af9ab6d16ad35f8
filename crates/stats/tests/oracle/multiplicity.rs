//! Adjusted p against p.adjust. Tolerance: relative 1e-14.

use super::table::{Row, read, require_twenty};
use stats::multiplicity::{Adjustment, adjust};
use stats::{Answer, Undefined};
use std::collections::BTreeMap;

#[test]
fn adjusted_p_equal_r() {
    let rows = read("answers/multiplicity.csv");
    require_twenty(&rows);
    let mut sets: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    rows.iter().for_each(|row| sets.entry(row.text("set")).or_default().push(row));
    let columns = [
        ("bonferroni", Adjustment::Bonferroni),
        ("holm", Adjustment::Holm),
        ("hochberg", Adjustment::Hochberg),
        ("bh", Adjustment::BenjaminiHochberg),
        ("by", Adjustment::BenjaminiYekutieli),
    ];
    for rows in sets.values() {
        let p: Vec<Answer> = rows.iter().map(|row| row.number("p").ok_or(Undefined::NoSpread)).collect();
        for (column, adjustment) in columns {
            let adjusted = adjust(&p, adjustment).unwrap();
            rows.iter().zip(adjusted).for_each(|(row, p)| row.expect(column, p, 1e-14));
        }
    }
}
