//! The keys of a protocol, and what the built-in study gives for each.

use toml_edit::{Document, Item, TableLike};

/// The study that comes with the program.
pub(crate) const BUILTIN: &str = include_str!("../../../studies/second-radioiodine/protocol.toml");
/// Its histologies.
pub(crate) const BUILTIN_HISTOLOGY: &str =
    include_str!("../../../studies/second-radioiodine/concepts/histology.csv");
/// How the built-in study names that file.
pub(crate) const BUILTIN_HISTOLOGY_PATH: &str = "concepts/histology.csv";
/// The concept sets of coded sources: key, path as the built-in study names it, text. A protocol that does
/// not name one of them takes the built-in list.
pub(crate) const BUILTIN_SETS: &[(&str, &str, &str)] = &[
    (
        "concepts.conditions",
        "concepts/conditions.csv",
        include_str!("../../../studies/second-radioiodine/concepts/conditions.csv"),
    ),
    (
        "concepts.procedures",
        "concepts/procedures.csv",
        include_str!("../../../studies/second-radioiodine/concepts/procedures.csv"),
    ),
    (
        "concepts.drugs",
        "concepts/drugs.csv",
        include_str!("../../../studies/second-radioiodine/concepts/drugs.csv"),
    ),
    (
        "concepts.measurements",
        "concepts/measurements.csv",
        include_str!("../../../studies/second-radioiodine/concepts/measurements.csv"),
    ),
];

/// Every key with its path, in the order of the file. Every key is required but those of [`BUILTIN_SETS`].
pub(crate) const KEYS: &[&str] = &[
    "study.id",
    "study.title",
    "study.question",
    "study.period.first",
    "study.period.last",
    "source.max_rows_not_used_pct",
    "source.dates",
    "source.encoding",
    "concepts.histology",
    "concepts.conditions",
    "concepts.procedures",
    "concepts.drugs",
    "concepts.measurements",
    "index.min_therapeutic_mci",
    "index.review_mci",
    "index.same_administration_pct",
    "index.merge_gap_days",
    "index.review_gap_days",
    "require.criteria",
    "require.distant_until_days",
    "windows.baseline_days",
    "windows.baseline_after_first_course_days",
    "windows.follow_up_days",
    "windows.follow_up_target_days",
    "windows.last_status_days",
    "windows.additional_treatment_after_days",
    "marker.stimulated_tsh_min",
    "marker.stimulated_tsh_days",
    "marker.injection_gap_days",
    "marker.injection_draw_days",
    "marker.suppressed_tsh_below",
    "marker.suppressed_tsh_days",
    "marker.blackout_days",
    "marker.post_dose_days",
    "marker.antibody_positive_above",
    "marker.antibody_days",
    "marker.antibody_rising_ratio",
    "marker.antibody_trend_days",
    "structural.washout_ng_ml",
    "structural.node_min_mm",
    "structural.cross_sectional_mm",
    "structural.evidence",
    "change.profile",
    "change.grow_mm",
    "change.grow_pct",
    "change.shrink_mm",
    "change.shrink_pct",
    "change.new_min_mm",
    "change.resolved_node_mm",
    "response.guideline",
    "response.incomplete_stimulated",
    "response.incomplete_suppressed",
    "response.excellent_stimulated",
    "response.excellent_suppressed",
    "status.ned",
    "analysis.confidence_level",
    "analysis.seed",
    "analysis.pair_antibodies",
    "analysis.pair_assays",
    "report.title",
    "report.patient_pages",
];

/// The sections of the runs under other choices: `[[sensitivity]]`.
pub(crate) const RUNS: &str = "sensitivity";

/// The names directly below `path` (the sections for an empty path), in the order of the file.
pub(crate) fn children(path: &str) -> Vec<&'static str> {
    let prefix = if path.is_empty() { String::new() } else { format!("{path}.") };
    let mut names: Vec<&'static str> = Vec::new();
    for key in KEYS {
        if let Some(rest) = key.strip_prefix(prefix.as_str()) {
            let name = rest.split('.').next().unwrap_or(rest);
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

/// Whether `path` is a section or a table inside one.
pub(crate) fn is_table(path: &str) -> bool {
    KEYS.iter().any(|key| key.strip_prefix(path).is_some_and(|rest| rest.starts_with('.')))
}

/// Whether a protocol may leave this key out.
pub(crate) fn is_optional(path: &str) -> bool {
    BUILTIN_SETS.iter().any(|(key, ..)| *key == path)
}

/// The item at a dotted path.
pub(crate) fn item_at<'a>(root: &'a dyn TableLike, path: &str) -> Option<&'a Item> {
    match path.split_once('.') {
        None => root.get(path),
        Some((head, rest)) => item_at(root.get(head)?.as_table_like()?, rest),
    }
}

/// `name = value` as the built-in study writes it.
pub(crate) fn default_line(path: &str) -> String {
    let name = path.rsplit('.').next().unwrap_or(path);
    let text = Document::parse(BUILTIN)
        .ok()
        .and_then(|document| item_at(document.as_table(), path)?.span())
        .and_then(|span| BUILTIN.get(span))
        .unwrap_or("...");
    format!("{name} = {text}")
}
