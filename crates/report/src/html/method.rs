//! The protocol in sentences, and the files that were read.

use super::escape::Text;
use super::page::Page;
use super::{number, put};

/// Writes the protocol.
pub(super) fn protocol(page: &mut Page<'_>) {
    put!(
        page,
        "<p>Made from the protocol file that produced these numbers; it can stand as the methods \
         part.</p>\n\
         <details class=\"wide print prose\"><summary>The study in sentences</summary>\n"
    );
    for section in protocol::prose_sections(page.document.protocol) {
        put!(page, "<h3>{}</h3>\n", Text(&section.heading));
        for paragraph in &section.paragraphs {
            put!(page, "<p dir=\"auto\">{}</p>\n", Text(paragraph));
        }
    }
    put!(page, "</details>\n");
}

/// Writes the files read.
pub(super) fn sources(page: &mut Page<'_>) {
    put!(
        page,
        "<div class=\"scroll\" tabindex=\"0\">\
         <table class=\"spread\"><caption>Files read and what became of their \
         rows</caption>\n<thead><tr>"
    );
    put!(page, "<th scope=\"col\">File</th>");
    for column in ["Rows", "Used", "Not used", "Other analytes", "Recorded twice"] {
        put!(page, "<th scope=\"col\" class=\"n\">{column}</th>");
    }
    put!(page, "<th scope=\"col\">SHA-256</th></tr></thead>\n<tbody>\n");
    for file in page.document.sources {
        put!(page, "<tr><th scope=\"row\" dir=\"auto\">{}</th>", Text(&file.name));
        for n in [file.rows_read, file.rows_used, file.rows_not_used, file.rows_ignored, file.duplicates] {
            put!(page, "<td class=\"n\">{}</td>", number::count(n));
        }
        put!(page, "<td class=\"hash\">{}</td></tr>\n", Text(&file.sha256));
    }
    put!(
        page,
        "</tbody></table></div>\n<p class=\"fine\">Protocol <span class=\"hash\">{}</span>; seed {} \
         (stands in the manifest; no number of this page is drawn at random).</p>\n",
        Text(&page.document.results.protocol_hash),
        page.document.protocol.analysis.seed
    );
}
