//! Random draws. Every person has streams of its own, so the order in which persons are made does
//! not matter. The few distributions are written here: a library's sampling may change between
//! versions, and with it the bytes of every hospital.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// What a stream is for. Mess has a stream of its own: it leaves the clinical course as it is.
#[derive(Clone, Copy)]
pub(crate) enum Stream {
    Course = 0,
    Blemish = 1,
    /// Which of several codes is written. Counted down from the last stream, so that the streams of the
    /// sheets stay as they were.
    Code = 2,
    /// A person of the background, beside the patients.
    Background = 3,
}

/// A stream of draws.
pub(crate) struct Draw {
    generator: ChaCha8Rng,
    spare: Option<f64>,
}

impl Draw {
    /// The stream of one person for one purpose.
    pub(crate) fn of_person(seed: u64, person: usize, stream: Stream) -> Draw {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        let of_person = person as u64 * 2 + stream as u64 % 2;
        generator.set_stream(if (stream as u64) < 2 { of_person } else { u64::MAX - of_person });
        Draw { generator, spare: None }
    }

    /// Uniform on [0, 1).
    pub(crate) fn unit(&mut self) -> f64 {
        (self.generator.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// True with this probability.
    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Uniform between two numbers.
    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A whole number from `low` to `high`, both included; `low` when `high` is smaller.
    pub(crate) fn whole(&mut self, low: i32, high: i32) -> i32 {
        let n = (i64::from(high) - i64::from(low) + 1).max(1);
        low + (self.unit() * n as f64) as i32
    }

    /// Standard normal, by the polar form of Box and Muller; the second of a pair is kept.
    pub(crate) fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let (x, y) = (self.between(-1.0, 1.0), self.between(-1.0, 1.0));
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                let scale = (-2.0 * square.ln() / square).sqrt();
                self.spare = Some(y * scale);
                return x * scale;
            }
        }
    }

    /// Lognormal with this median and standard deviation of the logarithm.
    pub(crate) fn lognormal(&mut self, median: f64, log_sd: f64) -> f64 {
        median * (log_sd * self.normal()).exp()
    }

    /// One of the values, all equally likely. Panics on an empty list.
    pub(crate) fn one_of<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.whole(0, values.len() as i32 - 1) as usize]
    }

    /// One of the values, by weight; the last one also takes what rounding leaves. Panics on an
    /// empty list.
    pub(crate) fn weighted<T: Copy>(&mut self, values: &[(T, f64)]) -> T {
        let total: f64 = values.iter().map(|value| value.1).sum();
        let mut rest = self.unit() * total;
        for (value, weight) in values {
            if rest < *weight {
                return *value;
            }
            rest -= weight;
        }
        values.last().expect("a list of choices is written in the source and not empty").0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_normal_draw_has_its_moments() {
        let mut draw = Draw::of_person(1, 1, Stream::Course);
        let n = 40_000;
        let values: Vec<f64> = (0..n).map(|_| draw.normal()).collect();
        let mean = values.iter().sum::<f64>() / n as f64;
        let variance = values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n as f64;
        assert!(mean.abs() < 0.02, "{mean}");
        assert!((variance - 1.0).abs() < 0.03, "{variance}");
    }

    #[test]
    fn weights_and_bounds_hold() {
        let mut draw = Draw::of_person(2, 9, Stream::Blemish);
        let hits = (0..20_000).filter(|_| draw.weighted(&[("a", 1.0), ("b", 3.0)]) == "a").count();
        assert!((4_600..5_400).contains(&hits), "{hits}");
        assert!((0..1_000).map(|_| draw.whole(-2, 3)).all(|x| (-2..=3).contains(&x)));
        assert_eq!(draw.whole(5, 4), 5);
    }

    #[test]
    fn persons_and_purposes_have_streams_of_their_own() {
        let first = |person, stream| Draw::of_person(7, person, stream).unit();
        assert_eq!(first(3, Stream::Course), first(3, Stream::Course));
        assert_ne!(first(3, Stream::Course), first(4, Stream::Course));
        assert_ne!(first(3, Stream::Course), first(3, Stream::Blemish));
    }
}
