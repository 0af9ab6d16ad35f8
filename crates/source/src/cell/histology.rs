//! Histology: an ICD-O-3 morphology with behaviour, or one of the contract's names.

use timeline::Morphology;

use super::word::in_lower_case;

/// The morphology a cell names; `None` for an empty cell and for anything else.
pub(crate) fn morphology(cell: &[u8]) -> Option<Morphology> {
    if let &[a, b, c, d, b'/', behaviour] = super::word::trim(cell)
        && [a, b, c, d, behaviour].iter().all(u8::is_ascii_digit)
    {
        let histology = [a, b, c, d].iter().fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0'));
        return Some(Morphology { histology, behaviour: behaviour - b'0' });
    }
    in_lower_case(cell, named).map(|histology| Morphology { histology, behaviour: 3 })
}

/// Words in brackets of the contract's list are optional.
fn named(name: &str) -> Option<u16> {
    Some(match name {
        "papillary carcinoma" | "papillary thyroid carcinoma" | "ptc" => 8260,
        "papillary microcarcinoma" => 8341,
        "follicular variant of papillary carcinoma" | "follicular variant of papillary thyroid carcinoma" => {
            8340
        }
        "tall cell papillary carcinoma"
        | "tall cell papillary thyroid carcinoma"
        | "tall cell variant of papillary carcinoma"
        | "tall cell variant of papillary thyroid carcinoma" => 8344,
        "follicular carcinoma" | "follicular thyroid carcinoma" | "ftc" => 8330,
        "oncocytic carcinoma" | "hurthle cell carcinoma" => 8290,
        "poorly differentiated thyroid carcinoma" => 8337,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names() {
        for (cell, expected) in [
            ("8260/3", Some((8260, 3))),
            (" 8349/1 ", Some((8349, 1))),
            ("Papillary Thyroid Carcinoma", Some((8260, 3))),
            ("papillary carcinoma", Some((8260, 3))),
            ("PTC", Some((8260, 3))),
            ("papillary microcarcinoma", Some((8341, 3))),
            ("Follicular variant of papillary thyroid carcinoma", Some((8340, 3))),
            ("tall cell variant of papillary carcinoma", Some((8344, 3))),
            ("tall cell papillary thyroid carcinoma", Some((8344, 3))),
            ("FTC", Some((8330, 3))),
            ("follicular carcinoma", Some((8330, 3))),
            ("Hurthle cell carcinoma", Some((8290, 3))),
            ("oncocytic carcinoma", Some((8290, 3))),
            ("poorly differentiated thyroid carcinoma", Some((8337, 3))),
            ("8260", None),
            ("8260/", None),
            ("8260-3", None),
            ("C73", None),
            ("medullary carcinoma", None),
            ("", None),
        ] {
            let expected = expected.map(|(histology, behaviour)| Morphology { histology, behaviour });
            assert_eq!(morphology(cell.as_bytes()), expected, "{cell}");
        }
    }
}
