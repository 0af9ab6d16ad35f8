//! The flow diagram with the reason of every exclusion, down to the strata and their pairs.

use analysis::{PairExclusion, Stratum};

use super::escape::Text;
use super::page::Page;
use super::{number, put, words};

const WIDTH: usize = 660;
const BOX: usize = 300;
const STEP: usize = 74;
const NODE: usize = 46;
/// Height of the boxes of the strata: heading, pairs, up to four reasons, imaging.
const STRATUM: usize = 158;

/// Writes the section: a drawing, and the same as a table for those who cannot see it.
pub(super) fn write(page: &mut Page<'_>) {
    let steps = page.results().attrition.len();
    let height = STEP * steps + 40 + STRATUM;
    put!(
        page,
        "<figure><div class=\"scroll\" tabindex=\"0\"><svg viewBox=\"0 0 {WIDTH} {height}\" role=\"group\" \
         aria-label=\"Flow of persons into the cohort and its strata; the tables below say the same\" \
         class=\"flow\">\n"
    );
    for step in 0..steps {
        criterion(page, step);
    }
    strata(page, STEP * steps);
    put!(
        page,
        "</svg></div>\n<figcaption>Each person has one reason: the first criterion that is not \
         met.</figcaption></figure>\n"
    );
    attrition(page);
    pairs(page);
}

fn criterion(page: &mut Page<'_>, at: usize) {
    let step = &page.results().attrition[at];
    let top = at * STEP + 4;
    let middle = 4 + BOX / 2;
    if at > 0 {
        let turn = top - (STEP - NODE) / 2;
        let (from, to, side) = (top - (STEP - NODE), top - 1, WIDTH - BOX - 5);
        put!(page, "<path d=\"M{middle} {from}V{to}m-4 -6l4 6l4 -6\" class=\"arrow\"/>");
        put!(page, "<path d=\"M{middle} {turn}H{side}m-6 -4l6 4l-6 4\" class=\"arrow\"/>");
        let left = WIDTH - BOX - 4;
        put!(
            page,
            "<rect x=\"{left}\" y=\"{}\" width=\"{BOX}\" height=\"40\" rx=\"4\" class=\"aside\"/>",
            turn - 20
        );
        line(page, left + 10, turn - 4, "", &words::exclusion(step.criterion));
        let n = excluded(page, at, &format!("excluded, n = {}", number::count(step.n_excluded)));
        put!(page, "<text x=\"{}\" y=\"{}\">{n}</text>\n", left + 10, turn + 12);
    }
    put!(page, "<rect x=\"4\" y=\"{top}\" width=\"{BOX}\" height=\"{NODE}\" rx=\"4\" class=\"box\"/>");
    line(page, 14, top + 18, "", &words::remaining(step.criterion));
    let mut n = format!("n = {}", number::count(step.n_remaining));
    if at + 1 == page.results().attrition.len() {
        n = cohort(page, &n);
    }
    put!(page, "<text x=\"14\" y=\"{}\" class=\"strong\">{n}</text>\n", top + 37);
}

fn excluded(page: &mut Page<'_>, at: usize, text: &str) -> String {
    let criterion = page.results().attrition[at].criterion;
    let title = format!("Excluded: {}", words::exclusion(criterion));
    page.excluded(criterion, &title, text)
}

fn cohort(page: &mut Page<'_>, text: &str) -> String {
    match page.results().estimate("cohort.size") {
        Some(found) => page.estimate(found, text),
        None => text.into(),
    }
}

fn line(page: &mut Page<'_>, x: usize, y: usize, class: &str, text: &str) {
    put!(page, "<text x=\"{x}\" y=\"{y}\" class=\"{class}\">{}</text>\n", Text(text));
}

fn strata(page: &mut Page<'_>, bottom: usize) {
    let width = (WIDTH - 8 - 2 * 12) / 3;
    let from = bottom - (STEP - NODE) + 4;
    for (at, &stratum) in Stratum::ALL.iter().enumerate() {
        let x = 4 + at * (width + 12);
        put!(
            page,
            "<path d=\"M{} {from}V{}H{}V{}m-4 -6l4 6l4 -6\" class=\"arrow\"/>",
            4 + BOX / 2,
            bottom + 6,
            x + width / 2,
            bottom + 29
        );
        put!(
            page,
            "<rect x=\"{x}\" y=\"{}\" width=\"{width}\" height=\"{STRATUM}\" rx=\"4\" class=\"box\"/>",
            bottom + 30
        );
        for (row, (class, text)) in stratum_lines(page, stratum).into_iter().enumerate() {
            // Links and escaped text.
            put!(
                page,
                "<text x=\"{}\" y=\"{}\" class=\"{class}\">{text}</text>\n",
                x + 10,
                bottom + 49 + row * 18
            );
        }
    }
}

