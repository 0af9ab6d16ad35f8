//! Numbers as they are printed: decimals count.

/// Most digits that are read; more cannot be checked exactly.
const MOST_DIGITS: usize = 15;

/// A number with the decimals it was printed with.
#[derive(Clone, Debug, PartialEq)]
pub struct Printed {
    /// As printed, without surrounding blanks: `42.0`.
    pub text: String,
    /// Its value.
    pub value: f64,
    /// Digits after the point.
    pub decimals: u32,
    /// All digits as one whole number, with sign: 420.
    pub(crate) digits: i64,
}

impl Printed {
    /// Reads digits with an optional sign and one point: `42.0`, `.003`, `-1.5`. `None` for everything else, also
    /// for more than 15 digits.
    pub fn parse(text: &str) -> Option<Printed> {
        let text = text.trim();
        let unsigned = text.strip_prefix(['-', '\u{2212}']);
        let body = unsigned.unwrap_or(text);
        let (whole, fraction) = body.split_once('.').unwrap_or((body, ""));
        let all = format!("{whole}{fraction}");
        let is_number = !all.is_empty() && all.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number || body.ends_with('.') || all.trim_start_matches('0').len() > MOST_DIGITS {
            return None;
        }
        let decimals = u32::try_from(fraction.len()).ok().filter(|decimals| *decimals <= 15)?;
        let magnitude: i64 = all.parse().ok()?;
        let digits = if unsigned.is_some() { -magnitude } else { magnitude };
        let value = digits as f64 / 10f64.powi(decimals as i32);
        Some(Printed { text: text.to_owned(), value, decimals, digits })
    }

    /// Half of the last printed digit's step.
    pub fn half_step(&self) -> f64 {
        0.5 / 10f64.powi(self.decimals as i32)
    }

    /// The values that round to this one, both ends included: half-up and half-even are both in use.
    pub fn interval(&self) -> (f64, f64) {
        (self.value - self.half_step(), self.value + self.half_step())
    }

    /// Ten to the power of the decimals.
    pub(crate) fn scale(&self) -> i128 {
        10i128.pow(self.decimals)
    }
}

/// What a text with two points may have been: each reading drops one point and a digit beside it, as when two
/// keys were struck too often. Readings from the end of the text, each once: `93.7.1` gives 93.7, 93.1, 97.1.
pub fn readings(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.trim().chars().collect();
    let mut list = Vec::new();
    for at in (0..letters.len().saturating_sub(1)).rev() {
        let pair = (letters[at], letters[at + 1]);
        if !matches!(pair, ('.', digit) | (digit, '.') if digit.is_ascii_digit()) {
            continue;
        }
        let left: String = letters[..at].iter().chain(&letters[at + 2..]).collect();
        if Printed::parse(&left).is_some_and(|number| number.decimals > 0) && !list.contains(&left) {
            list.push(left);
        }
    }
    list
}

/// A p value as printed.
#[derive(Clone, Debug, PartialEq)]
pub enum PrintedP {
    /// `0.003`.
    Is(Printed),
    /// `< 0.001`.
    Below(Printed),
    /// `> 0.05`, or `NS` at the threshold in use.
    Above(Printed),
}

impl PrintedP {
    /// Reads `0.003`, `.003`, `= 0.003`, `< 0.001`, `> 0.05` and `NS` (above `alpha`).
    pub fn parse(text: &str, alpha: &Printed) -> Option<PrintedP> {
        let text = text.trim();
        let words = ["ns", "n.s.", "not significant"];
        if words.contains(&text.to_lowercase().as_str()) {
            return Some(PrintedP::Above(alpha.clone()));
        }
        let number = |text: &str| Printed::parse(text).filter(|p| (0.0..=1.0).contains(&p.value));
        match text.chars().next()? {
            '<' => number(&text[1..]).map(PrintedP::Below),
            '>' => number(&text[1..]).map(PrintedP::Above),
            '=' => number(&text[1..]).map(PrintedP::Is),
            _ => number(text).map(PrintedP::Is),
        }
    }

    /// The p values that may be printed so, both ends included.
    pub fn interval(&self) -> (f64, f64) {
        match self {
            PrintedP::Is(p) => (p.interval().0.max(0.0), p.interval().1.min(1.0)),
            PrintedP::Below(p) => (0.0, p.value),
            PrintedP::Above(p) => (p.value, 1.0),
        }
    }

    /// `p = 0.003`, `p < 0.001`, `p > 0.05`.
    pub fn words(&self) -> String {
        match self {
            PrintedP::Is(p) => format!("p = {}", p.text),
            PrintedP::Below(p) => format!("p < {}", p.text),
            PrintedP::Above(p) => format!("p > {}", p.text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_kept() {
        for (text, value, decimals) in
            [("42.0", 42.0, 1), (".003", 0.003, 3), ("17", 17.0, 0), ("-1.50", -1.5, 2), ("0", 0.0, 0)]
        {
            let read = Printed::parse(text).expect(text);
            assert_eq!((read.value, read.decimals, read.text.as_str()), (value, decimals, text));
        }
        for text in ["", ".", "93.7.1", "1e5", "NaN", "1,5", "5.", "--1", "1234567890123456", "½", "٣"] {
            assert_eq!(Printed::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_interval_holds_what_rounds_to_it() {
        let (low, high) = Printed::parse("38.4").expect("a number").interval();
        assert!((low - 38.35).abs() < 1e-12 && (high - 38.45).abs() < 1e-12);
    }

    #[test]
    fn two_points_have_three_readings() {
        assert_eq!(readings("93.7.1"), ["93.7", "93.1", "97.1"]);
        assert_eq!(readings("93.7"), Vec::<String>::new());
        assert_eq!(readings("no number"), Vec::<String>::new());
    }

    #[test]
    fn p_values_come_in_many_forms() {
        let alpha = Printed::parse("0.05").expect("a number");
        let interval = |text: &str| PrintedP::parse(text, &alpha).map(|p| p.interval());
        assert_eq!(interval("NS"), Some((0.05, 1.0)));
        assert_eq!(interval("<.001"), Some((0.0, 0.001)));
        assert_eq!(interval("= 0.5"), Some((0.45, 0.55)));
        assert_eq!(interval("1.2"), None);
        assert_eq!(interval("ε"), None);
    }
}
