//! Long recorded texts, cut for people.

use std::borrow::Cow;

/// The text if it has at most `most` letters; else so many of them, and how many there are.
///
/// A cell may hold megabytes (a whole document pasted into it): a page or a message that shows it must
/// stay readable. What is computed never depends on it.
pub fn excerpt(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}... ({} letters)", &text[..end], text.chars().count())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_at_a_letter() {
        assert_eq!(excerpt("", 0), "");
        assert_eq!(excerpt("א\u{5d1}", 2), "אב");
        assert_eq!(excerpt("אבג", 2), "אב... (3 letters)");
    }
}
