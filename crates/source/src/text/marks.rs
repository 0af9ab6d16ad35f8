//! Where cells and rows end, sixty-four bytes at a time.

/// How many bytes are looked at together.
pub(crate) const BLOCK: usize = 64;

/// Which of the first [`BLOCK`] bytes are delimiters or line feeds, lowest bit first.
pub(crate) fn marks(bytes: &[u8], delimiter: u8) -> u64 {
    match bytes.first_chunk::<BLOCK>() {
        Some(block) => marks_of(block, delimiter),
        None => {
            let mut block = [0; BLOCK];
            block[..bytes.len()].copy_from_slice(bytes);
            marks_of(&block, delimiter)
        }
    }
}

/// One byte of 0 or 1 for each, eight of which a multiplication gathers into the upper byte of a word.
fn marks_of(block: &[u8; BLOCK], delimiter: u8) -> u64 {
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let is_mark = block.map(|byte| u8::from(byte == delimiter) | u8::from(byte == b'\n'));
    let (words, _) = is_mark.as_chunks::<8>();
    words
        .iter()
        .rev()
        .fold(0, |marks, word| marks << 8 | u64::from_le_bytes(*word).wrapping_mul(GATHER) >> 56)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_where_cells_end() {
        let mut bytes = [b'x'; 100];
        for at in [0, 1, 8, 31, 63, 64] {
            bytes[at] = if at % 2 == 0 { b',' } else { b'\n' };
        }
        assert_eq!(marks(&bytes, b','), 1 | 1 << 1 | 1 << 8 | 1 << 31 | 1 << 63);
        assert_eq!(marks(&bytes[60..], b','), 1 << 3 | 1 << 4);
        assert_eq!(marks(&[], b','), 0);
    }
}
