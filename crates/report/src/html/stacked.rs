//! Stacked bars: graphics without text, so that they fit any width; the numbers stand in a table beside.

use super::put;

/// One part of a bar.
pub(super) struct Part {
    /// Class that colours it: `p0` to `p7`, `none` for missing.
    pub class: &'static str,
    /// How many.
    pub n: usize,
}

/// A bar of parts, as wide as its place; an empty frame of nobody.
pub(super) fn bar(label: &str, parts: &[Part]) -> String {
    let total: usize = parts.iter().map(|part| part.n).sum();
    let mut out = format!(
        "<svg class=\"stacked\" viewBox=\"0 0 1000 20\" preserveAspectRatio=\"none\" role=\"img\" \
         aria-label=\"{label}; the table gives the numbers\">"
    );
    let mut from = 0.0;
    for part in parts.iter().filter(|part| part.n > 0) {
        let width = 1000.0 * part.n as f64 / total as f64;
        put!(
            out,
            "<rect class=\"{}\" x=\"{from:.1}\" y=\"1\" width=\"{width:.1}\" height=\"18\"/>",
            part.class
        );
        from += width;
    }
    if total == 0 {
        out.push_str("<rect class=\"none\" x=\"0\" y=\"1\" width=\"1000\" height=\"18\"/>");
    }
    out.push_str("</svg>\n");
    out
}

/// The colour of a part, for the table that explains a bar.
pub(super) fn key(class: &str) -> String {
    format!(
        "<svg class=\"swatch\" viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect class=\"{class}\" \
         width=\"10\" height=\"10\"/></svg>"
    )
}
