//! Against mpmath (`censored_tail.py`). Relative tolerance 1e-13, and 4e-13 absolute in logarithms near -5e9.

use super::*;

const TABLE: &str = include_str!("../../../../../../tests/oracle/stats/answers/censored_tail.csv");

#[test]
fn tails_equal_many_digits() {
    let mut n = 0;
    for line in TABLE.lines().skip(1) {
        let (name, numbers) = line.split_once(',').unwrap();
        let numbers: Vec<f64> = numbers.split(',').map(|number| number.parse().unwrap()).collect();
        let (a, b, expected) = (numbers[0], numbers[1], &numbers[2..]);
        let found: Vec<f64> = match name {
            "lower" => <[f64; 3]>::from(ln_lower(a)).to_vec(),
            "between" => <[f64; 3]>::from(ln_between(a, b)).to_vec(),
            _ => {
                let (value, first, second) = ln_narrow(a, b);
                [&[value][..], &first, &second].concat()
            }
        };
        for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
            // Moments of narrow intervals are differences of numbers near 1.
            let floor = if name == "narrow" { 1e-2 } else { 1e-290 };
            // h + u at u = -25 has lost two digits, which 1 - h (h + u) does not feel.
            let allowed = if at == 2 && name == "lower" { 2e-12 } else { 1e-13 };
            let error = (found - expected).abs();
            assert!(
                error <= allowed * expected.abs().max(floor),
                "{line}: {at} is {found:e}, not {expected:e}"
            );
            n += 1;
        }
    }
    assert_eq!(n, 22 * 3 + 10 * 3 + 8 * 6);
}
