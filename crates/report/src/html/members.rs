//! The table of patients: searched, filtered by stratum and sorted by a small script.

use analysis::{MarkerValue, MemberRow, Stratum};

use super::escape::Text;
use super::page::Page;
use super::{MOST_PATIENTS, number, put, words};

const COLUMNS: [&str; 18] = [
    "Patient",
    "Stratum",
    "Second course",
    "Age",
    "Sex",
    "1st, mCi",
    "2nd, mCi",
    "Tg before",
    "Tg after",
    "Pair",
    "Imaging 1-2 y",
    "Response before",
    "Response 1-2 y",
    "Response last",
    "Final status",
    "Additional treatment",
    "Last visit",
    "Flags",
];

/// Writes the section.
pub(super) fn write(page: &mut Page<'_>) {
    let n = page.members().len();
    put!(page, "<p>One row per patient of the cohort; patients.csv has the same with all columns. ");
    if n > MOST_PATIENTS {
        put!(
            page,
            "<strong>Shown are the first {} of {} patients.</strong> ",
            number::count(MOST_PATIENTS),
            number::count(n)
        );
    }
    put!(
        page,
        "{}</p>\n",
        if page.document.pages.is_empty() { "" } else { "An identifier opens the evidence." }
    );
    controls(page);
    put!(
        page,
        "<div class=\"scroll tall\" tabindex=\"0\">\
         <table id=\"patient-table\"><caption>Cohort; Tg in ng/mL, &lt; and \
         &gt; as recorded</caption>\n<thead><tr>"
    );
    for column in COLUMNS {
        put!(page, "<th scope=\"col\">{column}</th>");
    }
    put!(page, "</tr></thead>\n<tbody>\n");
    for (position, member) in page.members().iter().take(MOST_PATIENTS).enumerate() {
        row(page, position, member);
    }
    put!(page, "</tbody></table></div>\n");
}

/// Shown by the script, which they need.
fn controls(page: &mut Page<'_>) {
    put!(
        page,
        "<div class=\"filter\" id=\"filter\" hidden><label>Stratum <select id=\"filter-stratum\"><option \
         value=\"\">all</option>"
    );
    for &stratum in Stratum::ALL {
        put!(page, "<option value=\"{}\">{}</option>", stratum.word(), stratum.word());
    }
    put!(
        page,
        "</select></label> <label>Words <input type=\"search\" id=\"filter-words\" autocomplete=\"off\" \
         spellcheck=\"false\" placeholder=\"structural disease\"></label> <span id=\"filter-shown\" \
         role=\"status\"></span></div>\n"
    );
}

fn row(page: &mut Page<'_>, position: usize, member: &MemberRow) {
    let id = match page.document.pages.get(position) {
        Some(_) => page.patient_link(position as u32),
        None => Text(&member.person_id).to_string(),
    };
    let stratum = member.stratum.word();
    put!(
        page,
        "<tr id=\"r{position}\" data-stratum=\"{stratum}\"><th scope=\"row\" \
         dir=\"auto\">{id}</th><td>{stratum}</td>"
    );
    let age = member.age_at_index.map(|age| age.to_string()).unwrap_or_default();
    put!(
        page,
        "<td class=\"day\">{}</td><td class=\"n\">{age}</td><td>{}</td>",
        Text(&member.index_date),
        member.sex
    );
    for activity in [member.rai1_mci, member.rai2_mci] {
        put!(page, "<td class=\"n\">{}</td>", activity.map_or("unknown".into(), |mci| number::fixed(mci, 0)));
    }
    for value in [&member.before, &member.after] {
        put!(page, "<td class=\"n\">{}</td>", Text(&marker(value.as_ref())));
    }
    let pair = member.pair_exclusion.map_or("yes", words::pair_exclusion);
    put!(page, "<td>{pair}</td><td>{}</td>", imaging(member));
    for response in [member.response_before, member.response_1_2y, member.response_last] {
        put!(page, "<td>{}</td>", words::response(response));
    }
    let kinds: Vec<&str> = member.additional.iter().map(|kind| words::additional(*kind)).collect();
    let flags: Vec<String> = member.flags.iter().map(|flag| words::plain(flag.word())).collect();
    put!(
        page,
        "<td>{}</td><td>{}</td><td class=\"day\">{}</td><td>{}</td></tr>\n",
        words::status(member.final_status),
        kinds.join(", "),
        Text(member.last_visit.as_deref().unwrap_or_default()),
        flags.join(", ")
    );
}

fn imaging(member: &MemberRow) -> &'static str {
    match (member.imaging_change, member.imaging_findings) {
        (Some(change), _) => words::change(change),
        (None, Some(findings)) => words::findings(findings),
        (None, None) => "",
    }
}

fn marker(value: Option<&MarkerValue>) -> String {
    value.map(words::marker).unwrap_or_default()
}
