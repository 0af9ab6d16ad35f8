//! What one look over the bytes of a file tells, so that most files are looked over only once.

use rayon::prelude::*;

/// Which unusual bytes there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Glance {
    pub has_nul: bool,
    pub has_quote: bool,
    pub has_non_ascii: bool,
}

impl Glance {
    /// Of a few bytes.
    pub(crate) fn of(bytes: &[u8]) -> Glance {
        Glance {
            has_nul: memchr::memchr(0, bytes).is_some(),
            has_quote: memchr::memchr(b'"', bytes).is_some(),
            has_non_ascii: !bytes.is_ascii(),
        }
    }

    /// Of many bytes, in several places at once.
    pub(crate) fn of_all(bytes: &[u8]) -> Glance {
        const PIECE: usize = 1 << 18;
        bytes.par_chunks(PIECE).map(Glance::of).reduce(Glance::default, Glance::and)
    }

    /// Of both together.
    pub(crate) fn and(self, other: Glance) -> Glance {
        Glance {
            has_nul: self.has_nul || other.has_nul,
            has_quote: self.has_quote || other.has_quote,
            has_non_ascii: self.has_non_ascii || other.has_non_ascii,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unusual_bytes_are_seen_anywhere() {
        let plain = vec![b'a'; 1 << 20];
        assert_eq!(Glance::of_all(&plain), Glance::default());
        for at in [0, 1 << 19, (1 << 20) - 1] {
            let with = |byte| {
                let mut bytes = plain.clone();
                bytes[at] = byte;
                Glance::of_all(&bytes)
            };
            assert!(with(0).has_nul && with(b'"').has_quote && with(0xe9).has_non_ascii);
        }
    }
}
