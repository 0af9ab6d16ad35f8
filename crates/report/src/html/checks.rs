//! Sums that must hold, recomputed from the rows and printed.

use super::escape::Text;
use super::page::Page;
use super::{number, put};
use crate::consistency::{Check, checks};

/// Writes the section.
pub(super) fn write(page: &mut Page<'_>) {
    let checks = checks(page.document);
    let failed = checks.iter().filter(|check| !check.holds).count();
    put!(
        page,
        "<p>{} sums were recomputed from the rows of the patients; {}.</p>\n<ul class=\"checks\">\n",
        number::count(checks.len()),
        if failed == 0 {
            "all hold".into()
        } else {
            format!("<strong>{} fail: do not use this report</strong>", number::count(failed))
        }
    );
    for Check { says, holds } in checks {
        let (class, mark) = if holds { ("good", "✓") } else { ("bad", "✗ does not hold:") };
        put!(page, "<li class=\"{class}\">{mark} {}</li>\n", Text(&says));
    }
    put!(page, "</ul>\n");
}
