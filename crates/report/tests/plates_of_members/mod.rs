//! Slope, waterfall, alluvial and swimmer plates and the timeline of invented cohorts.

use analysis::MemberRow;
use figure::{Print, Width, svg};
use report::figures::{Plate, plates, timeline};
use report::{Chosen, Document, TgState, Track, TrackEvent, TrackKind};

use crate::html::fixture::{Case, member, value};

/// The plates of a case, with a track for every member where `has_tracks`.
fn drawn(case: &Case, has_tracks: bool) -> Vec<Plate> {
    let tracks: Vec<Track> = (0..case.results.members.len()).map(track).collect();
    plates(&document(case, if has_tracks { &tracks } else { &[] }))
}

fn document<'a>(case: &'a Case, tracks: &'a [Track]) -> Document<'a> {
    Document {
        results: &case.results,
        protocol: &case.protocol,
        review: &[],
        quality: &[],
        concepts: &[],
        sources: &[],
        pages: &case.pages,
        tracks,
        version: "0.0.0",
        synthetic: true,
    }
}

fn track(member: usize) -> Track {
    let tg = |value, censored, chosen| TrackKind::Tg {
        value,
        censored,
        state: TgState::Stimulated,
        antibody_positive: false,
        in_blackout: false,
        chosen,
    };
    let event = |offset, kind| TrackEvent { offset, kind };
    Track {
        member,
        baseline: (-365, 0),
        events: vec![
            event(-700, TrackKind::Radioiodine { mci: Some(100.0), course: 1 }),
            event(-2, tg(36.2, "no", Some(Chosen::Before))),
            event(0, TrackKind::Radioiodine { mci: None, course: 2 }),
            event(30, TrackKind::Tsh(44.0)),
            event(500, tg(0.2, "left", Some(Chosen::After))),
            event(500, TrackKind::Antibody { value: 900.0, is_positive: true }),
            event(900, TrackKind::Surgery { kind: "neck_dissection", is_thyroidectomy: false }),
            event(1000, TrackKind::Death),
        ],
    }
}

fn caption(plates: &[Plate], id: &str) -> String {
    plates.iter().find(|plate| plate.id == id).map(|plate| plate.caption.plain()).unwrap_or_default()
}

#[test]
fn cohorts_of_every_size_have_sensible_plates() {
    for (n, expected) in [
        (0, &[][..]),
        (1, &["slope", "waterfall", "alluvial", "swimmer"]),
        (164, &["slope", "waterfall", "alluvial", "swimmer"]),
    ] {
        let found = drawn(&Case::size(n), true);
        let ids: Vec<&str> = found.iter().map(|plate| plate.id).filter(|id| OURS.contains(id)).collect();
        assert_eq!(ids, expected, "{n} members");
        for plate in found.iter().filter(|plate| OURS.contains(&plate.id)) {
            assert_eq!(plate.one_column.size.width, Width::OneColumn.points());
            assert_eq!(plate.two_columns.size.width, Width::TwoColumns.points());
            let caption = plate.caption.plain();
            assert!(caption.contains("n = ") && caption.ends_with('.'), "{caption}");
            assert!(plate.two_columns.size.height < 640.0, "{} fits a page", plate.id);
        }
    }
}

const OURS: [&str; 4] = ["slope", "waterfall", "alluvial", "swimmer"];

fn with_pair(n: usize, before: f64, after: f64) -> MemberRow {
    MemberRow {
        before: Some(value(before, "no", -2)),
        after: Some(value(after, "left", 500)),
        pair_exclusion: None,
        ..member(n)
    }
}

#[test]
fn captions_count_what_is_drawn() {
    // One fell by half and more, one rose by a quarter and more, one stayed, one has nothing before.
    let pairs = [(10.0, 4.0), (10.0, 20.0), (3.0, 3.0), (0.0, 1.0)];
    let members = pairs.iter().enumerate().map(|(n, (before, after))| with_pair(n, *before, *after));
    let found = drawn(&Case::of(members.collect()), false);
    let slope = caption(&found, "slope");
    assert!(
        slope.contains("n = 4 pairs") && slope.contains("1 fell (whole lines), 2 rose (dashed) and 1 stayed"),
        "{slope}"
    );
    assert!(slope.contains("4 below it") && slope.contains("A value of 0 stands below the axis"), "{slope}");
    let waterfall = caption(&found, "waterfall");
    assert!(waterfall.contains("n = 3 pairs"), "{waterfall}");
    assert!(waterfall.contains("1 fell by more than 50 %, 1 rose by 25 % or more"), "{waterfall}");
    assert!(waterfall.contains("1 pair with a value of 0 before has no per cent of change"), "{waterfall}");
    assert!(caption(&found, "swimmer").is_empty(), "no swimmer plot without tracks");
}

#[test]
fn a_stratum_without_pairs_says_so_and_no_pairs_give_no_plot() {
    let without = |n| MemberRow {
        after: None,
        pair_exclusion: Some(analysis::PairExclusion::MissingAfter),
        ..member(n)
    };
    let found = drawn(&Case::of(vec![with_pair(0, 10.0, 2.0), without(1), without(4)]), false);
    let slope = caption(&found, "slope");
    assert!(
        slope.contains("n = 1 pair)") && slope.contains("2 patients without a pair (no value after 2)"),
        "{slope}"
    );
    let none = drawn(&Case::of(vec![without(1)]), false);
    assert_eq!(caption(&none, "slope") + &caption(&none, "waterfall"), "");
}

#[test]
fn patients_are_reached_from_their_marks() {
    let case = Case::size(3);
    let found = drawn(&case, true);
    for id in ["slope", "waterfall", "swimmer"] {
        let plate = found.iter().find(|plate| plate.id == id).expect("a plate");
        let text = svg(&plate.two_columns, Print::Colour, id);
        assert!(text.contains("href=\"#v0\"") && text.contains("<title>P00000, "), "{id}");
    }
}

#[test]
fn at_most_sixty_lanes_are_drawn_and_the_choice_is_said() {
    let found = drawn(&Case::size(164), true);
    let text = caption(&found, "swimmer");
    assert!(text.contains("n = 164 patients") && text.contains(" of 164 patients are shown"), "{text}");
}

#[test]
fn the_timeline_is_that_of_the_member() {
    let case = Case::size(2);
    let tracks = [track(0), track(1)];
    let scene = timeline(&document(&case, &tracks), 1).expect("a timeline");
    assert_eq!(scene.title, "Course of patient P00001");
    let text = svg(&scene, Print::Colour, "a");
    assert!(text.contains("day 500: Tg &lt;0.2 ng/mL, stimulated, chosen as the value after"));
    assert!(text.contains("day 0: radioiodine, course 2, unknown activity"));
    assert!(timeline(&document(&case, &tracks), 2).is_none());
    assert!(timeline(&document(&case, &[]), 0).is_none());
}

#[test]
fn a_hundred_thousand_members_are_drawn() {
    let members: Vec<MemberRow> = (0..100_000).map(member).collect();
    let found = drawn(&Case::of(members), false);
    let waterfall = caption(&found, "waterfall");
    let slope = caption(&found, "slope");
    assert!(slope.contains("With more than 300 pairs in a stratum"), "{slope}");
    assert!(waterfall.contains("each bar one hundredth of the patients"), "{waterfall}");
    for plate in found.iter().filter(|plate| OURS.contains(&plate.id)) {
        let bytes = svg(&plate.two_columns, Print::Colour, "a").len();
        assert!(bytes < 400_000, "{}: {bytes} bytes", plate.id);
    }
}
