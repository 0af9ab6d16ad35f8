//! Laboratory units and their factors to the canonical unit (contract 2).

use timeline::Analyte;

use super::word::in_lower_case;

/// How a number in the row's unit becomes one in the analyte's canonical unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Factor {
    /// Already canonical.
    One,
    /// Divide by this.
    Divide(f64),
    /// Multiply by this.
    Multiply(f64),
}

impl Factor {
    /// The number in the canonical unit.
    pub(crate) fn apply(self, number: f64) -> f64 {
        match self {
            Factor::One => number,
            Factor::Divide(by) => number / by,
            Factor::Multiply(by) => number * by,
        }
    }
}

/// What a unit cell says for an analyte.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum LabUnit {
    /// A known unit.
    Known(Factor),
    /// An empty cell.
    Missing,
    /// Anything else.
    Unknown,
}

/// Reads a laboratory unit; case is ignored and both micro signs are `u`.
pub(crate) fn lab_unit(analyte: Analyte, cell: &[u8]) -> LabUnit {
    let known = in_lower_case(cell, |unit| {
        if unit.is_empty() {
            return Some(LabUnit::Missing);
        }
        let factor = if unit.is_ascii() {
            factor(analyte, unit)
        } else {
            factor(analyte, &unit.replace(['\u{b5}', '\u{3bc}'], "u"))
        };
        factor.map(LabUnit::Known)
    });
    known.unwrap_or(LabUnit::Unknown)
}

/// pmol/L to ng/mL with a molar mass of 660 kg/mol.
const TG_PMOL_PER_L: f64 = 0.660;

fn factor(analyte: Analyte, unit: &str) -> Option<Factor> {
    Some(match (analyte, unit) {
        (Analyte::Tg, "ng/ml" | "ug/l" | "mcg/l") => Factor::One,
        (Analyte::Tg, "ng/dl") => Factor::Divide(100.0),
        (Analyte::Tg, "ng/l") => Factor::Divide(1000.0),
        (Analyte::Tg, "pmol/l") => Factor::Multiply(TG_PMOL_PER_L),
        (Analyte::Tsh, "miu/l" | "mu/l" | "uiu/ml" | "uu/ml") => Factor::One,
        (Analyte::Tgab, "iu/ml" | "u/ml" | "kiu/l" | "ku/l") => Factor::One,
        (Analyte::Ft4, _) => Factor::One,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use Analyte::*;

    #[test]
    fn units_of_the_contract() {
        for (analyte, unit, ten) in [
            (Tg, "ng/mL", Some(10.0)),
            (Tg, " NG/ML ", Some(10.0)),
            (Tg, "ug/L", Some(10.0)),
            (Tg, "\u{b5}g/L", Some(10.0)),
            (Tg, "\u{3bc}g/L", Some(10.0)),
            (Tg, "mcg/L", Some(10.0)),
            (Tg, "ng/dL", Some(0.1)),
            (Tg, "ng/L", Some(0.01)),
            (Tg, "pmol/L", Some(10.0 * 0.660)),
            (Tg, "ng / mL", None),
            (Tg, "IU/mL", None),
            (Tsh, "mIU/L", Some(10.0)),
            (Tsh, "mU/L", Some(10.0)),
            (Tsh, "\u{b5}IU/mL", Some(10.0)),
            (Tsh, "uU/mL", Some(10.0)),
            (Tsh, "IU/mL", None),
            (Tgab, "IU/mL", Some(10.0)),
            (Tgab, "U/mL", Some(10.0)),
            (Tgab, "kIU/L", Some(10.0)),
            (Tgab, "kU/L", Some(10.0)),
            (Tgab, "mIU/L", None),
            (Ft4, "whatever", Some(10.0)),
        ] {
            let expected = ten;
            let got = match lab_unit(analyte, unit.as_bytes()) {
                LabUnit::Known(factor) => Some(factor.apply(10.0)),
                _ => None,
            };
            assert_eq!(got, expected, "{analyte:?} {unit}");
        }
        assert_eq!(lab_unit(Tg, "\u{a0}".as_bytes()), LabUnit::Missing);
        assert_eq!(lab_unit(Tg, b"mg"), LabUnit::Unknown);
    }
}
