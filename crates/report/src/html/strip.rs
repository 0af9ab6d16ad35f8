//! One patient's records on a line of time: a lane per kind of event, the windows behind.

use std::collections::BTreeSet;

use analysis::{MarkerValue, MemberRow};

use super::escape::Text;
use super::page::Page;
use super::{put, words};
use crate::PatientPage;

const WIDTH: f64 = 760.0;
const LEFT: f64 = 92.0;
const RIGHT: f64 = 745.0;
const LANE: f64 = 20.0;
const TOP: f64 = 22.0;
/// Days in a year of the axis.
const YEAR: f64 = 365.25;

/// The lanes: what is shown in each, in the order from top to bottom.
const LANES: [(&str, &[&str]); 8] = [
    ("surgery", &["surgery"]),
    ("radioiodine", &["radioiodine"]),
    ("treatment", &["treatment"]),
    ("Tg", &["tg"]),
    ("TSH", &["tsh", "rhtsh"]),
    ("TgAb", &["tgab"]),
    ("imaging", &["imaging"]),
    ("visit", &["visit"]),
];

/// Writes the drawing; nothing without a dated event.
pub(super) fn write(page: &mut Page<'_>, member: &MemberRow, evidence: &PatientPage) {
    let Some(axis) = Axis::of(evidence) else {
        return;
    };
    let lanes: Vec<_> = LANES
        .iter()
        .filter(|(_, kinds)| evidence.events.iter().any(|event| kinds.contains(&event.kind)))
        .collect();
    let bottom = TOP + LANE * lanes.len() as f64;
    put!(
        page,
        "<div class=\"scroll\" tabindex=\"0\"><svg viewBox=\"0 0 {WIDTH} {:.0}\" class=\"strip\" role=\"img\" \
         aria-label=\"Records of {} by time; the timeline below says the same\">\n",
        bottom + 20.0,
        Text(&evidence.person_id)
    );
    windows(page, member, &axis, bottom);
    years(page, &axis, bottom);
    for (at, (name, kinds)) in lanes.iter().enumerate() {
        let y = TOP + LANE * (at as f64 + 0.5);
        put!(page, "<text x=\"{}\" y=\"{:.0}\" text-anchor=\"end\">{name}</text>", LEFT - 8.0, y + 4.0);
        ticks(page, evidence, kinds, &axis, y);
        if *name == "Tg" {
            chosen(page, member, &axis, y);
        }
    }
    put!(page, "</svg></div>\n");
}

struct Axis {
    first: f64,
    last: f64,
}

impl Axis {
    fn of(evidence: &PatientPage) -> Option<Axis> {
        let days = || evidence.events.iter().filter_map(|event| event.offset);
        let (first, last) = (f64::from(days().min()?), f64::from(days().max()?));
        let room = ((last - first) * 0.015).max(20.0);
        Some(Axis { first: first - room, last: last + room })
    }

    fn x(&self, day: f64) -> f64 {
        let share = (day - self.first) / (self.last - self.first);
        LEFT + share.clamp(0.0, 1.0) * (RIGHT - LEFT)
    }
}

/// The baseline and the follow-up window, as the protocol gives them.
fn windows(page: &mut Page<'_>, member: &MemberRow, axis: &Axis, bottom: f64) {
    let rules = &page.document.protocol.windows;
    let earliest = rules.baseline_after_first_course_days - member.interval_days;
    let baseline = (rules.baseline_days.0.max(earliest), rules.baseline_days.1);
    for ((first, last), name) in [(baseline, "before"), (rules.follow_up_days, "after 1-2 y")] {
        let (from, to) = (axis.x(f64::from(first)), axis.x(f64::from(last)));
        if to - from < 1.0 {
            continue;
        }
        put!(
            page,
            "<rect class=\"window\" x=\"{from:.1}\" y=\"{TOP}\" width=\"{:.1}\" height=\"{:.0}\"/><text \
             x=\"{:.1}\" y=\"{:.0}\" class=\"tick\" text-anchor=\"middle\">{name}</text>\n",
            to - from,
            bottom - TOP,
            (from + to) / 2.0,
            TOP - 7.0
        );
    }
}

fn years(page: &mut Page<'_>, axis: &Axis, bottom: f64) {
    let (first, last) = ((axis.first / YEAR).ceil() as i32, (axis.last / YEAR).floor() as i32);
    let step = ((last - first) / 12 + 1).max(1);
    for year in (first..=last).filter(|year| year % step == 0) {
        let x = axis.x(f64::from(year) * YEAR);
        let (class, label) = match year {
            0 => ("one", "t0".to_string()),
            year if year < 0 => ("grid", format!("−{} y", -year)),
            year => ("grid", format!("{year} y")),
        };
        put!(page, "<path class=\"{class}\" d=\"M{x:.1} {TOP}V{bottom:.0}\"/>");
        put!(
            page,
            "<text x=\"{x:.1}\" y=\"{:.0}\" class=\"tick\" text-anchor=\"middle\">{label}</text>\n",
            bottom + 14.0
        );
    }
}

fn ticks(page: &mut Page<'_>, evidence: &PatientPage, kinds: &[&str], axis: &Axis, y: f64) {
    let days: BTreeSet<i32> = evidence
        .events
        .iter()
        .filter(|event| kinds.contains(&event.kind))
        .filter_map(|event| event.offset)
        .collect();
    put!(page, "<path class=\"mark\" d=\"");
    for day in days {
        put!(page, "M{:.1} {:.0}v10", axis.x(f64::from(day)), y - 5.0);
    }
    put!(page, "\"/>\n");
}

/// The values before and after, ringed, with their numbers.
fn chosen(page: &mut Page<'_>, member: &MemberRow, axis: &Axis, y: f64) {
    let ring = |value: &MarkerValue, end: &str| {
        let x = axis.x(f64::from(value.offset));
        let text = if end == "end" { x - 8.0 } else { x + 8.0 };
        format!(
            "<circle class=\"ring\" cx=\"{x:.1}\" cy=\"{y:.0}\" r=\"6\"/><text x=\"{text:.1}\" \
             y=\"{:.0}\" class=\"value\" text-anchor=\"{end}\">{}</text>\n",
            y + 4.0,
            Text(&words::marker(value))
        )
    };
    let before = member.before.as_ref().map(|value| ring(value, "end"));
    let after = member.after.as_ref().map(|value| ring(value, "start"));
    put!(page, "{}{}", before.unwrap_or_default(), after.unwrap_or_default());
}
