//! Text that came from anywhere, made inert.

use std::fmt::{Display, Formatter, Result};

/// Displays text so that it is text in HTML, also inside a quoted attribute. Control characters, which
/// HTML forbids, become U+FFFD.
pub(crate) struct Text<'a>(pub &'a str);

impl Display for Text<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let mut plain = 0;
        for (position, letter) in self.0.char_indices() {
            let Some(safe) = replacement(letter) else {
                continue;
            };
            f.write_str(&self.0[plain..position])?;
            f.write_str(safe)?;
            plain = position + letter.len_utf8();
        }
        f.write_str(&self.0[plain..])
    }
}

fn replacement(letter: char) -> Option<&'static str> {
    match letter {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&#39;"),
        '\t' | '\n' | '\r' => None,
        letter if letter.is_control() => Some("\u{fffd}"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_means_something_to_html_passes() {
        for (text, safe) in [
            ("plain, שלום", "plain, שלום"),
            ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("a & b", "a &amp; b"),
            ("\" onclick='x", "&quot; onclick=&#39;x"),
            ("nul\0, bell\u{7}, line\nbreak", "nul\u{fffd}, bell\u{fffd}, line\nbreak"),
            ("", ""),
        ] {
            assert_eq!(Text(text).to_string(), safe);
        }
    }
}
