//! Imaging change of the structural stratum and findings of the reoperated.

use analysis::{Change, Estimate, Findings, MemberRow, Stratum};

use super::page::Page;
use super::result::interval_name;
use super::stacked::{Part, bar, key};
use super::{number, put, words};

const CHANGES: [(Change, &str); 5] = [
    (Change::Progression, "p1"),
    (Change::Stable, "p3"),
    (Change::Shrinkage, "p2"),
    (Change::Resolution, "p0"),
    (Change::Insufficient, "none"),
];
const FINDINGS: [(Findings, &str); 3] =
    [(Findings::Yes, "p1"), (Findings::No, "p0"), (Findings::Missing, "none")];

/// Writes the section.
pub(super) fn write(page: &mut Page<'_>) {
    let structural = page.positions(|member| member.stratum == Stratum::Structural).len();
    put!(
        page,
        "<h3>Structural stratum: change of the lesions <span class=\"fine\">n = {}</span></h3>\n<figure>",
        number::count(structural)
    );
    let parts = CHANGES.map(|(change, class)| (class, change_is(page, change).len()));
    stack(page, "Imaging change", &parts);
    changes(page, structural);
    put!(page, "</figure>\n");
    let reoperated = page.positions(|member| member.stratum == Stratum::Reoperated).len();
    put!(
        page,
        "<h3>Reoperated stratum: findings <span class=\"fine\">n = {}</span></h3>\n<figure>",
        number::count(reoperated)
    );
    let parts = FINDINGS.map(|(found, class)| (class, findings_are(page, found).len()));
    stack(page, "Imaging findings", &parts);
    findings(page, reoperated);
    put!(page, "</figure>\n");
}

fn change_is(page: &Page<'_>, change: Change) -> Vec<u32> {
    page.positions(|member: &MemberRow| member.imaging_change == Some(change))
}

fn findings_are(page: &Page<'_>, found: Findings) -> Vec<u32> {
    page.positions(|member: &MemberRow| member.imaging_findings == Some(found))
}

fn stack(page: &mut Page<'_>, label: &str, parts: &[(&'static str, usize)]) {
    let parts: Vec<Part> = parts.iter().map(|(class, n)| Part { class, n: *n }).collect();
    put!(page, "{}", bar(label, &parts));
}

fn head(page: &mut Page<'_>, caption: &str, of: &str) {
    let level = interval_name(page);
    put!(
        page,
        "<div class=\"scroll\" tabindex=\"0\"><table><caption>{caption}</caption><thead><tr><th \
         scope=\"col\">Class</th><th scope=\"col\" class=\"n\">n/{of} (%)</th><th scope=\"col\" \
         class=\"n\">{level}</th><th scope=\"col\" class=\"n\">n/all (%)</th></tr></thead><tbody>\n"
    );
}

fn changes(page: &mut Page<'_>, all: usize) {
    head(page, "Lesions before and after, by patient; any new or grown lesion is progression", "evaluable");
    for (change, class) in CHANGES {
        let who = change_is(page, change);
        let id = format!("structural.imaging.{}", change.word());
        let found = page.results().estimate(&id);
        row(page, class, words::change(change), found, who, all);
    }
    let both = page.results().estimate("structural.imaging.resolution_or_shrinkage");
    let who = both.map(|found| found.behind.counted.clone()).unwrap_or_default();
    row(page, "", "resolution or shrinkage", both, who, all);
    put!(page, "</tbody></table></div>\n");
}

fn findings(page: &mut Page<'_>, all: usize) {
    head(
        page,
        "Any structural evidence in a neck study at 1 to 2 years; not cut at further treatment",
        "imaged",
    );
    for (finding, class) in FINDINGS {
        let who = findings_are(page, finding);
        let found = page.results().estimate("reoperated.imaging.findings_1_2y");
        let found = found.filter(|_| finding == Findings::Yes);
        row(page, class, words::findings(finding), found, who, all);
    }
    put!(page, "</tbody></table></div>\n");
}

fn row(page: &mut Page<'_>, class: &str, label: &str, found: Option<&Estimate>, who: Vec<u32>, all: usize) {
    let mark = if class.is_empty() { String::new() } else { key(class) };
    put!(page, "<tr><th scope=\"row\">{mark}{label}</th>");
    match found {
        Some(found) => {
            let text = page.estimate(found, &super::result::share(found));
            let ci = found.ci.map(number::percent_interval).unwrap_or_default();
            put!(page, "<td class=\"n\">{text}</td><td class=\"n\">{ci}</td>");
        }
        None => put!(page, "<td></td><td></td>"),
    }
    let text = number::share(who.len(), all);
    let text = page.counted(&format!("Imaging at 1 to 2 years: {label}"), who, &text);
    put!(page, "<td class=\"n\">{text}</td></tr>\n");
}
