//! Logarithms of ratios, several at once.
//!
//! After FreeBSD's e_log.c, whose notice is kept: Copyright (C) 1993 by Sun Microsystems, Inc. All rights
//! reserved. Developed at SunPro, a Sun Microsystems, Inc. business. Permission to use, copy, modify, and
//! distribute this software is freely granted, provided that this notice is preserved.

use super::{SHARE, STRETCH, greatest_by};
use rayon::prelude::*;
use std::f64::consts::SQRT_2;

/// ln 2 in two parts; the first has so few digits that its multiples by an exponent are exact.
const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// (ln(1 + f) - 2 s) / s as a polynomial in s², s = f / (2 + f), to 2^-58.
const SERIES: [f64; 7] = [
    6.666_666_666_666_735e-1,
    3.999_999_999_940_942e-1,
    2.857_142_874_366_239e-1,
    2.222_219_843_214_978_4e-1,
    1.818_357_216_161_805e-1,
    1.531_383_769_920_937_3e-1,
    1.479_819_860_511_658_6e-1,
];

/// [`ln_ratio`] of every pair of two slices of one length whose values are both above 0, in their order; on all
/// processors for many pairs.
pub(crate) fn ln_ratios(before: &[f64], after: &[f64]) -> Vec<f64> {
    let positive =
        |values: &[f64]| values.chunks(STRETCH).all(|part| greatest_by(part, f64::MIN, |value| -value) < 0.0);
    if !positive(before) || !positive(after) {
        let pairs = before.iter().zip(after).filter(|&(&before, &after)| before > 0.0 && after > 0.0);
        return pairs.map(|(&before, &after)| ln_ratio(before, after)).collect();
    }
    in_shares(after, |place, logs, after| fill(logs, &before[place..place + after.len()], after))
}

/// ln of values above 0, in their order; on all processors for many.
pub(crate) fn ln_all(values: &[f64]) -> Vec<f64> {
    in_shares(values, |_, logs, values| fill(logs, &[1.0; STRETCH][..values.len()], values))
}

/// Results of `fill(place, results, values)` for stretches of `values`, the first of which has this place.
fn in_shares(values: &[f64], fill: impl Fn(usize, &mut [f64], &[f64]) + Sync) -> Vec<f64> {
    const MANY: usize = SHARE * STRETCH;
    let mut results = vec![0.0; values.len()];
    let share = |(number, (results, values)): (usize, (&mut [f64], &[f64]))| {
        for (index, (results, values)) in results.chunks_mut(STRETCH).zip(values.chunks(STRETCH)).enumerate()
        {
            fill(number * MANY + index * STRETCH, results, values);
        }
    };
    if values.len() <= MANY {
        share((0, (&mut results, values)));
    } else {
        results.par_chunks_mut(MANY).zip(values.par_chunks(MANY)).enumerate().for_each(share);
    }
    results
}

/// Several at once where all quotients are in range, the ordinary case; else one by one.
fn fill(logs: &mut [f64], before: &[f64], after: &[f64]) {
    let mut n_out_of_range = 0_u64;
    for ((log, &before), &after) in logs.iter_mut().zip(before).zip(after) {
        let ratio = after / before;
        n_out_of_range += u64::from(ratio < f64::MIN_POSITIVE) + u64::from(ratio > f64::MAX);
        *log = in_range(before, after, ratio);
    }
    if n_out_of_range > 0 {
        for ((log, &before), &after) in logs.iter_mut().zip(before).zip(after) {
            *log = ln_ratio(before, after);
        }
    }
}

/// ln(after / before) of positive numbers to the last digits: near 1 from the exact difference (two numbers
/// within a factor of 2 subtract without rounding), elsewhere from the quotient, and from two logarithms where
/// that leaves the range.
fn ln_ratio(before: f64, after: f64) -> f64 {
    let ratio = after / before;
    if ratio.is_normal() { in_range(before, after, ratio) } else { after.ln() - before.ln() }
}

