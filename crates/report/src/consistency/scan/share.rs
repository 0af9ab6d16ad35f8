//! Shares and group sizes in running text.

use audit::Printed;

/// `a/b (c %)`, or `a (c %)` without a denominator.
#[derive(Debug)]
pub(super) struct Share {
    pub(super) count: u64,
    pub(super) of: Option<u64>,
    pub(super) percent: Printed,
    /// As it stands in the text.
    pub(super) shown: String,
}

/// Every share of a text, in its order.
pub(super) fn shares(text: &str) -> Vec<Share> {
    let letters: Vec<char> = text.chars().collect();
    let signs = letters.iter().enumerate().filter(|(_, letter)| **letter == '%');
    signs.filter_map(|(at, _)| share_before(&letters, at)).collect()
}

/// The share whose per cent sign stands at `sign`, read backwards.
fn share_before(letters: &[char], sign: usize) -> Option<Share> {
    let mut back = Backwards { letters, at: sign };
    back.blanks();
    let percent = Printed::parse(&back.number()?)?;
    back.blanks();
    back.sign('(')?;
    back.blanks();
    let last = whole(&back.number()?)?;
    let (count, of) = match back.sign('/') {
        Some(()) => (whole(&back.number()?)?, Some(last)),
        None => (last, None),
    };
    let end = letters.get(sign + 1).filter(|letter| **letter == ')').map_or(sign + 1, |_| sign + 2);
    let shown = letters[back.at..end].iter().collect();
    Some(Share { count, of, percent, shown })
}

/// The n of `Structural (n = 53)`; the last one of a text.
pub(super) fn group_size(text: &str) -> Option<u64> {
    let letters: Vec<char> = text.chars().collect();
    let signs = letters.iter().enumerate().rev().filter(|(_, letter)| **letter == '=');
    signs.filter_map(|(at, _)| size_at(&letters, at)).next()
}

fn size_at(letters: &[char], sign: usize) -> Option<u64> {
    let mut back = Backwards { letters, at: sign };
    back.blanks();
    back.sign('n').or_else(|| back.sign('N'))?;
    if back.at > 0 && letters[back.at - 1].is_alphanumeric() {
        return None;
    }
    let rest = letters[sign + 1..].iter().skip_while(|letter| letter.is_whitespace());
    let digits: String = rest.take_while(|letter| letter.is_ascii_digit() || **letter == ',').collect();
    whole(digits.trim_end_matches(','))
}

/// A count, thousands set apart or not.
fn whole(digits: &str) -> Option<u64> {
    digits.replace(',', "").parse().ok()
}

/// A place in a text that moves to its beginning.
struct Backwards<'a> {
    letters: &'a [char],
    at: usize,
}

impl Backwards<'_> {
    fn blanks(&mut self) {
        while self.at > 0 && self.letters[self.at - 1].is_whitespace() {
            self.at -= 1;
        }
    }

    fn sign(&mut self, sign: char) -> Option<()> {
        let is_there = self.at > 0 && self.letters[self.at - 1] == sign;
        is_there.then(|| self.at -= 1)
    }

    /// Digits with points and commas between them.
    fn number(&mut self) -> Option<String> {
        let end = self.at;
        let is_part = |letter: char| letter.is_ascii_digit() || letter == '.' || letter == ',';
        while self.at > 0 && is_part(self.letters[self.at - 1]) {
            self.at -= 1;
        }
        while self.at < end && !self.letters[self.at].is_ascii_digit() {
            self.at += 1;
        }
        (self.at < end).then(|| self.letters[self.at..end].iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_found_in_running_text() {
        let read = |text: &str| -> Vec<(u64, Option<u64>, String)> {
            shares(text).into_iter().map(|share| (share.count, share.of, share.percent.text)).collect()
        };
        assert_eq!(read("in 12,345/20,000 (61.7 %) of them"), [(12345, Some(20000), "61.7".into())]);
        assert_eq!(read("10/41 (24.4\u{a0}%, 95 % CI 13.8 to 39.3)"), [(10, Some(41), "24.4".into())]);
        assert_eq!(read("103 (62.8%)"), [(103, None, "62.8".into())]);
        for text in
            ["", "%", "(%", "5 %", "95 % CI", "x/y (3 %)", "(3 %)", "/ (3 %)", "99999999999999999999 (1 %)"]
        {
            assert!(shares(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn sizes_of_groups() {
        for (text, size) in [
            ("Structural (n = 53)", Some(53)),
            ("N=1,234", Some(1234)),
            ("mean = 3", None),
            ("n = ", None),
            ("", None),
        ] {
            assert_eq!(group_size(text), size, "{text}");
        }
    }
}
