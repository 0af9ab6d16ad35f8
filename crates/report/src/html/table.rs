//! Table one: the cohort by stratum.

use analysis::{Behind, Cell, TableRow};

use super::escape::Text;
use super::page::Page;
use super::{number, put, words};

/// Writes the section.
pub(super) fn write(page: &mut Page<'_>) {
    let table = &page.results().table_one;
    put!(
        page,
        "<div class=\"scroll\" tabindex=\"0\">\
         <table class=\"spread\"><caption>Table one. Characteristics at the second \
         radioiodine course: n/N (%), or mean (SD) and median (IQR) with the number of missing \
         values</caption>\n<thead><tr><th scope=\"col\">Characteristic</th>"
    );
    for (name, n) in &table.columns {
        put!(
            page,
            "<th scope=\"col\" class=\"n\">{}<br><span class=\"fine\">N = {}</span></th>",
            Text(&words::capital(name)),
            number::count(*n)
        );
    }
    put!(page, "</tr></thead>\n");
    for rows in table.rows.chunk_by(|a, b| a.group == b.group) {
        put!(page, "<tbody>\n");
        group(page, rows);
        put!(page, "</tbody>\n");
    }
    put!(
        page,
        "</table></div>\n<p class=\"fine\">Stages and risks are intervals where inputs are missing. \
         Strata are not compared by tests: they were defined by the disease.</p>\n"
    );
}

/// The rows of one characteristic: a number in one row, or a heading and a row per category.
fn group(page: &mut Page<'_>, rows: &[TableRow]) {
    let columns = page.results().table_one.columns.len();
    let numeric = matches!(rows[0].cells.first(), Some(Cell::Numeric { .. }));
    if !numeric {
        put!(
            page,
            "<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"{}\">{}</th></tr>\n",
            columns + 1,
            Text(&rows[0].group)
        );
    }
    for row in rows {
        if numeric {
            put!(page, "<tr><th scope=\"row\">{}, {}</th>", Text(&row.group), Text(&row.label));
        } else {
            put!(page, "<tr><th scope=\"row\" class=\"inset\">{}</th>", Text(&words::category(&row.label)));
        }
        for at in 0..columns {
            cell(page, row, at);
        }
        put!(page, "</tr>\n");
    }
}

fn cell(page: &mut Page<'_>, row: &TableRow, at: usize) {
    let (column, of) = &page.results().table_one.columns[at];
    let behind = row.behind.get(at).cloned().unwrap_or_default();
    let title = format!("{}, {}: {column}", row.group, row.label);
    match &row.cells[at] {
        Cell::Count { n, of } => {
            let text = number::share(*n, *of);
            let link = page.counted(&title, behind.counted, &text);
            put!(page, "<td class=\"n\">{link}</td>");
        }
        Cell::Numeric { n: 0, .. } => put!(page, "<td class=\"n\">{}</td>", number::NONE),
        Cell::Numeric { n, mean, sd, median, q1, q3 } => {
            let lines = [number::mean_sd(*mean, *sd), number::median_iqr(*median, (*q1).zip(*q3))];
            numeric(page, &title, behind, lines, of.saturating_sub(*n));
        }
    }
}

fn numeric(page: &mut Page<'_>, title: &str, behind: Behind, lines: [String; 2], missing: usize) {
    let groups = vec![("With a value", behind.counted), ("Missing", behind.missing)];
    let mean = page.split(title, groups.clone(), &lines[0]);
    put!(page, "<td class=\"n\">{mean}<br>{}", lines[1]);
    if missing > 0 {
        let text = format!("missing {}", number::count(missing));
        let text = page.split(title, groups, &text);
        put!(page, "<br><span class=\"fine\">{text}</span>");
    }
    put!(page, "</td>");
}
