//! Courses, marker, surgery, treatment and status of each patient over time.

use analysis::{FinalStatus, MemberRow, Stratum};
use figure::charts::Emblem;
use figure::charts::swimmer::{Group, Lane, Stretch, Swimmer, Symbol, swimmer as chart};
use figure::{Fill, Hatch, Ink, Shape, Width};
use press::Text;
use protocol::Protocol;

use super::Plate;
use super::member::{link, several};
use crate::html::{number, words};
use crate::{Document, TgState, Track, TrackKind};

/// Lanes on one page.
const MOST_LANES: usize = 60;
const DAYS_IN_YEAR: f64 = 365.25;

/// Swimmer plot by stratum; none where no tracks are given.
pub(super) fn swimmer(document: &Document<'_>) -> Option<Plate> {
    let n = document.results.members.len();
    let tracks = document.tracks.iter().filter(|track| track.member < n).count();
    if tracks == 0 {
        return None;
    }
    let groups: Vec<Group> =
        Stratum::ALL.iter().filter_map(|stratum| group(document, *stratum, tracks)).collect();
    let shown: usize = groups.iter().map(|group| group.lanes.len()).sum();
    let chosen = if tracks > MOST_LANES {
        format!(
            "{shown} of {tracks} patients are shown: of each stratum the same share, evenly spaced in the order \
             of follow-up."
        )
    } else {
        String::new()
    };
    let caption = caption(document, (shown, tracks), &chosen);
    let plot = Swimmer {
        title: "Courses, thyroglobulin, surgery and status over time".into(),
        axis: "years from the second course".into(),
        chosen,
        stretches: stretches(),
        symbols: SYMBOLS.map(|(name, emblem)| Symbol { name: name.into(), emblem }).to_vec(),
        groups,
    };
    Some(Plate {
        id: "swimmer",
        caption,
        one_column: chart(&plot, Width::OneColumn),
        two_columns: chart(&plot, Width::TwoColumns),
    })
}

const SYMBOLS: [(&str, Emblem); 9] = [
    ("radioiodine course", Emblem::filled(Shape::Circle, Ink::Black)),
    ("neck surgery", Emblem::filled(Shape::Up, Ink::Black)),
    ("other treatment", Emblem::filled(Shape::Diamond, Ink::Purple)),
    ("end: no evidence of disease", Emblem::open(Shape::Circle, Ink::Green)),
    ("end: indeterminate", Emblem::open(Shape::Diamond, Ink::Grey)),
    ("end: alive with disease", Emblem::filled(Shape::Square, Ink::Vermillion)),
    ("end: dead of disease", Emblem::open(Shape::Cross, Ink::Vermillion)),
    ("end: dead, other or unknown cause", Emblem::open(Shape::Plus, Ink::Black)),
    ("end: unknown", Emblem::open(Shape::Bar, Ink::Grey)),
];
const COURSE: usize = 0;
const SURGERY: usize = 1;
const TREATMENT: usize = 2;

fn end(status: FinalStatus) -> usize {
    match status {
        FinalStatus::Ned => 3,
        FinalStatus::Indeterminate => 4,
        FinalStatus::Biochemical | FinalStatus::Structural | FinalStatus::Distant => 5,
        FinalStatus::DeadOfDisease => 6,
        FinalStatus::DeadOther => 7,
        FinalStatus::Unknown => 8,
    }
}

fn stretches() -> Vec<Stretch> {
    let stretch = |name: &str, fill| Stretch { name: name.into(), fill };
    vec![
        stretch("Tg excellent", Fill::new(Ink::Sky).hatched(Hatch::Rising)),
        stretch("Tg between", Fill::new(Ink::Yellow).hatched(Hatch::Dots)),
        stretch("Tg incomplete", Fill::new(Ink::Orange)),
    ]
}

/// The lanes of a stratum, longest follow-up first.
fn group(document: &Document<'_>, stratum: Stratum, tracks: usize) -> Option<Group> {
    let members = &document.results.members;
    let mut found: Vec<(&Track, &MemberRow)> = document
        .tracks
        .iter()
        .filter_map(|track| Some((track, members.get(track.member)?)))
        .filter(|(_, member)| member.stratum == stratum)
        .collect();
    if found.is_empty() {
        return None;
    }
    found.sort_by_key(|(track, member)| (std::cmp::Reverse(last_day(track, member)), track.member));
    let all = found.len();
    let places = if tracks > MOST_LANES { (all * MOST_LANES / tracks).max(1) } else { all };
    let lanes: Vec<Lane> = (0..places)
        .map(|place| found[(2 * place + 1) * all / (2 * places)])
        .map(|(track, member)| lane(document, track, member))
        .collect();
    let name = words::stratum(stratum);
    let title =
        if places < all { format!("{name}, {places} of {all}") } else { format!("{name}, n = {all}") };
    Some(Group { title, lanes })
}

