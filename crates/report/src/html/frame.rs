//! What stands around the sections: head, policy, title, navigation, foot.

use super::escape::Text;
use super::page::Page;
use super::{Section, number, put};

/// The style of the page.
pub const STYLE: &str = include_str!("style.css");
/// The script of the page.
pub const SCRIPT: &str = include_str!("script.js");
/// SHA-256 of [`STYLE`], base64, as the content security policy names it. A test holds it.
pub const STYLE_HASH: &str = "i1JAWVceHdsxSIz9pO4dlBvlNSJFM9NOwHTkcpHC+M0=";
/// SHA-256 of [`SCRIPT`], likewise.
pub const SCRIPT_HASH: &str = "Xm4Erd05RjikKFlVv6ECJILwEalBIwq8aaxRfFGHE4o=";

/// Writes everything up to the first section.
pub(super) fn open(page: &mut Page<'_>, sections: &[Section]) {
    let document = page.document;
    let title = Text(&document.protocol.report.title);
    put!(
        page,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src \
         'sha256-{STYLE_HASH}'; script-src 'sha256-{SCRIPT_HASH}'; base-uri 'none'; form-action \
         'none'\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light \
         dark\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#result\">To the key results</a>\n<header>\n"
    );
    if document.synthetic {
        put!(
            page,
            "<p class=\"synthetic\" role=\"note\"><strong>Synthetic data.</strong> No line of this report \
             describes a real person.</p>\n"
        );
    }
    put!(page, "<h1>{title}</h1>\n");
    question(page);
    put!(page, "</header>\n<div class=\"body\">\n<nav aria-label=\"Sections\"><ul>");
    for part in sections {
        put!(page, "<li><a href=\"#{}\">{}</a></li>", part.id, part.short);
    }
    put!(page, "</ul></nav>\n<main>\n");
}

fn question(page: &mut Page<'_>) {
    let study = &page.document.protocol.study;
    put!(
        page,
        "<p class=\"question\">{}</p>\n<p class=\"fine\">{}. Second courses from {} to {}.</p>\n",
        Text(&study.question),
        Text(study.title.trim_end_matches('.')),
        study.first_day.iso(),
        study.last_day.iso()
    );
}

/// Writes everything after the last section.
pub(super) fn close(page: &mut Page<'_>) {
    let document = page.document;
    put!(
        page,
        "</main>\n</div>\n<footer><p class=\"fine\">This page holds data of single patients: keep it \
         where the records are kept. Made by retreat {} from protocol <span class=\"hash\">{}</span>; {} \
         patients. The same records and protocol give this file again, byte for \
         byte.</p></footer>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
        Text(document.version),
        Text(&document.results.protocol_hash),
        number::count(document.results.members.len())
    );
}
