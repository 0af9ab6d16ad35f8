//! The findings about a paper's printed figures as a page of their own.

use audit::{Figures, Finding, Severity};

use super::escape::Text;
use super::frame::{STYLE, STYLE_HASH};
use super::{number, put};

/// A self-contained page: counts first, then a table by rank.
pub fn audit_page(figures: &Figures, findings: &[Finding], version: &str) -> String {
    let mut out = String::new();
    let title = if figures.title.is_empty() { "Printed figures" } else { &figures.title };
    put!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src \
         'sha256-{STYLE_HASH}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>Audit: {title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<header>\n\
         <h1>{title}</h1>\n<p class=\"fine\">{}</p>\n</header>\n<div class=\"body\">\n<nav aria-label=\"Ranks\"><ul>",
        Text(&figures.reference),
        title = Text(title)
    );
    for severity in Severity::ALL {
        let n = findings.iter().filter(|found| found.severity == *severity).count();
        if n > 0 {
            put!(out, "<li><a href=\"#{}\">{}: {n}</a></li>", severity.word(), short(*severity));
        }
    }
    put!(out, "</ul></nav>\n<main>\n");
    put!(
        out,
        "<p>{} printed figures were checked {} times.</p>\n",
        number::count(figures.n_figures()),
        number::count(findings.len())
    );
    for severity in Severity::ALL {
        rank(&mut out, findings, *severity);
    }
    put!(
        out,
        "</main>\n</div>\n<footer><p class=\"fine\">Made by retreat {}. The audit says which figures agree \
         with each other; it does not know the data behind them.</p></footer>\n</body>\n</html>\n",
        Text(version)
    );
    out
}

fn rank(out: &mut String, findings: &[Finding], severity: Severity) {
    let found: Vec<&Finding> = findings.iter().filter(|found| found.severity == severity).collect();
    if found.is_empty() {
        return;
    }
    let word = severity.word();
    put!(
        out,
        "<section id=\"{word}\" aria-labelledby=\"{word}-h\">\n<h2 id=\"{word}-h\">{} ({})</h2>\n\
         <div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr><th scope=\"col\">Printed</th>\
         <th scope=\"col\">Expected, or what follows</th><th scope=\"col\">What it means</th></tr></thead>\n<tbody>\n",
        heading(severity),
        number::count(found.len())
    );
    for found in found {
        put!(
            out,
            "<tr><th scope=\"row\">{}<br><span class=\"fine\">{}</span></th><td>{}{}{}</td><td>{}</td></tr>\n",
            Text(&found.claim),
            Text(&found.place),
            found.rule.title(),
            if found.expected.is_empty() { "" } else { ": " },
            Text(&found.expected),
            Text(&found.explanation)
        );
    }
    put!(out, "</tbody>\n</table></div>\n</section>\n");
}

fn short(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Errors",
        Severity::Doubt => "Doubts",
        Severity::Note => "Notes",
        Severity::Ok => "Agree",
    }
}

fn heading(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Errors: figures that cannot be",
        Severity::Doubt => "Doubts: possible, and worth a question",
        Severity::Note => "Notes",
        Severity::Ok => "Agree",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_words_stay_words() {
        let figures = audit::read(
            "[paper]\ntitle = \"<b>\"\n[[text]]\nprinted = \"<script>\"\nexpected = \"a & b\"\n",
            "figures.toml",
        )
        .expect("figures");
        let page = audit_page(&figures, &audit::audit(&figures), "1");
        assert!(
            page.contains("<h1>&lt;b&gt;</h1>")
                && page.contains("&lt;script&gt;")
                && !page.contains("<script")
        );
    }
}
