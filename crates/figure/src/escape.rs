//! Text that came from anywhere, as XML takes it.

use std::fmt::{Display, Formatter, Result, Write};

/// Displays text so that it is text in XML, also inside a quoted attribute; a line break or tab becomes a blank,
/// and what XML has no place for is left out.
pub struct Escaped<'a>(pub &'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        self.0.chars().try_for_each(|letter| match letter {
            '&' => out.write_str("&amp;"),
            '<' => out.write_str("&lt;"),
            '>' => out.write_str("&gt;"),
            '"' => out.write_str("&quot;"),
            '\t' | '\n' | '\r' => out.write_char(' '),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => Ok(()),
            _ => out.write_char(letter),
        })
    }
}
