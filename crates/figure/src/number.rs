//! Numbers as a figure prints them.

/// A count with thousands set apart: `20,000`; four digits stand together.
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number with so many decimals, with a real minus sign, thousands set apart and no negative zero;
/// `–` where it is not finite.
pub fn fixed(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "–".into();
    }
    let text = half_up(value.abs(), decimals);
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let whole = whole.parse::<u64>().map_or(whole.into(), count);
    let is_zero = text.chars().all(|letter| matches!(letter, '0' | '.'));
    let sign = if value < 0.0 && !is_zero { "−" } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}")
}

/// A number with so many decimals, rounded half up in its decimal text as by hand and in a spreadsheet,
/// with a real minus sign and no negative zero. Thousands are not set apart.
pub fn plain(value: f64, decimals: usize) -> String {
    let text = half_up(value.abs(), decimals);
    let is_zero = text.chars().all(|letter| matches!(letter, '0' | '.'));
    if value < 0.0 && !is_zero { format!("−{text}") } else { text }
}

/// `58.1` of 58.05, although the binary number lies below.
fn half_up(size: f64, decimals: usize) -> String {
    let exact = size.to_string();
    let Some((whole, part)) = exact.split_once('.').filter(|(_, part)| part.len() > decimals) else {
        return format!("{size:.decimals$}");
    };
    let (kept, rest) = part.split_at(decimals);
    let mut digits: Vec<char> = whole.chars().chain(kept.chars()).collect();
    if rest.starts_with(['5', '6', '7', '8', '9']) {
        add_one(&mut digits);
    }
    if decimals > 0 {
        digits.insert(digits.len() - decimals, '.');
    }
    digits.into_iter().collect()
}

/// Adds one to the last of the digits.
fn add_one(digits: &mut Vec<char>) {
    for digit in digits.iter_mut().rev() {
        let next = digit.to_digit(10).map_or(0, |value| (value + 1) % 10);
        *digit = char::from_digit(next, 10).unwrap_or('0');
        if next > 0 {
            return;
        }
    }
    digits.insert(0, '1');
}

/// The same without idle zeros at its end: `0.5`, `1`.
pub fn short(value: f64, decimals: usize) -> String {
    let text = fixed(value, decimals);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').into() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_as_in_the_report() {
        assert_eq!(count(9999), "9999");
        assert_eq!(count(12_345_678), "12,345,678");
        assert_eq!(fixed(-0.04, 1), "0.0");
        assert_eq!(fixed(-12345.26, 1), "−12,345.3");
        assert_eq!(short(0.50, 2), "0.5");
        assert_eq!(short(100.0, 0), "100");
        assert_eq!(fixed(f64::NAN, 1), "–");
        assert_eq!([plain(58.05, 1), plain(2.675, 2), plain(-99.96, 1)], ["58.1", "2.68", "−100.0"]);
    }
}
