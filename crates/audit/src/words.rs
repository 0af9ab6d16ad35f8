//! Numbers in words, and words against words.

use crate::figures::Wording;
use crate::finding::{Finding, Rule, Severity};

/// Whether a word is printed as it should be.
pub(crate) fn check(wording: &Wording) -> Finding {
    let finding = |severity| {
        Finding::new(severity, Rule::Wording, &wording.place, format!("\u{201c}{}\u{201d}", wording.printed))
    };
    match &wording.expected {
        None => finding(Severity::Error).expects("another spelling").explained("Given as a slip of the pen."),
        Some(expected) if *expected == wording.printed => finding(Severity::Ok),
        Some(expected) => finding(Severity::Error)
            .expects(format!("\u{201c}{expected}\u{201d}"))
            .explained("A slip of the pen."),
    }
}

/// `24.4 %` of whole numbers, half up; a dash of nothing.
pub(crate) fn percent(count: u64, of: u64) -> String {
    if of == 0 {
        return "\u{2013}".into();
    }
    let (count, of) = (u128::from(count), u128::from(of));
    let tenths = (2000 * count + of) / (2 * of);
    format!("{}.{} %", tenths / 10, tenths % 10)
}

/// `p = 0.302`, `p < 0.001`.
pub(crate) fn p_words(p: f64) -> String {
    if p < 0.001 { "p < 0.001".into() } else { format!("p = {p:.3}") }
}

/// A number with decimals, and a minus sign as printed; never `-0.0`.
pub(crate) fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let is_zero = !text.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
    match text.strip_prefix('-') {
        Some(rest) if is_zero => rest.to_owned(),
        Some(rest) => format!("\u{2212}{rest}"),
        None => text,
    }
}

/// The same with its sign.
pub(crate) fn signed(value: f64, decimals: usize) -> String {
    let text = fixed(value, decimals);
    if value > 0.0 { format!("+{text}") } else { text }
}

/// `50`, `50 and 51`, `50 to 53`, `50, 52 and 55`; `none` of nothing. Sorted.
pub(crate) fn list(numbers: &[u64]) -> String {
    match numbers {
        [] => "none".into(),
        [one] => one.to_string(),
        [first, .., last] if numbers.len() > 2 && last - first + 1 == numbers.len() as u64 => {
            format!("{first} to {last}")
        }
        [rest @ .., last] => {
            let rest: Vec<String> = rest.iter().map(u64::to_string).collect();
            format!("{} and {last}", rest.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_in_print() {
        assert_eq!(percent(10, 41), "24.4 %");
        assert_eq!((fixed(-0.04, 1), fixed(-17.3, 1)), ("0.0".into(), "\u{2212}17.3".into()));
        assert_eq!(signed(8.5, 1), "+8.5");
        assert_eq!(
            (list(&[50]), list(&[50, 51, 52]), list(&[1, 3])),
            ("50".into(), "50 to 52".into(), "1 and 3".into())
        );
    }
}
