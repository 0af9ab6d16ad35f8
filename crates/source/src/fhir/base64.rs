//! Base64 (RFC 4648, section 4), as FHIR attachments carry their text.

/// The bytes; `None` for what is not Base64. Blanks and line ends between are allowed.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut n_bits, mut n_signs) = (0_u32, 0, 0_usize);
    let mut signs = text.bytes().filter(|byte| !byte.is_ascii_whitespace());
    let rest = loop {
        let Some(sign) = signs.next() else { break 0 };
        if sign == b'=' {
            break 1 + signs.by_ref().map(|sign| if sign == b'=' { 1 } else { 3 }).sum::<usize>();
        }
        bits = bits << 6 | value(sign)?;
        (n_bits, n_signs) = (n_bits + 6, n_signs + 1);
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push((bits >> n_bits & 0xff) as u8);
        }
    };
    let is_whole = n_signs % 4 != 1 && (rest == 0 || (n_signs + rest) % 4 == 0 && rest < 3);
    is_whole.then_some(bytes)
}

fn value(sign: u8) -> Option<u32> {
    let value = match sign {
        b'A'..=b'Z' => sign - b'A',
        b'a'..=b'z' => sign - b'a' + 26,
        b'0'..=b'9' => sign - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn the_test_vectors_of_rfc_4648_come_out() {
        let vectors = [
            ("", ""),
            ("Zg==", "f"),
            ("Zm8=", "fo"),
            ("Zm9v", "foo"),
            ("Zm9vYg==", "foob"),
            ("Zm9vYmFy", "foobar"),
        ];
        for (coded, plain) in vectors {
            assert_eq!(decode(coded).as_deref(), Some(plain.as_bytes()));
        }
    }

    #[test]
    fn what_is_not_base64_is_refused() {
        for text in ["Z", "Zg=", "Zg===", "Zm9v=", "Z-8=", "Zg==Zg=="] {
            assert_eq!(decode(text), None, "{text}");
        }
        assert_eq!(decode("Zm\n9v Yg==").as_deref(), Some(&b"foob"[..]));
    }
}
