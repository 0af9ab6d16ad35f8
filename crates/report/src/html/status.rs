//! Final status by stratum, and treatment later than the second course.

use analysis::{AdditionalKind, FinalStatus, MemberRow, Stratum};

use super::page::Page;
use super::result::{interval_name, share};
use super::stacked::{Part, bar, key};
use super::{number, put, words};

const COLOURS: [&str; 8] = ["p0", "p2", "p4", "p1", "p6", "p5", "p3", "none"];

/// Writes the section.
pub(super) fn write(page: &mut Page<'_>) {
    put!(page, "<figure>\n<div class=\"bars\">\n");
    for group in groups() {
        let n = page.positions(|member| group.holds(member)).len();
        let parts = words::STATES.iter().zip(COLOURS).map(|(state, class)| {
            let n = page.positions(|member| group.holds(member) && member.final_status == *state).len();
            Part { class, n }
        });
        let bar = bar(&format!("Final status, {}", group.name()), &parts.collect::<Vec<_>>());
        put!(
            page,
            "<div>{} <span class=\"fine\">n = {}</span></div>{bar}",
            group.heading(),
            number::count(n)
        );
    }
    put!(page, "</div>\n");
    states(page);
    put!(page, "</figure>\n");
    additional(page);
}

/// The cohort, or one stratum.
#[derive(Clone, Copy)]
struct Group(Option<Stratum>);

impl Group {
    fn holds(self, member: &MemberRow) -> bool {
        self.0.is_none_or(|stratum| member.stratum == stratum)
    }

    fn name(self) -> &'static str {
        self.0.map_or("cohort", Stratum::word)
    }

    fn heading(self) -> &'static str {
        self.0.map_or("Cohort", words::stratum)
    }
}

fn groups() -> impl Iterator<Item = Group> {
    std::iter::once(Group(None)).chain(Stratum::ALL.iter().map(|stratum| Group(Some(*stratum))))
}

fn head(page: &mut Page<'_>, caption: &str, first: &str) {
    put!(
        page,
        "<div class=\"scroll\" tabindex=\"0\">\
         <table class=\"spread\"><caption>{caption}</caption><thead><tr><th \
         scope=\"col\">{first}</th>"
    );
    for group in groups() {
        put!(page, "<th scope=\"col\" class=\"n\">{}</th>", group.heading());
    }
    put!(page, "</tr></thead><tbody>\n");
}

fn states(page: &mut Page<'_>) {
    head(page, "Final status, n/N (%); the dead and the unknown are in every denominator", "Status");
    for (state, class) in words::STATES.into_iter().zip(COLOURS) {
        put!(page, "<tr><th scope=\"row\">{}{}</th>", key(class), words::status(state));
        for group in groups() {
            let what = format!("Final status, {}", words::status(state));
            cell(page, group, &what, |member| member.final_status == state);
        }
        put!(page, "</tr>\n");
    }
    ned_interval(page);
    put!(page, "</tbody></table></div>\n");
}

fn ned_interval(page: &mut Page<'_>) {
    let heading = words::status(FinalStatus::Ned);
    put!(page, "<tr><th scope=\"row\">{heading}, {}</th>", interval_name(page));
    for group in groups() {
        let id = group.0.map_or("outcome.ned".into(), |stratum| format!("{}.outcome.ned", stratum.word()));
        let ci = page.results().estimate(&id).and_then(|found| found.ci);
        put!(page, "<td class=\"n\">{}</td>", ci.map_or(number::NONE.into(), number::percent_interval));
    }
    put!(page, "</tr>\n");
}

fn cell(page: &mut Page<'_>, group: Group, what: &str, keep: impl Fn(&MemberRow) -> bool) {
    let of = page.positions(|member| group.holds(member)).len();
    let who = page.positions(|member| group.holds(member) && keep(member));
    let text = number::share(who.len(), of);
    let text = page.counted(&format!("{what}: {}", group.name()), who, &text);
    put!(page, "<td class=\"n\">{text}</td>");
}

fn additional(page: &mut Page<'_>) {
    let after = page.document.protocol.windows.additional_treatment_after_days;
    put!(page, "<h3>Additional treatment</h3>\n");
    head(
        page,
        &format!(
            "Treatment later than {after} days after the second course, n/N (%); a patient counts once \
             per row"
        ),
        "Treatment",
    );
    put!(page, "<tr><th scope=\"row\">any</th>");
    for group in groups() {
        cell(page, group, "Additional treatment, any", |member| !member.additional.is_empty());
    }
    put!(page, "</tr>\n");
    for &kind in AdditionalKind::ALL {
        put!(page, "<tr><th scope=\"row\" class=\"inset\">{}</th>", words::additional(kind));
        for group in groups() {
            let what = format!("Additional treatment, {}", words::additional(kind));
            cell(page, group, &what, |member| member.additional.contains(&kind));
        }
        put!(page, "</tr>\n");
    }
    put!(page, "</tbody></table></div>\n");
    if let Some(found) = page.results().estimate("outcome.additional_treatment") {
        let text = page.estimate(found, &share(found));
        let ci = found.ci.map(number::percent_interval).unwrap_or_default();
        let level = interval_name(page);
        put!(page, "<p class=\"fine\">Any, whole cohort: {text}, {level} {ci}.</p>\n");
    }
}
