//! Administered activity in mCi (contract 2).

use super::word::in_lower_case;

#[derive(Clone, Copy)]
enum Unit {
    Millicurie,
    Megabecquerel,
    Gigabecquerel,
}

/// What an activity and its unit come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Activity {
    /// A number in a known unit, in mCi.
    Known(f64),
    /// The unit is missing or unknown and the size decides; in mCi.
    Assumed(f64),
    /// The unit is missing or unknown and the size does not decide.
    Ambiguous,
}

/// Converts a number with the text of its unit cell. Never guesses between 5 mCi and 5 GBq.
pub(crate) fn activity(number: f64, unit_cell: &[u8]) -> Activity {
    match unit(unit_cell) {
        Some(unit) => Activity::Known(convert(number, unit)),
        None if number >= 700.0 => Activity::Assumed(convert(number, Unit::Megabecquerel)),
        None if (15.0..=600.0).contains(&number) => Activity::Assumed(number),
        None => Activity::Ambiguous,
    }
}

/// Whether the cell names a unit of activity.
pub(crate) fn is_unit(cell: &[u8]) -> bool {
    unit(cell).is_some()
}

fn convert(number: f64, unit: Unit) -> f64 {
    match unit {
        Unit::Millicurie => number,
        Unit::Megabecquerel => number / 37.0,
        Unit::Gigabecquerel => number * 1000.0 / 37.0,
    }
}

fn unit(cell: &[u8]) -> Option<Unit> {
    fn named(unit: &str) -> Option<Unit> {
        match unit {
            "mci" | "millicurie" | "millicuries" => Some(Unit::Millicurie),
            "mbq" | "megabecquerel" | "megabecquerels" => Some(Unit::Megabecquerel),
            "gbq" | "gigabecquerel" | "gigabecquerels" => Some(Unit::Gigabecquerel),
            _ => None,
        }
    }
    in_lower_case(cell, |unit| named(unit).or_else(|| named(&unit.split_whitespace().collect::<String>())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Activity::*;

    #[test]
    fn units_and_sizes() {
        for (number, unit, expected) in [
            (150.0, "mCi", Known(150.0)),
            (150.0, "milli curies", Known(150.0)),
            (3700.0, "MBq", Known(100.0)),
            (3700.0, "M Bq", Known(100.0)),
            (3700.0, "Megabecquerel", Known(100.0)),
            (3.7, "GBQ", Known(100.0)),
            (5.0, " gigabecquerels\u{a0}", Known(5000.0 / 37.0)),
            (3700.0, "", Assumed(100.0)),
            (700.0, "Ci", Assumed(700.0 / 37.0)),
            (600.0, "", Assumed(600.0)),
            (15.0, "?", Assumed(15.0)),
            (699.9, "", Ambiguous),
            (600.1, "", Ambiguous),
            (14.9, "", Ambiguous),
            (5.0, "", Ambiguous),
        ] {
            assert_eq!(activity(number, unit.as_bytes()), expected, "{number} {unit}");
        }
    }
}
