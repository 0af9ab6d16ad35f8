//! Numbers: `digits[.digits][e[+-]digits]`, also `.5` and `5.`; no sign, no comma (contract 1).

const POWERS: [f64; 16] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// The number a trimmed cell holds, correctly rounded; `None` for anything else, also for one that
/// is too large to be finite.
pub(crate) fn number(cell: &[u8]) -> Option<f64> {
    let (mut digits, mut all, mut decimals, mut point) = (0u64, 0usize, 0usize, false);
    for &byte in cell {
        match byte.wrapping_sub(b'0') {
            digit @ 0..=9 => {
                digits = digits.wrapping_mul(10).wrapping_add(u64::from(digit));
                all += 1;
                decimals += usize::from(point);
            }
            _ if byte == b'.' && !point => point = true,
            _ if byte == b'e' || byte == b'E' => return scientific(cell),
            _ => return None,
        }
    }
    match all {
        0 => None,
        // Both numbers are exact, so the division rounds once.
        1..=15 => Some(digits as f64 / POWERS[decimals]),
        _ => scientific(cell),
    }
}

#[cold]
fn scientific(cell: &[u8]) -> Option<f64> {
    let end = cell.iter().position(|byte| byte.eq_ignore_ascii_case(&b'e')).unwrap_or(cell.len());
    let (mantissa, exponent) = cell.split_at(end);
    if !exponent.is_empty() {
        let digits = match &exponent[1..] {
            [b'+' | b'-', digits @ ..] => digits,
            digits => digits,
        };
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
    }
    let n_points = mantissa.iter().filter(|byte| **byte == b'.').count();
    let n_digits = mantissa.iter().filter(|byte| byte.is_ascii_digit()).count();
    if n_digits == 0 || n_points > 1 || n_digits + n_points != mantissa.len() {
        return None;
    }
    let value: f64 = std::str::from_utf8(cell).ok()?.parse().ok()?;
    value.is_finite().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_a_number() {
        for (cell, value) in [
            ("0", 0.0),
            ("12.40", 12.4),
            ("007", 7.0),
            (".5", 0.5),
            ("5.", 5.0),
            ("1e3", 1000.0),
            ("1.5E-2", 0.015),
            ("2.e+1", 20.0),
            ("0.1", 0.1),
            ("123456789012345.6", 123456789012345.6),
            ("0.30000000000000004", 0.30000000000000004),
        ] {
            assert_eq!(number(cell.as_bytes()), Some(value), "{cell}");
        }
    }

    #[test]
    fn what_is_none() {
        for cell in [
            "", ".", "-1", "+1", "1,5", "1 5", "1.2.3", "e5", ".e5", "1e", "1e+", "1e5.0", "1e5e5", "1e999",
            "inf", "nan", "0x10", "١٢", "1_000", "12a",
        ] {
            assert_eq!(number(cell.as_bytes()), None, "{cell}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_answered(cell in proptest::collection::vec(any::<u8>(), 0..40)) {
            let _ = number(&cell);
        }

        #[test]
        fn agrees_with_the_standard_library(cell in "[0-9]{1,20}(\\.[0-9]{0,20})?([eE][+-]?[0-9]{1,2})?") {
            prop_assert_eq!(number(cell.as_bytes()), cell.parse::<f64>().ok());
        }
    }
}
