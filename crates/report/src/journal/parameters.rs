//! The parameters of a protocol, by key.

use protocol::Protocol;

/// Key and value of every parameter that decides about patients or numbers, in the order of the file.
pub(super) fn parameters(protocol: &Protocol) -> Vec<(&'static str, String)> {
    let mut list = selection(protocol);
    list.extend(marker(protocol));
    list.extend(judgement(protocol));
    list
}

fn selection(protocol: &Protocol) -> Vec<(&'static str, String)> {
    let (study, index, windows) = (&protocol.study, &protocol.index, &protocol.windows);
    let criteria: Vec<&str> = protocol.criteria.iter().map(|criterion| criterion.word()).collect();
    vec![
        ("study.period.first", study.first_day.iso()),
        ("study.period.last", study.last_day.iso()),
        ("source.max_rows_not_used_pct", protocol.source.max_rows_not_used_pct.to_string()),
        ("source.dates", protocol.source.dates.word().into()),
        ("source.encoding", protocol.source.encoding.word().into()),
        ("index.min_therapeutic_mci", index.min_therapeutic_mci.to_string()),
        ("index.review_mci", index.review_mci.to_string()),
        ("index.same_administration_pct", index.same_administration_pct.to_string()),
        ("index.merge_gap_days", index.merge_gap_days.to_string()),
        ("index.review_gap_days", index.review_gap_days.to_string()),
        ("require.criteria", criteria.join(", ")),
        ("require.distant_until_days", protocol.distant_until_days.to_string()),
        ("windows.baseline_days", span(windows.baseline_days)),
        ("windows.baseline_after_first_course_days", windows.baseline_after_first_course_days.to_string()),
        ("windows.follow_up_days", span(windows.follow_up_days)),
        ("windows.follow_up_target_days", windows.follow_up_target_days.to_string()),
        ("windows.last_status_days", windows.last_status_days.to_string()),
        ("windows.additional_treatment_after_days", windows.additional_treatment_after_days.to_string()),
    ]
}

fn marker(protocol: &Protocol) -> Vec<(&'static str, String)> {
    let rules = &protocol.marker;
    vec![
        ("marker.stimulated_tsh_min", rules.stimulated_tsh_min.to_string()),
        ("marker.stimulated_tsh_days", rules.stimulated_tsh_days.to_string()),
        ("marker.injection_gap_days", rules.injection_gap_days.to_string()),
        ("marker.injection_draw_days", span(rules.injection_draw_days)),
        ("marker.suppressed_tsh_below", rules.suppressed_tsh_below.to_string()),
        ("marker.suppressed_tsh_days", rules.suppressed_tsh_days.to_string()),
        ("marker.blackout_days", rules.blackout_days.to_string()),
        ("marker.post_dose_days", rules.post_dose_days.to_string()),
        ("marker.antibody_positive_above", rules.antibody_positive_above.to_string()),
        ("marker.antibody_days", rules.antibody_days.to_string()),
        ("marker.antibody_rising_ratio", rules.antibody_rising_ratio.to_string()),
        ("marker.antibody_trend_days", rules.antibody_trend_days.to_string()),
    ]
}

fn judgement(protocol: &Protocol) -> Vec<(&'static str, String)> {
    let (structural, change, response) = (&protocol.structural, &protocol.change, &protocol.response);
    vec![
        ("structural.washout_ng_ml", structural.washout_ng_ml.to_string()),
        ("structural.node_min_mm", structural.node_min_mm.to_string()),
        ("structural.cross_sectional_mm", structural.cross_sectional_mm.to_string()),
        ("change.grow_mm", change.grow_mm.to_string()),
        ("change.grow_pct", change.grow_pct.to_string()),
        ("change.shrink_mm", change.shrink_mm.to_string()),
        ("change.shrink_pct", change.shrink_pct.to_string()),
        ("change.new_min_mm", change.new_min_mm.to_string()),
        ("change.resolved_node_mm", change.resolved_node_mm.to_string()),
        ("response.incomplete_stimulated", response.incomplete_stimulated.to_string()),
        ("response.incomplete_suppressed", response.incomplete_suppressed.to_string()),
        ("response.excellent_stimulated", response.excellent_stimulated.to_string()),
        ("response.excellent_suppressed", response.excellent_suppressed.to_string()),
        ("analysis.confidence_level", protocol.analysis.confidence_level.to_string()),
        ("analysis.seed", protocol.analysis.seed.to_string()),
    ]
}

fn span((first, last): (i32, i32)) -> String {
    format!("[{first}, {last}]")
}
