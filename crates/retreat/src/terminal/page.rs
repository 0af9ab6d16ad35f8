//! One patient's evidence as text.

use report::{Decision, PatientPage, RowText};
use retreat::failure::Failure;

use super::{bold, dim, out, visible};

/// Prints the timeline, then every decision with its rule, rows and runners-up.
pub fn page(page: &PatientPage) -> Result<(), Failure> {
    out(&lines(page).join("\n"))
}

fn lines(page: &PatientPage) -> Vec<String> {
    let mut out =
        vec![bold(&format!("Patient {}", visible(&page.person_id))), String::new(), bold("Timeline")];
    for event in &page.events {
        let offset = event.offset.map(|days| format!("t0{days:+}")).unwrap_or_default();
        let text = format!("{} {offset:>8}  {:<11} {}", event.date, event.kind, visible(&event.text));
        out.push(format!("{text}  {}", dim(&event.place)));
    }
    out.extend([String::new(), bold("Decisions")]);
    for decision in &page.decisions {
        out.extend(decision_lines(decision));
    }
    out
}

fn decision_lines(decision: &Decision) -> Vec<String> {
    let row = |row: &RowText| format!("{}  {}", dim(&row.place), visible(&row.text));
    let mut out = vec![
        format!("{}: {}", bold(&decision.question), visible(&decision.answer)),
        format!("    rule {}: {}", decision.rule, decision.says),
    ];
    out.extend(decision.used.iter().map(|used| format!("    used  {}", row(used))));
    for (other, why) in &decision.runners_up {
        out.push(format!("    not   {}  {}", row(other), dim(&format!("({why})"))));
    }
    out
}