/// Day of the last visit or of death.
fn last_day(track: &Track, member: &MemberRow) -> i32 {
    let death = track.events.iter().filter(|event| event.kind == TrackKind::Death).map(|event| event.offset);
    let last = death.max().or(member.follow_up_days);
    last.unwrap_or(0).max(0)
}

fn lane(document: &Document<'_>, track: &Track, member: &MemberRow) -> Lane {
    let (first, last) = (-member.interval_days.max(0), last_day(track, member));
    let years = |day: i32| f64::from(day) / DAYS_IN_YEAR;
    let inside = track.events.iter().filter(|event| (first..=last).contains(&event.offset));
    let mut symbols: Vec<(f64, usize)> = Vec::new();
    let mut course_seen = 0;
    for event in inside {
        let kind = match &event.kind {
            TrackKind::Radioiodine { course, .. } if *course > course_seen => {
                course_seen = *course;
                COURSE
            }
            TrackKind::Surgery { is_thyroidectomy: false, .. } => SURGERY,
            TrackKind::Treatment(_) => TREATMENT,
            _ => continue,
        };
        symbols.push((years(event.offset), kind));
    }
    let stretches = states(track, (first, last), document.protocol);
    Lane {
        from: years(first),
        to: years(last),
        stretches: stretches.into_iter().map(|(from, to, kind)| (years(from), years(to), kind)).collect(),
        symbols,
        end: Some(end(member.final_status)),
        says: Some(format!(
            "{}, followed for {:.1} years: {}",
            member.person_id,
            years(last),
            words::status(member.final_status)
        )),
        link: link(document, track.member),
    }
}

/// What the latest usable value says, from its day to the next value's.
fn states(track: &Track, (first, last): (i32, i32), protocol: &Protocol) -> Vec<(i32, i32, usize)> {
    let mut found: Vec<(i32, i32, usize)> = Vec::new();
    let values = track.events.iter().filter(|event| (first..last).contains(&event.offset));
    for event in values {
        let Some(kind) = state(&event.kind, protocol) else { continue };
        match found.last_mut() {
            Some(latest) if latest.2 == kind => {}
            Some(latest) => {
                latest.1 = event.offset;
                found.push((event.offset, last, kind));
            }
            None => found.push((event.offset, last, kind)),
        }
    }
    found
}

/// 0 excellent, 1 between, 2 incomplete, by the bounds of the protocol; none of a value that is used nowhere or
/// is neither stimulated nor suppressed.
fn state(kind: &TrackKind, protocol: &Protocol) -> Option<usize> {
    let TrackKind::Tg { value, censored, state, antibody_positive, in_blackout: false, .. } = kind else {
        return None;
    };
    let rules = &protocol.response;
    let (excellent, incomplete) = match state {
        TgState::Stimulated => (rules.excellent_stimulated, rules.incomplete_stimulated),
        TgState::Suppressed => (rules.excellent_suppressed, rules.incomplete_suppressed),
        TgState::Neither => return None,
    };
    let is_below = *value < excellent || (*censored == "left" && *value <= excellent);
    Some(match *censored {
        "left" if is_below && !antibody_positive => 0,
        "no" if is_below && !antibody_positive => 0,
        "no" | "right" if *value >= incomplete => 2,
        _ => 1,
    })
}

fn caption(document: &Document<'_>, (shown, tracks): (usize, usize), chosen: &str) -> Text {
    let rules = &document.protocol.response;
    let who = if shown < tracks {
        format!("{shown} of the patients (n = {})", several(tracks, "patient", "patients"))
    } else {
        format!("each patient (n = {})", several(tracks, "patient", "patients"))
    };
    let mut text = format!(
        "Course of {who} from the first course of radioiodine to the last visit or death, one lane for \
         each, longest follow-up first within each stratum; 0 is the second course. The fill of a lane is the state of the latest usable thyroglobulin (Tg): excellent below {} ng/mL stimulated \
         or {} suppressed with antibodies not positive, incomplete from {} stimulated or {} suppressed, else \
         between; grey where none is known. Symbols mark courses of radioiodine, neck surgery and other \
         treatment; the symbol behind a lane is the final status.",
        number::recorded(rules.excellent_stimulated),
        number::recorded(rules.excellent_suppressed),
        number::recorded(rules.incomplete_stimulated),
        number::recorded(rules.incomplete_suppressed),
    );
    if !chosen.is_empty() {
        text += &format!(" {chosen}");
    }
    text.into()
}
