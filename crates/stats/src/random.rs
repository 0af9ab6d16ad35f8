//! Random draws that are the same on every machine and for any number of threads.
//!
//! Every replicate (a bootstrap resample, a permutation, a simulated study) has a stream of its own: ChaCha
//! with 8 rounds, keyed by the seed, its stream number the replicate's index. Which thread draws it, and
//! when, does not matter.

use crate::distribution::normal;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Where all draws of one computation begin. The same seed gives the same result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Seed(pub u64);

impl Seed {
    /// The stream of one replicate.
    pub fn stream(self, replicate: u64) -> Stream {
        let mut generator = ChaCha8Rng::seed_from_u64(self.0);
        generator.set_stream(replicate);
        Stream { generator }
    }
}

/// A stream of independent draws.
pub struct Stream {
    generator: ChaCha8Rng,
}

impl Stream {
    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.generator.next_u64()
    }

    /// Uniform on the multiples of 2^-53 in [0, 1).
    pub fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// A whole number in 0..n, each equally likely; `n` is at least 1 and at most 2^32.
    ///
    /// Lemire's method (ACM Trans Model Comput Simul 2019;29:3): the high half of a 32 by 32 bit product,
    /// drawn again in the rare case that would favour some numbers.
    pub fn below(&mut self, n: usize) -> usize {
        let n = n as u64;
        let reject_below = (1u64 << 32) % n;
        loop {
            let product = u64::from(self.generator.next_u32()) * n;
            if product & 0xffff_ffff >= reject_below {
                return (product >> 32) as usize;
            }
        }
    }

    /// Standard normal, by the inverse of its distribution function.
    pub fn normal(&mut self) -> f64 {
        -normal::quantile_upper(self.uniform() + 0.5 / 9_007_199_254_740_992.0)
    }

    /// In random order, every order equally likely (Fisher and Yates; Durstenfeld, CACM 1964;7:420).
    pub fn shuffle<T>(&mut self, values: &mut [T]) {
        for last in (1..values.len()).rev() {
            values.swap(last, self.below(last + 1));
        }
    }
}