/// The lines in a stratum's box: markup that is ready.
fn stratum_lines(page: &mut Page<'_>, stratum: Stratum) -> Vec<(&'static str, String)> {
    let name = stratum.word();
    let inside = page.positions(|member| member.stratum == stratum);
    let text = format!("n = {}", number::count(inside.len()));
    let n = page.counted(&format!("Stratum {name}"), inside, &text);
    let mut lines = vec![("strong", words::stratum(stratum).to_string()), ("", n)];
    let paired = page.positions(|m| m.stratum == stratum && m.in_paired_analysis());
    let text = number::count(paired.len());
    let paired = page.counted(&format!("Primary paired analysis, {name}"), paired, &text);
    lines.push(("", format!("Pairs of stimulated Tg: {paired}")));
    for reason in reasons(page) {
        let n = without_pair(page, stratum, reason);
        lines.push(("tick", format!("{}: {n}", words::pair_exclusion(reason))));
    }
    let imaging = match stratum {
        Stratum::Structural => Some(("Imaging evaluable: ", "structural.imaging.evaluable")),
        Stratum::Reoperated => Some(("Imaging findings: ", "reoperated.imaging.findings_1_2y")),
        Stratum::Biochemical => None,
    };
    if let Some((label, id)) = imaging
        && let Some(found) = page.results().estimate(id)
    {
        let text = page.estimate(found, &number::count(found.numerator.unwrap_or_default()));
        lines.push(("", format!("{label}{text}")));
    }
    lines
}

fn without_pair(page: &mut Page<'_>, stratum: Stratum, reason: PairExclusion) -> String {
    let out = page.positions(|m| m.stratum == stratum && m.pair_exclusion == Some(reason));
    let text = number::count(out.len());
    page.counted(&format!("No pair, {}: {}", words::pair_exclusion(reason), stratum.word()), out, &text)
}

fn attrition(page: &mut Page<'_>) {
    put!(
        page,
        "<details class=\"print\"><summary>The flow as tables</summary><div \
         class=\"scroll\" tabindex=\"0\"><table><caption>Persons by step</caption><thead><tr><th \
         scope=\"col\">Step</th><th scope=\"col\">Reason of exclusion</th><th scope=\"col\" \
         class=\"n\">Excluded</th><th scope=\"col\" class=\"n\">Remaining</th></tr></thead><tbody>\n"
    );
    for at in 0..page.results().attrition.len() {
        let step = &page.results().attrition[at];
        let n = excluded(page, at, &number::count(step.n_excluded));
        let reason = if at > 0 { words::exclusion(step.criterion) } else { String::new() };
        put!(
            page,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td class=\"n\">{n}</td><td \
             class=\"n\">{}</td></tr>\n",
            Text(&words::remaining(step.criterion)),
            Text(&reason),
            number::count(step.n_remaining)
        );
    }
    put!(page, "</tbody></table></div>\n");
}

fn pairs(page: &mut Page<'_>) {
    put!(
        page,
        "<div class=\"scroll\" tabindex=\"0\">\
         <table class=\"narrow\"><caption>Patients without a pair in the primary \
         analysis, by reason</caption><thead><tr><th scope=\"col\">Reason</th>"
    );
    for &stratum in Stratum::ALL {
        put!(page, "<th scope=\"col\" class=\"n\">{}</th>", words::stratum(stratum));
    }
    put!(page, "</tr></thead><tbody>\n");
    for reason in reasons(page) {
        put!(page, "<tr><th scope=\"row\">{}</th>", words::pair_exclusion(reason));
        for &stratum in Stratum::ALL {
            let n = without_pair(page, stratum, reason);
            put!(page, "<td class=\"n\">{n}</td>");
        }
        put!(page, "</tr>\n");
    }
    put!(page, "</tbody></table></div></details>\n");
}

/// The reasons that the contract names, and those of narrower pairs where a protocol asks for them.
fn reasons(page: &Page<'_>) -> Vec<PairExclusion> {
    let named = [
        PairExclusion::MissingBoth,
        PairExclusion::MissingBefore,
        PairExclusion::MissingAfter,
        PairExclusion::TgabPositive,
    ];
    let found = |reason: &PairExclusion| {
        named.contains(reason) || page.results().members.iter().any(|m| m.pair_exclusion == Some(*reason))
    };
    PairExclusion::ALL.iter().copied().filter(found).collect()
}
