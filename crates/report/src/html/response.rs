//! Response categories before, at 1 to 2 years and at the last visit.

use analysis::{MemberRow, Response};

use super::page::Page;
use super::{number, put, words};

type When = (&'static str, fn(&MemberRow) -> Response);

const BEFORE: When = ("before", |member| member.response_before);
const FOLLOW_UP: When = ("at 1 to 2 years", |member| member.response_1_2y);
const LAST: When = ("at the last visit", |member| member.response_last);

/// Writes the section.
pub(super) fn write(page: &mut Page<'_>) {
    put!(
        page,
        "<p>Categories of the American Thyroid Association, 2015, judged anew from the records of each \
         window. Before: structural or biochemical incomplete by stratum; the reoperated by the \
         rule.</p>\n"
    );
    distribution(page);
    transition(page, BEFORE, FOLLOW_UP);
    transition(page, BEFORE, LAST);
}

fn distribution(page: &mut Page<'_>) {
    let all = page.members().len();
    put!(
        page,
        "<div class=\"scroll\" tabindex=\"0\">\
         <table class=\"spread\"><caption>Response category, n/N (%), whole \
         cohort</caption><thead><tr><th scope=\"col\">Category</th>"
    );
    for (name, _) in [BEFORE, FOLLOW_UP, LAST] {
        put!(page, "<th scope=\"col\" class=\"n\">{}</th>", words::capital(name));
    }
    put!(page, "</tr></thead><tbody>\n");
    for category in words::RESPONSES {
        put!(page, "<tr><th scope=\"row\">{}</th>", words::response(category));
        for (name, of) in [BEFORE, FOLLOW_UP, LAST] {
            let who = page.positions(|member| of(member) == category);
            let text = number::share(who.len(), all);
            let title = format!("Response {name}: {}", words::response(category));
            let text = page.counted(&title, who, &text);
            put!(page, "<td class=\"n\">{text}</td>");
        }
        put!(page, "</tr>\n");
    }
    put!(page, "</tbody></table></div>\n");
}

fn transition(page: &mut Page<'_>, (earlier, before): When, (later, after): When) {
    put!(
        page,
        "<div class=\"scroll\" tabindex=\"0\">\
         <table class=\"matrix\"><caption>Patients by response {earlier} (rows) and \
         {later} (columns)</caption><thead><tr><th scope=\"col\">{}</th>",
        words::capital(earlier)
    );
    for category in words::RESPONSES {
        put!(page, "<th scope=\"col\" class=\"n\">{}</th>", words::response(category));
    }
    put!(page, "<th scope=\"col\" class=\"n\">all</th></tr></thead><tbody>\n");
    for from in words::RESPONSES {
        let row = page.positions(|member| before(member) == from).len();
        put!(page, "<tr><th scope=\"row\">{}</th>", words::response(from));
        for to in words::RESPONSES {
            let who = page.positions(|member| before(member) == from && after(member) == to);
            let shade = (who.len() * 4).div_ceil(row.max(1));
            let title =
                format!("Response {} {earlier}, {} {later}", words::response(from), words::response(to));
            let text = number::count(who.len());
            let text = page.counted(&title, who, &text);
            put!(page, "<td class=\"n t{shade}\">{text}</td>");
        }
        put!(page, "<td class=\"n\">{}</td></tr>\n", number::count(row));
    }
    put!(page, "</tbody></table></div>\n");
}
