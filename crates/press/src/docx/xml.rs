//! Text as WordprocessingML: escaped, in runs of one look and one direction.

use figure::Escaped;

use crate::{Span, Style};

/// A span as runs, one for each stretch of one writing direction.
pub(super) fn runs(span: &Span) -> String {
    stretches(&span.text).into_iter().map(|(text, is_rtl)| run(text, span.style, is_rtl)).collect()
}

/// One run.
pub(super) fn run(text: &str, style: Style, is_rtl: bool) -> String {
    let look = match style {
        Style::Plain => "",
        Style::Bold => "<w:b/><w:bCs/>",
        Style::Italic => "<w:i/><w:iCs/>",
        Style::Raised => "<w:vertAlign w:val=\"superscript\"/>",
        Style::ToFill => {
            "<w:highlight w:val=\"yellow\"/><w:bdr w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"
        }
    };
    let direction = if is_rtl { "<w:rtl/><w:lang w:bidi=\"he-IL\"/>" } else { "" };
    let properties = match (look, direction) {
        ("", "") => String::new(),
        _ => format!("<w:rPr>{look}{direction}</w:rPr>"),
    };
    format!("<w:r>{properties}<w:t xml:space=\"preserve\">{}</w:t></w:r>", Escaped(text))
}

/// A field with the text that it has now.
pub(super) fn field(instruction: &str, text: &str, style: Style) -> String {
    format!("<w:fldSimple w:instr=\" {instruction} \">{}</w:fldSimple>", run(text, style, false))
}

/// The text in stretches of one direction. What stands between two letters written from right to left belongs
/// to them.
fn stretches(text: &str) -> Vec<(&str, bool)> {
    let mut out = Vec::new();
    let mut start = 0;
    while let Some(first) = text[start..].find(is_rtl).map(|at| start + at) {
        if first > start {
            out.push((&text[start..first], false));
        }
        let mut end = first;
        for (at, letter) in text[first..].char_indices() {
            if is_rtl(letter) {
                end = first + at + letter.len_utf8();
            } else if letter.is_alphanumeric() {
                break;
            }
        }
        out.push((&text[first..end], true));
        start = end;
    }
    if start < text.len() {
        out.push((&text[start..], false));
    }
    out
}

/// Hebrew, Arabic, Syriac and their presentation forms.
fn is_rtl(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_from_right_to_left_is_one_stretch() {
        let found = stretches("at בית חולים, Haifa");
        assert_eq!(found, [("at ", false), ("בית חולים", true), (", Haifa", false)]);
        assert_eq!(stretches("plain"), [("plain", false)]);
        assert!(stretches("").is_empty());
    }
}
