//! Text that must fit: cut, broken into lines, and labels moved apart.

use crate::fonts::text_width;
use crate::scene::Weight;

/// Size of labels in points.
pub(crate) const LABEL: f64 = 7.0;
/// Size of headings of panels in points.
pub(crate) const HEADING: f64 = 7.5;
/// From base line to base line of labels.
pub(crate) const LEADING: f64 = 8.6;

/// Width of a label.
pub(crate) fn wide(text: &str) -> f64 {
    text_width(text, LABEL, Weight::Regular)
}

/// The text, cut with an ellipsis where it is wider than `width`.
pub(crate) fn fit(text: &str, size: f64, weight: Weight, width: f64) -> String {
    if text_width(text, size, weight) <= width {
        return text.into();
    }
    let room = width - text_width("…", size, weight);
    let mut taken = 0.0;
    let short: String = text
        .chars()
        .take_while(|letter| {
            taken += text_width(letter.encode_utf8(&mut [0; 4]), size, weight);
            taken <= room
        })
        .collect();
    format!("{}…", short.trim_end())
}

/// The text in lines no wider than `width`; a word that is wider alone is cut.
pub(crate) fn lines(text: &str, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        if let Some(line) = lines.last_mut() {
            let longer = format!("{line} {word}");
            if wide(&longer) <= width {
                *line = longer;
                continue;
            }
        }
        lines.push(fit(word, LABEL, Weight::Regular, width));
    }
    lines
}

/// Places at least `gap` apart, near those wanted (ascending), within `low` to `high` as far as there is room.
pub(crate) fn apart(wanted: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let mut places: Vec<f64> = wanted.to_vec();
    let mut least = low;
    for place in &mut places {
        *place = place.max(least);
        least = *place + gap;
    }
    let mut most = high;
    for place in places.iter_mut().rev() {
        *place = place.min(most);
        most = *place - gap;
    }
    places
}

/// A count with thousands set apart: `20,000`; four digits stand together.
pub(crate) fn count(n: usize) -> String {
    crate::count(n as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_move_apart_and_stay_inside() {
        assert_eq!(apart(&[10.0, 10.0, 11.0], 8.0, 0.0, 100.0), [10.0, 18.0, 26.0]);
        assert_eq!(apart(&[95.0, 96.0], 8.0, 0.0, 100.0), [92.0, 100.0]);
    }

    #[test]
    fn what_is_too_wide_is_cut() {
        let short = fit("an exceedingly long heading", HEADING, Weight::Bold, 40.0);
        assert!(short.ends_with('…') && text_width(&short, HEADING, Weight::Bold) <= 40.0);
        assert_eq!(fit("n", HEADING, Weight::Bold, 40.0), "n");
    }
}
