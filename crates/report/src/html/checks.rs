//! Sums that must hold, recomputed from the rows and printed.

use super::escape::Text;
use super::page::Page;
use super::{number, put};
use crate::consistency::{Check, checks, contradictions, scan};

/// Writes the section.
pub(super) fn write(page: &mut Page<'_>) {
    let checks = checks(page.document);
    let verdict = verdict(&checks, "all hold");
    put!(
        page,
        "<p>{} sums were recomputed from the rows of the patients; {verdict}.</p>\n<ul class=\"checks\">\n",
        number::count(checks.len())
    );
    checks.iter().for_each(|check| line(page, check));
    put!(page, "</ul>\n");
    put!(page, "<p>{}</p>\n", Text(&contradictions(page.document)));
    read_back(page);
}

/// Every figure of the finished text and tables, read back; only those that fail are listed.
fn read_back(page: &mut Page<'_>) {
    let found = scan(page.whole());
    let verdict = verdict(&found, "all agree with their whole numbers");
    put!(
        page,
        "<p>{} figures were read back from the finished text and tables; {verdict}.</p>\n",
        number::count(found.len())
    );
    if found.iter().any(|check| !check.holds) {
        put!(page, "<ul class=\"checks\">\n");
        found.iter().filter(|check| !check.holds).for_each(|check| line(page, check));
        put!(page, "</ul>\n");
    }
}

fn verdict(checks: &[Check], good: &str) -> String {
    match checks.iter().filter(|check| !check.holds).count() {
        0 => good.into(),
        failed => format!("<strong>{} fail: do not use this report</strong>", number::count(failed)),
    }
}

fn line(page: &mut Page<'_>, check: &Check) {
    let (class, mark) = if check.holds { ("good", "✓") } else { ("bad", "✗ does not hold:") };
    put!(page, "<li class=\"{class}\">{mark} {}</li>\n", Text(&check.says));
}
