//! Families of histology, by the ICD-O-3 codes of the study's list.

/// Position of the family: 0 papillary, 1 follicular, 2 oncocytic, 3 poorly differentiated; `None` for an
/// empty or another code. `code` is `8260/3`.
pub(crate) fn family(code: &str) -> Option<usize> {
    let number: u32 = code.split('/').next()?.parse().ok()?;
    match number {
        8050 | 8260 | 8340..=8344 | 8350 => Some(0),
        8330..=8332 | 8335 | 8339 => Some(1),
        8290 => Some(2),
        8337 => Some(3),
        _ => None,
    }
}
