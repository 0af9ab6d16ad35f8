//! `report.html`: one self-contained file, without any outside reference.
//!
//! Readable with JavaScript off: every number is a link to the list of patients behind it. The script
//! only shows that list in place, filters and sorts. The content security policy names the hashes of
//! this style and this script, so nothing else in the file can run, whatever the records hold.

mod audit;
mod behind;
mod blocks;
mod cautions;
pub(crate) mod checks;
mod escape;
mod estimates;
mod flow;
mod forest;
mod frame;
mod imaging;
mod legend;
mod members;
mod method;
pub(crate) mod number;
mod page;
mod paired;
mod paper;
mod patient;
mod quality;
mod reading;
mod response;
mod result;
mod review;
mod scale;
mod stacked;
mod status;
mod table;
pub(crate) mod words;

pub(crate) use escape::Text;

use crate::Document;
use page::Page;

/// `write!` into a string or page, which cannot fail.
macro_rules! put {
    ($out:expr, $($format:tt)*) => {{
        use std::fmt::Write as _;
        let _ = write!($out, $($format)*);
    }};
}
pub(crate) use put;

pub use audit::audit_page;
pub use frame::{SCRIPT, SCRIPT_HASH, STYLE, STYLE_HASH};

/// Longest list of patients that is written for a number; `patients.csv` has all.
pub const MOST_LISTED: usize = 300;
/// Most rows of the patients table.
pub const MOST_PATIENTS: usize = 1000;
/// Most rows of the review queue that are written for one kind; `review.csv` has all.
pub const MOST_REVIEWED: usize = 200;
/// Most pairs of a stratum that are drawn as single lines; more become a few faint paths.
pub const MOST_LINES: usize = 300;

/// A part of the page: its anchor, its heading, who writes it.
struct Section {
    id: &'static str,
    heading: &'static str,
    short: &'static str,
    write: fn(&mut Page<'_>),
}

const fn section(
    id: &'static str,
    heading: &'static str,
    short: &'static str,
    write: fn(&mut Page<'_>),
) -> Section {
    Section { id, heading, short, write }
}

const SECTIONS: &[Section] = &[
    section("result", "Key results", "Key results", result::write),
    section("flow", "Flow of patients", "Flow", flow::write),
    section("table-one", "Who the patients are", "Table one", table::write),
    section("pairs", "Stimulated thyroglobulin before and after", "Thyroglobulin", paired::write),
    section("imaging", "Imaging at 1 to 2 years", "Imaging", imaging::write),
    section("status", "Final status and additional treatment", "Final status", status::write),
    section("response", "Response categories", "Response", response::write),
    section("estimates", "All estimates", "Estimates", estimates::write),
    section("figures", "Figures for a journal", "Figures", paper::figures),
    section("tables", "Tables for a journal", "Tables", paper::tables),
    section("sentences", "Methods and results in sentences", "Sentences", paper::sentences),
    section("checklists", "Reporting checklists", "Checklists", paper::checklists),
    section("review", "Review queue", "Review queue", review::write),
    section("quality", "Data quality", "Data quality", quality::write),
    section("patients", "Patients", "Patients", members::write),
    section("evidence", "Evidence, patient by patient", "Evidence", patient::write),
    section("protocol", "Protocol in sentences", "Protocol", method::protocol),
    section("sources", "Sources", "Sources", method::sources),
    section("cautions", "Cautions", "Cautions", cautions::write),
    section("checks", "Checks of this report", "Checks", checks::write),
    section("behind", "Patients behind the numbers", "Behind the numbers", behind::write),
];

/// The whole report: the same document gives the same bytes.
pub fn render(document: &Document<'_>) -> String {
    let mut page = Page::new(document);
    frame::open(&mut page, SECTIONS);
    for part in SECTIONS {
        let id = part.id;
        put!(
            page,
            "<section id=\"{id}\" aria-labelledby=\"{id}-h\">\n<h2 id=\"{id}-h\">{}</h2>\n",
            part.heading
        );
        (part.write)(&mut page);
        put!(page, "</section>\n");
    }
    frame::close(&mut page);
    page.finish()
}
