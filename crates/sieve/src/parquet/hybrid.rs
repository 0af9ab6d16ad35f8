//! Parquet's hybrid of run lengths and packed bits, which holds the places in a dictionary and the marks of
//! nulls. The format: <https://parquet.apache.org/docs/file-format/data-pages/encodings/> (RLE = 3).

/// The encoding was left before its values were complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CutOff;

/// A stretch of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Run<'a> {
    /// One value, so many times.
    Same { value: u32, n: usize },
    /// So many values in packed bits, the lowest bit first.
    Packed { bytes: &'a [u8], n: usize },
}

impl Run<'_> {
    /// How many values it has.
    pub(super) fn len(&self) -> usize {
        let (Run::Same { n, .. } | Run::Packed { n, .. }) = self;
        *n
    }
}

/// The runs of `n` values of `width` bits each.
pub(super) struct Runs<'a> {
    bytes: &'a [u8],
    width: usize,
    left: usize,
}

impl<'a> Runs<'a> {
    /// In these bytes.
    pub(super) fn new(bytes: &'a [u8], width: usize, n: usize) -> Result<Runs<'a>, CutOff> {
        if width > 32 { Err(CutOff) } else { Ok(Runs { bytes, width, left: n }) }
    }

    fn run(&mut self) -> Result<Run<'a>, CutOff> {
        let header = self.varint()?;
        let n = usize::try_from(header >> 1).map_err(|_| CutOff)?;
        let run = if header & 1 == 0 { self.same(n)? } else { self.packed(n)? };
        // A run of nothing would go on for ever.
        if run.len() == 0 {
            return Err(CutOff);
        }
        self.left -= run.len();
        Ok(run)
    }

    fn same(&mut self, n: usize) -> Result<Run<'a>, CutOff> {
        let (value, rest) = self.bytes.split_at_checked(self.width.div_ceil(8)).ok_or(CutOff)?;
        self.bytes = rest;
        let value = value.iter().rev().fold(0, |value, byte| value << 8 | u32::from(*byte));
        Ok(Run::Same { value, n: n.min(self.left) })
    }

    fn packed(&mut self, n_eights: usize) -> Result<Run<'a>, CutOff> {
        let n = n_eights.saturating_mul(8).min(self.left);
        // The last run may be cut after the last byte that is needed.
        let length = n_eights.saturating_mul(self.width).min(self.bytes.len());
        if length < (n * self.width).div_ceil(8) {
            return Err(CutOff);
        }
        let (bytes, rest) = self.bytes.split_at(length);
        self.bytes = rest;
        Ok(Run::Packed { bytes, n })
    }

    fn varint(&mut self) -> Result<u64, CutOff> {
        let mut value = 0;
        for place in 0..9 {
            let (byte, rest) = self.bytes.split_first().ok_or(CutOff)?;
            self.bytes = rest;
            value |= u64::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(CutOff)
    }
}

impl<'a> Iterator for Runs<'a> {
    type Item = Result<Run<'a>, CutOff>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.left == 0 {
            return None;
        }
        let run = self.run();
        if run.is_err() {
            self.left = 0;
        }
        Some(run)
    }
}

/// Calls `each` with every eight values of a packed run; after the last value with whatever is there.
pub(super) fn unpack(bytes: &[u8], width: usize, n: usize, mut each: impl FnMut([u32; 8])) {
    macro_rules! widths {
        ($($width:literal)+) => {
            match width {
                $($width => eights(bytes, $width, n, &mut each),)+
                _ => eights(bytes, width, n, &mut each),
            }
        };
    }
    // Inlined once per width, the shifts are constants.
    widths!(1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20)
}

/// One value of a packed run.
pub(super) fn at(bytes: &[u8], width: usize, place: usize) -> u32 {
    let bit = place * width;
    let mut word = [0; 8];
    let rest = bytes.get(bit / 8..).unwrap_or_default();
    let length = rest.len().min(8);
    word[..length].copy_from_slice(&rest[..length]);
    (u64::from_le_bytes(word) >> (bit % 8) & ((1 << width) - 1)) as u32
}

#[inline(always)]
fn eights(bytes: &[u8], width: usize, n: usize, each: &mut impl FnMut([u32; 8])) {
    // Every value is within eight bytes of the byte that it begins in.
    let whole = n.div_ceil(8);
    for eight in 0..whole {
        let from = eight * width;
        match bytes.get(from..from + width + 8) {
            Some(block) => each(of_block(block, width)),
            None => {
                let mut block = [0; 40];
                let rest = &bytes[from.min(bytes.len())..];
                let length = rest.len().min(width);
                block[..length].copy_from_slice(&rest[..length]);
                each(of_block(&block[..width + 8], width));
            }
        }
    }
}

#[inline(always)]
fn of_block(block: &[u8], width: usize) -> [u32; 8] {
    let mask = (1_u64 << width) - 1;
    std::array::from_fn(|place| {
        let at = place * width;
        let mut word = [0; 8];
        word.copy_from_slice(&block[at / 8..at / 8 + 8]);
        (u64::from_le_bytes(word) >> (at % 8) & mask) as u32
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the format's documentation: the numbers 0 to 7 in three bits each.
    #[test]
    fn numbers_are_packed_from_the_lowest_bit() {
        let bytes = [0b1000_1000, 0b1100_0110, 0b1111_1010];
        let mut values = Vec::new();
        unpack(&bytes, 3, 8, |eight| values.extend(eight));
        assert_eq!(values, [0, 1, 2, 3, 4, 5, 6, 7]);
    }

    #[test]
    fn runs_follow_one_another() {
        let bytes = [0b11, 0b1000_1000, 0b1100_0110, 0b1111_1010, 0b1010, 5, 0b11, 1];
        let runs: Vec<_> = Runs::new(&bytes, 3, 14).unwrap().collect();
        assert_eq!(runs[0], Ok(Run::Packed { bytes: &bytes[1..4], n: 8 }));
        assert_eq!(runs[1], Ok(Run::Same { value: 5, n: 5 }));
        assert_eq!(runs[2], Ok(Run::Packed { bytes: &bytes[7..], n: 1 }));
        assert_eq!(runs.len(), 3);
    }

    #[test]
    fn an_end_in_mid_run_is_an_error() {
        for bytes in [&[][..], &[0x80], &[0b11, 1], &[0b10], &[0, 0]] {
            assert!(Runs::new(bytes, 3, 8).unwrap().any(|run| run.is_err()), "{bytes:?}");
        }
        assert!(Runs::new(&[], 33, 8).is_err());
    }
}
