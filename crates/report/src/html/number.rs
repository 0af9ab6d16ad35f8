//! Numbers for people: SAMPL's rules in one place.
//!
//! A per cent stands with its numerator and denominator; a p has two or three digits; a mean stands with
//! its SD in brackets, a median with its quartiles.

/// Shown where there is no number.
pub(crate) const NONE: &str = "–";

/// A count with thousands set apart: `20,000`; four digits stand together.
pub(crate) fn count(n: usize) -> String {
    figure::count(n as u64)
}

/// Per cent of whole numbers, rounded half up to one decimal in whole numbers; a dash of nothing.
pub(crate) fn percent(n: usize, of: usize) -> String {
    match tenths_of_percent(n, of) {
        Some(tenths) => format!("{}.{} %", tenths / 10, tenths % 10),
        None => NONE.into(),
    }
}

/// Tenths of a per cent, rounded half up; `None` of nothing.
pub(crate) fn tenths_of_percent(n: usize, of: usize) -> Option<u128> {
    let (n, of) = (n as u128, of as u128);
    (of > 0).then(|| (2000 * n + of) / (2 * of))
}

/// `103/164 (62.8 %)`.
pub(crate) fn share(n: usize, of: usize) -> String {
    if of == 0 {
        return format!("{}/0", count(n));
    }
    format!("{}/{} ({})", count(n), count(of), percent(n, of))
}

/// `p = 0.38`, `p = 0.003`, `p < 0.001`.
pub(crate) fn p(value: f64) -> String {
    match p_digits(value) {
        digits if digits.starts_with(['<', '>']) => format!("p {digits}"),
        digits => format!("p = {digits}"),
    }
}

/// The same without the letter.
pub(crate) fn p_digits(value: f64) -> String {
    if value.is_nan() {
        NONE.into()
    } else if value < 0.001 {
        "< 0.001".into()
    } else if value < 0.0995 {
        fixed(value, 3)
    } else if value > 0.99 {
        "> 0.99".into()
    } else {
        fixed(value, 2)
    }
}

/// Decimals that suit a number of this size: 102.2, 41.9, 4.65, 0.31, 0.045.
pub(crate) fn decimals(value: f64) -> usize {
    let size = value.abs();
    if size >= 1000.0 {
        0
    } else if size >= 10.0 {
        1
    } else if size >= 0.1 || size == 0.0 {
        2
    } else if size >= 0.01 {
        3
    } else {
        4
    }
}

/// A number with so many decimals, rounded half up in its decimal text as by hand and in a spreadsheet,
/// with a real minus sign and no negative zero: as in the figures.
pub(crate) fn fixed(value: f64, decimals: usize) -> String {
    figure::plain(value, decimals)
}

/// A number with the decimals of its size.
pub(crate) fn plain(value: f64) -> String {
    fixed(value, decimals(value))
}

/// A recorded number: at most four decimals, none that only the binary number has.
pub(crate) fn recorded(value: f64) -> String {
    let text = fixed(value, 4);
    text.trim_end_matches('0').trim_end_matches('.').into()
}

/// `0.96 to 1.56`.
pub(crate) fn interval((low, high): (f64, f64), decimals: usize) -> String {
    // Two pairs can give a ratio an interval to millions: its digits say nothing.
    let high = if high >= 100_000.0 { "above 100,000".to_owned() } else { fixed(high, decimals) };
    format!("{} to {high}", fixed(low, decimals))
}

/// Decimals for a value with its interval: of a ratio those of its lower end, two to four; of anything
/// else those of the greatest of the three.
pub(crate) fn decimals_with(value: f64, (low, high): (f64, f64), is_ratio: bool) -> usize {
    match is_ratio {
        // So wide an interval says nothing in its fourth decimal.
        true if high >= 100.0 => 2,
        true => decimals(low).clamp(2, 4),
        false => decimals(value.abs().max(low.abs()).max(high.abs())),
    }
}

