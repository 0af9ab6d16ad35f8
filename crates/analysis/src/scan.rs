//! What a scan after radioiodine says about uptake.

/// Whether the scan shows uptake outside the thyroid bed; `None` without a scan or where it is undecided.
pub(crate) fn is_avid(scan: &str) -> Option<bool> {
    match scan {
        "neck_nodal" | "mediastinal" | "lung" | "bone" | "other_distant" => Some(true),
        "negative" | "bed_only" => Some(false),
        _ => None,
    }
}
