//! One patient's course, for the page of that patient.

use analysis::MemberRow;
use figure::charts::Emblem;
use figure::charts::timeline::{
    Bound, Event, Lane, Marker, Point, Row, Span, State, Timeline, timeline as chart,
};
use figure::{Ink, Scene, Shape, Width};

use super::member::known;
use crate::html::{number, words};
use crate::{Chosen, Document, TgState, Track, TrackEvent, TrackKind};

/// The timeline of the member at this position of `results.members`; `None` without its track.
pub fn timeline(document: &Document<'_>, member: usize) -> Option<Scene> {
    let position = document.tracks.binary_search_by_key(&member, |track| track.member).ok()?;
    let track = &document.tracks[position];
    let row = document.results.members.get(member)?;
    let follow_up = document.protocol.windows.follow_up_days;
    let response = &document.protocol.response;
    let (baseline_first, baseline_last) = track.baseline;
    let mut spans = vec![span("follow-up window", follow_up)];
    if baseline_first <= baseline_last {
        spans.insert(0, span("baseline window", track.baseline));
    }
    let plot = Timeline {
        title: format!("Course of patient {}", row.person_id),
        description: description(row, track),
        marker: "Tg, ng/mL".into(),
        origin: "second course".into(),
        spans,
        markers: track.events.iter().filter_map(marker).collect(),
        bounds: vec![Bound {
            value: response.incomplete_stimulated,
            name: "incomplete from here, stimulated".into(),
        }],
        rows: rows(document, track),
        lanes: lanes(track),
        emblems: emblems(track),
    };
    Some(chart(&plot, Width::TwoColumns))
}

fn span(name: &str, (first, last): (i32, i32)) -> Span {
    Span { first: f64::from(first), last: f64::from(last), name: name.into() }
}

fn description(row: &MemberRow, track: &Track) -> String {
    let n = |test: fn(&TrackKind) -> bool| track.events.iter().filter(|event| test(&event.kind)).count();
    let chosen = [("before", &row.before), ("after", &row.after)].map(|(when, value)| match value {
        Some(value) => format!("stimulated Tg {when} {} ng/mL", words::marker(value)),
        None => format!("no stimulated Tg {when}"),
    });
    format!(
        "{}. {} values of Tg, {} courses or other administrations of radioiodine, {} operations, {} imaging \
         studies; {}. Status at the end: {}.",
        words::member(row),
        n(|kind| matches!(kind, TrackKind::Tg { .. })),
        n(|kind| matches!(kind, TrackKind::Radioiodine { .. })),
        n(|kind| matches!(kind, TrackKind::Surgery { .. })),
        n(|kind| matches!(kind, TrackKind::Imaging { .. })),
        chosen.join(", "),
        words::status(row.final_status),
    )
}

/// `day −12`.
fn day(offset: i32) -> String {
    let sign = if offset < 0 { "−" } else { "" };
    format!("day {sign}{}", offset.unsigned_abs())
}

fn marker(event: &TrackEvent) -> Option<Marker> {
    let TrackKind::Tg { value, censored, state, antibody_positive, in_blackout, chosen } = &event.kind else {
        return None;
    };
    let (state, name) = match state {
        TgState::Stimulated => (State::Stimulated, "stimulated"),
        TgState::Suppressed => (State::Suppressed, "suppressed"),
        TgState::Neither => (State::Neither, "neither stimulated nor suppressed"),
    };
    let sign = match *censored {
        "left" => "<",
        "right" => ">",
        _ => "",
    };
    let chosen = chosen.map(|chosen| match chosen {
        Chosen::Before => "before",
        Chosen::After => "after",
    });
    let mut says = format!("{}: Tg {sign}{} ng/mL, {name}", day(event.offset), number::recorded(*value));
    says += if *antibody_positive { ", TgAb-positive" } else { "" };
    says += if *in_blackout { ", in the blackout: not used" } else { "" };
    if let Some(chosen) = chosen {
        says += &format!(", chosen as the value {chosen}");
    }
    Some(Marker {
        day: f64::from(event.offset),
        value: *value,
        known: known(censored),
        state,
        is_ringed: *antibody_positive,
        is_greyed: *in_blackout,
        chosen: chosen.map(str::to_owned),
        says,
    })
}

fn rows(document: &Document<'_>, track: &Track) -> Vec<Row> {
    let rules = &document.protocol.marker;
    let point = |event: &TrackEvent, name: &str, value: f64, is_filled: bool, unit: &str| Point {
        day: f64::from(event.offset),
        value,
        is_filled,
        says: format!("{}: {name} {} {unit}", day(event.offset), number::recorded(value)),
    };
    let tsh = track.events.iter().filter_map(|event| match event.kind {
        TrackKind::Tsh(value) => Some(point(event, "TSH", value, value >= rules.stimulated_tsh_min, "mIU/L")),
        _ => None,
    });
    let antibodies = track.events.iter().filter_map(|event| match event.kind {
        TrackKind::Antibody { value, is_positive } => Some(point(event, "TgAb", value, is_positive, "IU/mL")),
        _ => None,
    });
    vec![
        Row { name: "TSH, mIU/L".into(), bounds: vec![rules.stimulated_tsh_min], points: tsh.collect() },
        Row { name: "TgAb, IU/mL".into(), bounds: Vec::new(), points: antibodies.collect() },
    ]
}

