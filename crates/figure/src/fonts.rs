//! The font of every figure and document, and the width of text in it.

use std::sync::LazyLock;

use ttf_parser::Face;

use crate::scene::Weight;

/// Name of the font family: metrics of Arial; Latin, Greek, Cyrillic and Hebrew letters.
pub const FAMILY: &str = "Arimo";

/// The embedded faces: regular, bold, italic (SIL Open Font License 1.1, `fonts/LICENSE.txt`).
pub const FONTS: [&[u8]; 3] = [
    include_bytes!("../fonts/Arimo-Regular.ttf"),
    include_bytes!("../fonts/Arimo-Bold.ttf"),
    include_bytes!("../fonts/Arimo-Italic.ttf"),
];

static FACES: LazyLock<[Face<'static>; 3]> =
    LazyLock::new(|| FONTS.map(|font| Face::parse(font, 0).expect("the embedded fonts are valid")));

/// Width of a line of text in points at `size` points, as the sum of advances (no kerning). A character
/// that the font lacks counts as wide as an `M`.
pub fn text_width(text: &str, size: f64, weight: Weight) -> f64 {
    let face = &FACES[match weight {
        Weight::Regular => 0,
        Weight::Bold => 1,
        Weight::Italic => 2,
    }];
    let wide = advance(face, 'M').unwrap_or(1.0);
    text.chars().map(|letter| advance(face, letter).unwrap_or(wide)).sum::<f64>() * size
}

/// Advance of a letter in units of the font size.
fn advance(face: &Face<'_>, letter: char) -> Option<f64> {
    let glyph = face.glyph_index(letter)?;
    Some(f64::from(face.glyph_hor_advance(glyph)?) / f64::from(face.units_per_em()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_as_wide_as_in_arial() {
        // Arial's digits are 1139 of 2048 units wide.
        assert!((text_width("0", 2048.0, Weight::Regular) - 1139.0).abs() < 1e-9);
        assert!((text_width("2018", 10.0, Weight::Bold) - 4.0 * 1139.0 / 204.8).abs() < 1e-9);
    }

    #[test]
    fn the_letters_of_a_clinic_are_in_every_face() {
        for letter in "µμ±≥≤−×·–²ΑΩαωאבתןąščΔ→".chars() {
            for face in FACES.iter() {
                assert!(face.glyph_index(letter).is_some(), "{letter}");
            }
        }
    }
}
