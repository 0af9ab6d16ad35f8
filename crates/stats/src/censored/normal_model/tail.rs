//! Normal probabilities in the far tail, without logarithms of nothing.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// ln(2 pi) / 2.
pub(super) const HALF_LN_2PI: f64 = 0.918_938_533_204_672_8;

/// P(Z > z) / density(z) for z >= 0 (Mills' ratio), relative error below 1e-15.
///
/// Up to 25 from Cody's rational approximations of exp(x²) erfc(x) (Math Comp 1969;23:631; CALERF), beyond from
/// Laplace's continued fraction.
pub(super) fn mills(z: f64) -> f64 {
    if z > 25.0 {
        return 1.0 / laplace(z);
    }
    (PI / 2.0).sqrt() * scaled_complement(z * FRAC_1_SQRT_2)
}

/// z + 1/(z + 2/(z + ...)): the inverse of Mills' ratio for large z.
fn laplace(z: f64) -> f64 {
    (1..=12).rev().fold(z, |inner, level| z + f64::from(level) / inner)
}

/// exp(x²) erfc(x) for x >= 0.
fn scaled_complement(x: f64) -> f64 {
    let square = x * x;
    if x <= 0.46875 {
        let top = polynomial(
            square,
            [
                1.857_777_061_846_031_5e-1,
                3.161_123_743_870_565_6,
                1.138_641_541_510_501_6e2,
                3.774_852_376_853_02e2,
                3.209_377_589_138_469_4e3,
            ],
        );
        let bottom = polynomial(
            square,
            [
                1.0,
                2.360_129_095_234_412e1,
                2.440_246_379_344_441_7e2,
                1.282_616_526_077_372_3e3,
                2.844_236_833_439_171e3,
            ],
        );
        square.exp() * (1.0 - x * top / bottom)
    } else if x <= 4.0 {
        let top = polynomial(
            x,
            [
                2.153_115_354_744_038_3e-8,
                5.641_884_969_886_7e-1,
                8.883_149_794_388_377,
                6.611_919_063_714_163e1,
                2.986_351_381_974_001e2,
                8.819_522_212_417_69e2,
                1.712_047_612_634_070_7e3,
                2.051_078_377_826_071_6e3,
                1.230_339_354_797_997_2e3,
            ],
        );
        let bottom = polynomial(
            x,
            [
                1.0,
                1.574_492_611_070_983_3e1,
                1.176_939_508_913_125e2,
                5.371_811_018_620_099e2,
                1.621_389_574_566_690_3e3,
                3.290_799_235_733_459_7e3,
                4.362_619_090_143_247e3,
                3.439_367_674_143_721_6e3,
                1.230_339_354_803_749_5e3,
            ],
        );
        top / bottom
    } else {
        let inverse = 1.0 / square;
        let top = polynomial(
            inverse,
            [
                1.631_538_713_730_209_7e-2,
                3.053_266_349_612_323_6e-1,
                3.603_448_999_498_044_5e-1,
                1.257_817_261_112_292_6e-1,
                1.608_378_514_874_227_5e-2,
                6.587_491_615_298_378e-4,
            ],
        );
        let bottom = polynomial(
            inverse,
            [
                1.0,
                2.568_520_192_289_822,
                1.872_952_849_923_460_4,
                5.279_051_029_514_285e-1,
                6.051_834_131_244_132e-2,
                2.335_204_976_268_691_8e-3,
            ],
        );
        (1.0 / PI.sqrt() - inverse * top / bottom) / x
    }
}

/// Highest power first.
fn polynomial<const N: usize>(x: f64, coefficients: [f64; N]) -> f64 {
    coefficients.into_iter().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

/// ln P(Z <= u), density(u) / P(Z <= u), and its product with (itself + u): value, slope, and curvature turned
/// positive.
pub(super) fn ln_lower(u: f64) -> (f64, f64, f64) {
    if u > 0.0 {
        let density = (-0.5 * u * u - HALF_LN_2PI).exp();
        let upper = density * mills(u);
        let hazard = density / (1.0 - upper);
        return ((-upper).ln_1p(), hazard, hazard * (hazard + u));
    }
    let z = -u;
    if z > 25.0 {
        let inverse = laplace(z);
        let excess = (2..=12).rev().fold(z, |inner, level| z + f64::from(level) / inner).recip();
        return (-0.5 * u * u - HALF_LN_2PI - inverse.ln(), inverse, inverse * excess);
    }
    let ratio = mills(z);
    let hazard = 1.0 / ratio;
    (-0.5 * u * u - HALF_LN_2PI + ratio.ln(), hazard, hazard * (hazard - z))
}

/// ln P(a < Z < b) and the densities at a and b over that probability, for a < b not close to each other.
pub(super) fn ln_between(a: f64, b: f64) -> (f64, f64, f64) {
    if a > 0.0 {
        let (value, at_b, at_a) = ln_between(-b, -a);
        return (value, at_a, at_b);
    }
    if b <= 0.0 {
        // P = density(b) (mills(-b) - exp(-(a² - b²)/2) mills(-a)).
        let fall = (-0.5 * (a - b) * (a + b)).exp();
        let ratio = mills(-b) - fall * mills(-a);
        return (-0.5 * b * b - HALF_LN_2PI + ratio.ln(), fall / ratio, 1.0 / ratio);
    }
    let density = |z: f64| (-0.5 * z * z - HALF_LN_2PI).exp();
    let (at_a, at_b) = (density(a), density(b));
    let outside = at_a * mills(-a) + at_b * mills(b);
    ((-outside).ln_1p(), at_a / (1.0 - outside), at_b / (1.0 - outside))
}

/// Nodes and weights of Gauss and Legendre's rule on [-1, 1] with eight points (the positive half).
const GAUSS: [(f64, f64); 4] = [
    (0.183_434_642_495_649_8, 0.362_683_783_378_362),
    (0.525_532_409_916_329, 0.313_706_645_877_887_29),
    (0.796_666_477_413_626_7, 0.222_381_034_453_374_47),
    (0.960_289_856_497_536_2, 0.101_228_536_290_376_26),
];

/// ln of P(m - w < Z < m + w) / (2 w density(m)), for small w, and the moments of s = (Z - m)/w within: their
/// first derivatives by m and w, and the second ones (mm, mw, ww).
///
/// The integrand exp(-m w s - w² s²/2) is nearly flat when w (|m| + 1) < 0.3: the rule's error is below 1e-17.
pub(super) fn ln_narrow(m: f64, w: f64) -> (f64, [f64; 2], [f64; 3]) {
    // Sums of 1, s, p, s², s p, p²; minus the exponent's slope is w s by m and p = m s + w s² by w.
    let mut sums = [0.0; 6];
    for (node, weight) in GAUSS {
        for s in [-node, node] {
            let density = 0.5 * weight * (-m * w * s - 0.5 * w * w * s * s).exp();
            let p = m * s + w * s * s;
            for (sum, term) in sums.iter_mut().zip([1.0, s, p, s * s, s * p, p * p]) {
                *sum += density * term;
            }
        }
    }
    let [_, s, p, ss, sp, pp] = sums.map(|sum| sum / sums[0]);
    let first = [-w * s, -p];
    let second = [w * w * (ss - s * s), -s + w * (sp - s * p), -ss + (pp - p * p)];
    (sums[0].ln(), first, second)
}

#[cfg(test)]
mod tests;
