//! Numbers and days in words.

/// "1 day", "90 days".
pub(super) fn days(number: i32) -> String {
    match number {
        1 => "1 day".to_owned(),
        number => format!("{number} days"),
    }
}

/// "2 to 4 days", "2 days" when both ends are the same.
pub(super) fn days_span((first, last): (i32, i32)) -> String {
    if first == last { days(first) } else { format!("{first} to {last} days") }
}

/// "from 365 days before the index date to the index date", "from 365 to 730 days after the index
/// date", by day offsets.
pub(super) fn window((first, last): (i32, i32)) -> String {
    match (first, last) {
        (first, last) if first == last => format!("on {}", on(first)),
        (1.., _) => format!("from {first} to {}", offset(last)),
        (_, ..=-1) => format!("from {} to {}", first.saturating_abs(), offset(last)),
        _ => format!("from {} to {}", offset(first), offset(last)),
    }
}

fn on(day: i32) -> String {
    match day {
        0 => offset(0),
        day if day < 0 => format!("day {} before the index date", day.saturating_abs()),
        day => format!("day {day} after the index date"),
    }
}

/// "7 days before the index date", "the index date", "365 days after the index date".
pub(super) fn offset(day: i32) -> String {
    match day {
        0 => "the index date".to_owned(),
        day if day < 0 => format!("{} before the index date", days(day.saturating_abs())),
        day => format!("{} after the index date", days(day)),
    }
}

/// A share of 1 as per cent: "95 %". Digits that only the binary number has are dropped.
pub(super) fn share(of_one: f64) -> String {
    format!("{} %", (of_one * 100.0 * 1e9).round() / 1e9)
}

/// "a", "a and b", "a, b and c".
pub(super) fn list(items: &[String]) -> String {
    match items {
        [] => "none".to_owned(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_told_in_words() {
        assert_eq!(window((-365, 0)), "from 365 days before the index date to the index date");
        assert_eq!(window((365, 730)), "from 365 to 730 days after the index date");
        assert_eq!(window((-30, -7)), "from 30 to 7 days before the index date");
        assert_eq!(window((-30, 1)), "from 30 days before the index date to 1 day after the index date");
        assert_eq!(window((7, 7)), "on day 7 after the index date");
        assert_eq!(days_span((2, 4)), "2 to 4 days");
        assert_eq!(days_span((1, 1)), "1 day");
    }

    #[test]
    fn a_share_shows_what_was_written() {
        for (of_one, text) in [(0.95, "95 %"), (0.9137, "91.37 %"), (0.999, "99.9 %"), (0.07, "7 %")] {
            assert_eq!(share(of_one), text);
        }
    }

    #[test]
    fn lists_end_with_and() {
        let words: Vec<String> = ["a", "b", "c"].map(String::from).to_vec();
        assert_eq!(list(&words), "a, b and c");
        assert_eq!(list(&words[..1]), "a");
    }
}
