//! Table one: the cohort by stratum.

use std::fmt::Write;

use analysis::Cell;

use super::escape::Text;
use super::{number, put, words};
use crate::Document;

/// Writes the section.
pub(super) fn write(out: &mut String, document: &Document<'_>) {
    let table = &document.results.table_one;
    put!(
        out,
        "<section id=\"table-one\"><h2>Table one</h2>\n<div class=\"scroll\"><table><caption>Characteristics at the \
         second radioiodine: n (%), or mean (SD) and median (IQR) with the number of missing values</caption>\n<thead><tr><th \
         scope=\"col\">Characteristic</th>"
    );
    for (name, n) in &table.columns {
        put!(
            out,
            "<th scope=\"col\" class=\"n\">{}<br><span class=\"fine\">n = {}</span></th>",
            Text(&words::plain(name)),
            number::count(*n)
        );
    }
    put!(out, "</tr></thead>\n<tbody>\n");
    let mut group = "";
    for row in &table.rows {
        let numeric = matches!(row.cells.first(), Some(Cell::Numeric { .. }));
        if row.group != group {
            group = &row.group;
            if !numeric {
                put!(
                    out,
                    "<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"{}\">{}</th></tr>\n",
                    table.columns.len() + 1,
                    Text(group)
                );
            }
        }
        let label = if numeric { format!("{}, {}", row.group, row.label) } else { row.label.clone() };
        put!(
            out,
            "<tr><th scope=\"row\" class=\"{}\">{}</th>",
            if numeric { "" } else { "inset" },
            Text(&label)
        );
        for (cell, (_, of)) in row.cells.iter().zip(&table.columns) {
            put!(out, "<td class=\"n\">{}</td>", cell_text(cell, *of));
        }
        put!(out, "</tr>\n");
    }
    put!(
        out,
        "</tbody></table></div>\n<p class=\"fine\">Stages and risks are intervals where inputs are missing. Differences between strata are not tested: the strata were defined by their disease.</p></section>\n"
    );
}

fn cell_text(cell: &Cell, of: usize) -> String {
    match cell {
        Cell::Count { n, of } => format!("{} ({})", number::count(*n), number::percent(*n, *of)),
        Cell::Numeric { n: 0, .. } => number::NONE.into(),
        Cell::Numeric { n, mean, sd, median, q1, q3 } => {
            let missing = of.saturating_sub(*n);
            let note = if missing > 0 {
                format!("<br><span class=\"fine\">missing {}</span>", number::count(missing))
            } else {
                String::new()
            };
            format!(
                "{}<br>{}{note}",
                number::mean_sd(*mean, *sd),
                number::median_iqr(*median, (*q1).zip(*q3))
            )
        }
    }
}
