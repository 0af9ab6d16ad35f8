//! The review queue: what was not used as recorded, by kind.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::escape::Text;
use super::{MOST_LISTED, number, put, words};
use crate::{Document, ReviewRow};

/// Writes the section.
pub(super) fn write(out: &mut String, document: &Document<'_>) {
    let mut kinds: BTreeMap<&str, Vec<&ReviewRow>> = BTreeMap::new();
    for row in document.review {
        kinds.entry(&row.kind).or_default().push(row);
    }
    put!(
        out,
        "<section id=\"review\"><h2>Review queue</h2>\n<p>{} values or rows were not used as recorded. Correct them \
         in the source and run again; review.csv lists all.</p>\n",
        number::count(document.review.len())
    );
    for (kind, rows) in kinds {
        put!(
            out,
            "<details class=\"wide\"><summary>{}, {}</summary><div class=\"scroll\"><table><thead><tr><th \
             scope=\"col\">Patient</th><th scope=\"col\">Place</th><th scope=\"col\">What</th></tr></thead><tbody>\n",
            Text(&words::plain(kind)),
            number::count(rows.len())
        );
        for row in rows.iter().take(MOST_LISTED) {
            put!(
                out,
                "<tr><td>{}</td><td>{}:{}</td><td dir=\"auto\">{}</td></tr>\n",
                Text(&row.person_id),
                Text(&row.source),
                row.line,
                Text(&row.message)
            );
        }
        put!(out, "</tbody></table></div>");
        if rows.len() > MOST_LISTED {
            put!(
                out,
                "<p class=\"fine\">and {} more in review.csv</p>",
                number::count(rows.len() - MOST_LISTED)
            );
        }
        put!(out, "</details>\n");
    }
    put!(out, "</section>\n");
}