const FILLED: Emblem = Emblem::filled(Shape::Circle, Ink::Black);
const DIAGNOSTIC: Emblem = Emblem::open(Shape::Circle, Ink::Black);
const OPERATION: Emblem = Emblem::filled(Shape::Up, Ink::Black);
const STRUCTURAL: Emblem = Emblem::filled(Shape::Square, Ink::Vermillion);
const CLEAR: Emblem = Emblem::open(Shape::Square, Ink::Black);
const NOT_ADEQUATE: Emblem = Emblem::open(Shape::Square, Ink::Rule);
const TREATED: Emblem = Emblem::filled(Shape::Diamond, Ink::Purple);
const SEEN: Emblem = Emblem::open(Shape::Bar, Ink::Grey);
const DEAD: Emblem = Emblem::open(Shape::Cross, Ink::Black);

fn lanes(track: &Track) -> Vec<Lane> {
    let names = ["Radioiodine, mCi", "Surgery", "Imaging", "Other treatment", "Visits"];
    let mut lanes = names.map(|name| Lane { name: name.into(), events: Vec::new() }).to_vec();
    for event in &track.events {
        if let Some((lane, emblem, text, says)) = done(&event.kind) {
            let says = format!("{}: {says}", day(event.offset));
            let day = f64::from(event.offset);
            match lanes[lane].events.last_mut().filter(|latest| latest.day == day && latest.emblem == emblem)
            {
                Some(latest) => {
                    latest.text += if text.is_empty() { "" } else { ", " };
                    latest.text += &text;
                    latest.says += &format!("; {says}");
                }
                None => lanes[lane].events.push(Event { day, emblem, text, says }),
            }
        }
    }
    lanes
}

/// Position of the lane, emblem, text and what it says.
fn done(kind: &TrackKind) -> Option<(usize, Emblem, String, String)> {
    Some(match kind {
        TrackKind::Radioiodine { mci, course } => {
            let text = mci.map_or("?".into(), number::recorded);
            let what = match course {
                0 => "radioiodine, not therapeutic".into(),
                course => format!("radioiodine, course {course}"),
            };
            let activity =
                mci.map_or("unknown activity".into(), |mci| format!("{} mCi", number::recorded(mci)));
            (0, if *course == 0 { DIAGNOSTIC } else { FILLED }, text, format!("{what}, {activity}"))
        }
        TrackKind::Surgery { kind, .. } => {
            let text = words::plain(kind);
            (1, OPERATION, text.clone(), text)
        }
        TrackKind::Imaging { modality, is_structural, is_adequate, n_lesions, largest_mm } => {
            let (emblem, finding) = match (is_structural, is_adequate) {
                (true, _) => (STRUCTURAL, "structural evidence of disease"),
                (false, true) => (CLEAR, "no structural evidence"),
                (false, false) => (NOT_ADEQUATE, "not adequate"),
            };
            let size =
                largest_mm.map_or(String::new(), |mm| format!(", largest {} mm", number::recorded(mm)));
            let says = format!("{}: {finding}, {n_lesions} lesions{size}", modality_name(modality));
            (2, emblem, modality_name(modality), says)
        }
        TrackKind::Treatment(kind) => {
            let text = words::plain(kind);
            (3, TREATED, text.clone(), text)
        }
        TrackKind::Visit => (4, SEEN, String::new(), "visit".into()),
        TrackKind::Death => (4, DEAD, "death".into(), "death".into()),
        TrackKind::Tg { .. } | TrackKind::Tsh(_) | TrackKind::Antibody { .. } => return None,
    })
}

/// A modality as it is written in print.
fn modality_name(word: &str) -> String {
    match word {
        "us" => "US".into(),
        "ct" => "CT".into(),
        "mri" => "MRI".into(),
        "wbs" => "WBS".into(),
        "post_therapy_wbs" => "post-therapy WBS".into(),
        "spect_ct" => "SPECT/CT".into(),
        "pet_ct" => "PET/CT".into(),
        other => words::plain(other),
    }
}

/// What the emblems in use mean.
fn emblems(track: &Track) -> Vec<(Emblem, String)> {
    let used: Vec<Emblem> =
        track.events.iter().filter_map(|event| done(&event.kind)).map(|event| event.1).collect();
    let all = [
        (STRUCTURAL, "imaging: structural evidence"),
        (CLEAR, "imaging: no structural evidence"),
        (NOT_ADEQUATE, "imaging: not adequate"),
        (DIAGNOSTIC, "radioiodine, not therapeutic"),
    ];
    let shown = all.into_iter().filter(|(emblem, _)| used.contains(emblem));
    shown.map(|(emblem, name)| (emblem, name.to_owned())).collect()
}