#[inline(always)]
fn in_range(before: f64, after: f64, ratio: f64) -> f64 {
    let (exponent, fraction) = split(ratio);
    let near = exponent == 0.0;
    let over = if near { after - before } else { fraction - 1.0 };
    let under = if near { before } else { 1.0 };
    ln_of(exponent, over / under)
}

/// `value` as 2^exponent times a fraction from √½ to √2.
#[inline(always)]
fn split(value: f64) -> (f64, f64) {
    const LEAST: u64 = (SQRT_2 / 2.0).to_bits();
    const ONE: u64 = 1.0_f64.to_bits();
    /// A double whose last bits are a whole number: a conversion that processors do several of at once.
    const WHOLE: f64 = (1_u64 << 52) as f64;
    let shifted = value.to_bits().wrapping_add(ONE - LEAST);
    let exponent = f64::from_bits((shifted >> 52) | WHOLE.to_bits()) - (WHOLE + 1023.0);
    (exponent, f64::from_bits((shifted & ((1 << 52) - 1)) + LEAST))
}

/// ln(2^exponent (1 + excess)), excess from √½ - 1 to √2 - 1.
#[inline(always)]
fn ln_of(exponent: f64, excess: f64) -> f64 {
    let half_square = 0.5 * excess * excess;
    let s = excess / (2.0 + excess);
    let (z, w) = (s * s, s * s * s * s);
    let even = w * (SERIES[1] + w * (SERIES[3] + w * SERIES[5]));
    let odd = z * (SERIES[0] + w * (SERIES[2] + w * (SERIES[4] + w * SERIES[6])));
    let rest = s * (half_square + odd + even) + exponent * LN2_LOW;
    exponent * LN2_HIGH - ((half_square - rest) - excess)
}

#[cfg(test)]
mod tests {
    use super::{ln_ratio, ln_ratios};

    /// Against the platform's logarithm where the quotient is exact, and the one of 1 + x where it is near 1.
    #[test]
    fn to_the_last_digits() {
        let close = |found: f64, wanted: f64| {
            assert!((found - wanted).abs() <= 3e-16 * wanted.abs(), "{found:e} {wanted:e}");
        };
        let mut state = 1_u64;
        for _ in 0..20_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let any = f64::from_bits((state >> 2) | (1 << 54));
            if any.is_normal() {
                close(ln_ratio(1.0, any), any.ln());
            }
            let near =
                ((state >> 11) as f64 / (1_u64 << 53) as f64 - 0.5) * 0.5_f64.powi((state % 50) as i32);
            close(ln_ratio(1.0, 1.0 + near), ((1.0 + near) - 1.0).ln_1p());
        }
        close(ln_ratio(1e-300, 1e300), 1e300_f64.ln() - 1e-300_f64.ln());
        close(ln_ratio(1e300, 1e-300), 1e-300_f64.ln() - 1e300_f64.ln());
        assert_eq!(ln_ratio(0.3, 0.3), 0.0);
    }

    #[test]
    fn many_as_one_by_one() {
        let before: Vec<f64> = (1..300_000).map(|i| f64::from(i % 997) * 0.01).collect();
        let after: Vec<f64> = before.iter().rev().copied().collect();
        let wanted: Vec<f64> = before
            .iter()
            .zip(&after)
            .filter(|(before, after)| **before > 0.0 && **after > 0.0)
            .map(|(&before, &after)| ln_ratio(before, after))
            .collect();
        assert_eq!(ln_ratios(&before, &after), wanted);
        let (before, after): (Vec<f64>, Vec<f64>) =
            before.iter().zip(&after).map(|(before, after)| (before + 0.01, (after + 0.01) * 1e300)).unzip();
        let far = [&before[..], &[1e-300]].concat();
        let there = [&after[..], &[1e300]].concat();
        let wanted: Vec<f64> =
            far.iter().zip(&there).map(|(&before, &after)| ln_ratio(before, after)).collect();
        assert_eq!(ln_ratios(&far, &there), wanted);
    }
}
