//! The flow diagram with the reason of every exclusion.

use std::fmt::Write;

use analysis::Stratum;

use super::escape::Text;
use super::estimates::link;
use super::{number, put, words};
use crate::Document;

const WIDTH: usize = 640;
const BOX: usize = 290;
const STEP: usize = 74;

/// Writes the section: a drawing, and the same as a table for those who cannot see it.
pub(super) fn write(out: &mut String, document: &Document<'_>) {
    let steps = &document.results.attrition;
    let height = STEP * steps.len() + 96;
    put!(
        out,
        "<section id=\"flow\"><h2>Flow</h2>\n<figure><svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
         aria-label=\"Flow of persons into the cohort; the table below says the same\" class=\"flow\">\n"
    );
    for (position, step) in steps.iter().enumerate() {
        let top = position * STEP + 4;
        node(out, 4, top, BOX, &words::remaining(step.criterion), step.n_remaining);
        if position > 0 {
            let middle = top as isize - (STEP as isize - 44) / 2;
            put!(
                out,
                "<path d=\"M{x} {from}V{to}\" class=\"arrow\"/>",
                x = 4 + BOX / 2,
                from = top - (STEP - 44),
                to = top - 1
            );
            put!(
                out,
                "<path d=\"M{x} {middle}H{to}\" class=\"arrow\"/>",
                x = 4 + BOX / 2,
                to = WIDTH - BOX - 6
            );
            aside(out, WIDTH - BOX - 4, middle - 19, &words::exclusion(step.criterion), step.n_excluded);
        }
    }
    strata(out, document, steps.len() * STEP);
    put!(
        out,
        "</svg></figure>\n<details><summary>The flow as a table</summary><div class=\"scroll\"><table><caption>Attrition</caption><thead><tr><th scope=\"col\">Step</th><th scope=\"col\" class=\"n\">Excluded</th><th scope=\"col\" class=\"n\">Remaining</th></tr></thead><tbody>"
    );
    for step in steps {
        put!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
            Text(&words::remaining(step.criterion)),
            number::count(step.n_excluded),
            number::count(step.n_remaining)
        );
    }
    put!(
        out,
        "</tbody></table></div><p class=\"fine\">excluded.csv names every person with the reason.</p></details>\n<p>The cohort: "
    );
    for (number, (label, id)) in [
        ("not reoperated", "stratum.not_reoperated"),
        ("structural", "stratum.structural"),
        ("biochemical", "stratum.biochemical"),
        ("reoperated", "stratum.reoperated"),
    ]
    .into_iter()
    .enumerate()
    {
        if let Some((n, of)) =
            document.results.estimate(id).and_then(|found| found.numerator.zip(found.denominator))
        {
            put!(
                out,
                "{}{label} {}",
                if number > 0 { ", " } else { "" },
                link(id, &super::number::share(n, of))
            );
        }
    }
    put!(out, ".</p></section>\n");
}

fn node(out: &mut String, x: usize, y: usize, width: usize, label: &str, n: usize) {
    put!(
        out,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"44\" rx=\"4\" class=\"box\"/><text x=\"{t}\" y=\"{a}\">{}</text>\
         <text x=\"{t}\" y=\"{b}\" class=\"strong\">n = {}</text>\n",
        Text(label),
        number::count(n),
        t = x + 10,
        a = y + 18,
        b = y + 36
    );
}

fn aside(out: &mut String, x: usize, y: isize, label: &str, n: usize) {
    put!(
        out,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{BOX}\" height=\"38\" rx=\"4\" class=\"aside\"/><text x=\"{t}\" y=\"{a}\">{}</text>\
         <text x=\"{t}\" y=\"{b}\">excluded, n = {}</text>\n",
        Text(label),
        number::count(n),
        t = x + 10,
        a = y + 16,
        b = y + 31
    );
}

fn strata(out: &mut String, document: &Document<'_>, bottom: usize) {
    let width = (WIDTH - 8 - 2 * 12) / 3;
    let from = bottom - (STEP - 48);
    for (position, &stratum) in Stratum::ALL.iter().enumerate() {
        let x = 4 + position * (width + 12);
        let n = document.results.members.iter().filter(|member| member.stratum == stratum).count();
        let middle = x + width / 2;
        put!(
            out,
            "<path d=\"M{start} {from}V{turn}H{middle}V{to}\" class=\"arrow\"/>",
            start = 4 + BOX / 2,
            turn = bottom + 2,
            to = bottom + 19
        );
        node(out, x, bottom + 20, width, words::stratum(stratum), n);
    }
}
