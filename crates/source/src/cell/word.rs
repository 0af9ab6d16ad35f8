//! Blanks and letter case.

/// The cell without blanks at its ends; the no-break space and every other Unicode blank counts.
pub(crate) fn trim(cell: &[u8]) -> &[u8] {
    let visible = |byte: u8| byte.wrapping_sub(0x21) < 0x5e;
    match (cell.first(), cell.last()) {
        (Some(&first), Some(&last)) if visible(first) && visible(last) => cell,
        (None, _) => cell,
        _ => trim_unicode(cell),
    }
}

#[cold]
fn trim_unicode(cell: &[u8]) -> &[u8] {
    match std::str::from_utf8(cell) {
        Ok(text) => text.trim().as_bytes(),
        Err(_) => cell.trim_ascii(),
    }
}

/// Text of a cell. Files are checked to be UTF-8 before they are split, so nothing is lost here.
pub(crate) fn text(cell: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(cell)
}

/// Calls `answer` with the trimmed cell in lower case.
pub(crate) fn in_lower_case<T>(cell: &[u8], answer: impl FnOnce(&str) -> T) -> T {
    const SHORT: usize = 64;
    let cell = trim(cell);
    if cell.len() <= SHORT && cell.is_ascii() {
        let mut short = [0u8; SHORT];
        let short = &mut short[..cell.len()];
        short.copy_from_slice(cell);
        short.make_ascii_lowercase();
        answer(std::str::from_utf8(short).unwrap_or_default())
    } else {
        answer(&text(cell).to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_blank_is_trimmed() {
        for (cell, bare) in [
            ("a", "a"),
            ("  a b ", "a b"),
            ("\u{a0}a\u{a0}", "a"),
            ("\u{2007}\u{202f}\u{3000}a\t\r", "a"),
            ("é ", "é"),
            (" \u{a0} ", ""),
            ("", ""),
        ] {
            assert_eq!(trim(cell.as_bytes()), bare.as_bytes(), "{cell:?}");
        }
    }

    #[test]
    fn case_is_taken_off_any_letter() {
        assert_eq!(in_lower_case(" NECK_Dissection ".as_bytes(), str::to_owned), "neck_dissection");
        assert_eq!(in_lower_case("ÉTÉ".as_bytes(), str::to_owned), "été");
        let long = "X".repeat(100);
        assert_eq!(in_lower_case(long.as_bytes(), str::to_owned), "x".repeat(100));
    }
}
