//! The grammar of a laboratory value (contract 2), one rule for all analytes.

use timeline::Quantity;

use super::number::number;
use super::word::{in_lower_case, trim};

/// What a trimmed value cell says, in the row's unit, before the detection limit is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Printed {
    /// A number.
    Number(f64),
    /// `<x`, `<=x` or `≤x`.
    Below(f64),
    /// `>x`, `>=x` or `≥x`.
    Above(f64),
    /// One of the words for "below the detection limit".
    Undetectable,
    /// Anything else, also an empty cell.
    Unusable,
}

/// Reads a trimmed value cell.
pub(crate) fn printed(cell: &[u8]) -> Printed {
    if let Some(value) = number(cell) {
        return Printed::Number(value);
    }
    let (sign, rest): (fn(f64) -> Printed, &[u8]) = match cell {
        [b'<', b'=', rest @ ..] => (Printed::Below, rest),
        [b'<', rest @ ..] => (Printed::Below, rest),
        [b'>', b'=', rest @ ..] => (Printed::Above, rest),
        [b'>', rest @ ..] => (Printed::Above, rest),
        // U+2264 and U+2265 in UTF-8
        [0xe2, 0x89, 0xa4, rest @ ..] => (Printed::Below, rest),
        [0xe2, 0x89, 0xa5, rest @ ..] => (Printed::Above, rest),
        _ => return word(cell),
    };
    number(trim(rest)).map_or(Printed::Unusable, sign)
}

fn word(cell: &[u8]) -> Printed {
    let is_listed =
        |word: &str| matches!(word, "undetectable" | "not detected" | "not detectable" | "negative" | "neg");
    if in_lower_case(cell, is_listed) { Printed::Undetectable } else { Printed::Unusable }
}

/// The quantity in the row's unit; `None` when it cannot be used. A number below the detection
/// limit (by more than the tolerance of comparisons) is left-censored at the limit; an equal one is not.
pub(crate) fn quantity(printed: Printed, detection_limit: Option<f64>) -> Option<Quantity> {
    match (printed, detection_limit) {
        (Printed::Number(value), Some(limit)) if timeline::below(value, limit) => {
            Some(Quantity::below_limit(limit))
        }
        (Printed::Number(value), _) => Some(Quantity::exact(value)),
        (Printed::Below(limit), _) => Some(Quantity::below_limit(limit)),
        (Printed::Above(limit), _) => Some(Quantity::above_limit(limit)),
        (Printed::Undetectable, limit) => limit.map(Quantity::below_limit),
        (Printed::Unusable, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn values_as_laboratories_print_them() {
        use Printed::*;
        for (cell, expected) in [
            ("12.4", Number(12.4)),
            ("<0.2", Below(0.2)),
            ("< 0.2", Below(0.2)),
            ("<=0.2", Below(0.2)),
            ("≤\u{a0}0.2", Below(0.2)),
            (">100", Above(100.0)),
            (">= 100", Above(100.0)),
            ("≥100", Above(100.0)),
            ("Undetectable", Undetectable),
            ("not detected", Undetectable),
            ("NOT DETECTABLE", Undetectable),
            ("negative", Undetectable),
            ("neg", Undetectable),
            ("", Unusable),
            ("<", Unusable),
            ("< =0.2", Unusable),
            ("<<0.2", Unusable),
            ("<-0.2", Unusable),
            ("0,2", Unusable),
            ("-1", Unusable),
            ("positive", Unusable),
            ("0.2 ng/mL", Unusable),
        ] {
            assert_eq!(printed(cell.as_bytes()), expected, "{cell}");
        }
    }

    #[test]
    fn the_detection_limit_censors() {
        let limit = Some(0.5);
        for (value, limit, expected) in [
            (Printed::Number(0.4), limit, Some(Quantity::below_limit(0.5))),
            (Printed::Number(0.5), limit, Some(Quantity::exact(0.5))),
            (Printed::Number(0.4), None, Some(Quantity::exact(0.4))),
            (Printed::Below(0.1), limit, Some(Quantity::below_limit(0.1))),
            (Printed::Above(0.1), limit, Some(Quantity::above_limit(0.1))),
            (Printed::Undetectable, limit, Some(Quantity::below_limit(0.5))),
            (Printed::Undetectable, None, None),
            (Printed::Unusable, limit, None),
        ] {
            assert!(quantity(value, limit) == expected, "{value:?}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_answered(cell in proptest::collection::vec(any::<u8>(), 0..30)) {
            let _ = printed(&cell);
        }
    }
}
