//! Text broken into lines of a given width.

use crate::fonts::text_width;
use crate::scene::Weight;

/// The text in lines no wider than `width` points: broken at blanks, and inside a word that is wider than
/// a line. Blanks that do not break keep their words together and come out as plain ones; characters that are
/// not drawn are left out. No line at all for a text without letters.
pub fn wrap(text: &str, width: f64, size: f64, weight: Weight) -> Vec<String> {
    let fits = |line: &str| text_width(line, size, weight) <= width;
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split(|letter: char| letter.is_whitespace() && letter != '\u{a0}') {
        let word = word.replace('\u{a0}', " ").replace(char::is_control, "");
        if word.trim().is_empty() {
            continue;
        }
        let longer = if line.is_empty() { word.clone() } else { format!("{line} {word}") };
        if fits(&longer) {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for letter in word.chars() {
            line.push(letter);
            if !fits(&line) && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::replace(&mut line, letter.to_string()));
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// The same in at most `most` lines; the last one ends in an ellipsis where text is left out.
pub fn wrap_at_most(most: usize, text: &str, width: f64, size: f64, weight: Weight) -> Vec<String> {
    let mut lines = wrap(text, width, size, weight);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while !last.is_empty() && text_width(&format!("{last}…"), size, weight) > width {
                last.pop();
            }
            last.truncate(last.trim_end().len());
            last.push('…');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_to_the_width_and_lose_no_letter() {
        // Digits are 5.56 pt wide at 10 pt, a blank 2.78 pt: four digits fit into 25 pt, nine do not.
        assert_eq!(wrap("1234 56 789", 25.0, 10.0, Weight::Regular), ["1234", "56", "789"]);
        assert_eq!(wrap("123456789", 25.0, 10.0, Weight::Regular), ["1234", "5678", "9"]);
        assert_eq!(wrap("12 34\u{a0}5", 25.0, 10.0, Weight::Regular), ["12", "34 5"]);
        assert!(wrap(" \u{1} \n", 25.0, 10.0, Weight::Regular).is_empty());
        assert_eq!(wrap("ab", 0.0, 10.0, Weight::Regular), ["a", "b"]);
    }

    #[test]
    fn a_text_that_is_too_long_says_so() {
        let lines = wrap_at_most(2, "1234 5678 9012 3456", 25.0, 10.0, Weight::Regular);
        // "5678…" needs 22.24 + 10 pt, "56…" 11.12 + 10 pt.
        assert_eq!(lines, ["1234", "56…"]);
    }
}