/// `55.2 to 69.8 %`, from shares of 1.
pub(crate) fn percent_interval((low, high): (f64, f64)) -> String {
    format!("{} to {} %", fixed(low * 100.0, 1), fixed(high * 100.0, 1))
}

/// A level of confidence as per cent: `95 %`.
pub(crate) fn level(of_one: f64) -> String {
    format!("{} %", recorded(of_one * 100.0))
}

/// `93.7 (107.7)`; without spread `93.7`.
pub(crate) fn mean_sd(mean: Option<f64>, sd: Option<f64>) -> String {
    match (mean, sd) {
        (None, _) => NONE.into(),
        (Some(mean), None) => plain(mean),
        (Some(mean), Some(sd)) => {
            let decimals = decimals(mean);
            format!("{} ({})", fixed(mean, decimals), fixed(sd, decimals))
        }
    }
}

/// `58.1 (17.2 to 127.8)`.
pub(crate) fn median_iqr(median: Option<f64>, quartiles: Option<(f64, f64)>) -> String {
    match (median, quartiles) {
        (None, _) => NONE.into(),
        (Some(median), None) => plain(median),
        (Some(median), Some(quartiles)) => {
            let decimals = decimals(median);
            format!("{} ({})", fixed(median, decimals), interval(quartiles, decimals))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn per_cents_are_rounded_half_up_from_whole_numbers() {
        for (n, of, text) in [
            (103, 164, "103/164 (62.8 %)"),
            (63, 164, "63/164 (38.4 %)"),
            (56, 164, "56/164 (34.1 %)"),
            (21, 50, "21/50 (42.0 %)"),
            (1, 2000, "1/2000 (0.1 %)"),
            (0, 3, "0/3 (0.0 %)"),
            (3, 3, "3/3 (100.0 %)"),
            (0, 0, "0/0"),
            (12345, 20000, "12,345/20,000 (61.7 %)"),
        ] {
            assert_eq!(share(n, of), text);
        }
    }

    #[test]
    fn p_has_two_or_three_digits() {
        for (value, text) in [
            (0.38232, "p = 0.38"),
            (0.0034, "p = 0.003"),
            (0.0004, "p < 0.001"),
            (0.0, "p < 0.001"),
            (0.04951, "p = 0.050"),
            (0.0996, "p = 0.10"),
            (1.0, "p > 0.99"),
        ] {
            assert_eq!(p(value), text);
        }
    }

    #[test]
    fn mean_and_sd_have_the_same_decimals() {
        assert_eq!(mean_sd(Some(93.7), Some(107.725)), "93.7 (107.7)");
        assert_eq!(mean_sd(Some(2.0), None), "2.00");
        assert_eq!(mean_sd(None, None), NONE);
        assert_eq!(median_iqr(Some(58.05), Some((17.15, 127.75))), "58.1 (17.2 to 127.8)");
        assert_eq!(interval((-10.92, -0.001), 2), "−10.92 to 0.00");
    }

    #[test]
    fn a_ratio_has_the_decimals_of_its_lower_end_unless_it_is_very_wide() {
        assert_eq!(decimals_with(0.54, (0.38, 0.78), true), 2);
        assert_eq!(decimals_with(0.03, (0.012, 0.08), true), 3);
        assert_eq!(decimals_with(0.37, (1e-9, 2e7), true), 2);
        assert_eq!(decimals_with(-17.3, (-28.5, -6.1), false), 1);
    }

    #[test]
    fn numbers_are_rounded_half_up_in_their_decimal_text() {
        for (value, decimals, text) in [
            (2.675, 2, "2.68"),
            (1.005, 2, "1.01"),
            (99.95, 1, "100.0"),
            (9.5, 0, "10"),
            (0.4, 0, "0"),
            (-0.04, 1, "0.0"),
            (-0.05, 1, "−0.1"),
            (1e-9, 3, "0.000"),
            (12.0, 2, "12.00"),
        ] {
            assert_eq!(fixed(value, decimals), text);
        }
    }
}
