use figure::charts::slope::Known;
use figure::charts::timeline::{Bound, Event, Lane, Marker, Point, Row, Span, State, Timeline, timeline};
use figure::{Mark, Width};

use super::page::{check, texts};
use super::{DOT, ODD};

fn marker(day: f64, value: f64) -> Marker {
    Marker {
        day,
        value,
        known: Known::Exactly,
        state: State::Stimulated,
        is_ringed: false,
        is_greyed: false,
        chosen: None,
        says: "marker".into(),
    }
}

fn plot(markers: Vec<Marker>) -> Timeline {
    let span = |first, last, name: &str| Span { first, last, name: name.into() };
    Timeline {
        title: "One patient".into(),
        description: "Course of one patient.".into(),
        marker: "Tg, ng/mL".into(),
        origin: "second course".into(),
        spans: vec![span(-365.0, 0.0, "baseline window"), span(365.0, 730.0, "follow-up window")],
        markers,
        bounds: vec![Bound { value: 10.0, name: "bound".into() }],
        ..Timeline::default()
    }
}

fn events(days: &[f64], text: &str) -> Vec<Event> {
    let event = |day: &f64| Event { day: *day, emblem: DOT, text: text.into(), says: ODD.into() };
    days.iter().map(event).collect()
}

#[test]
fn days_and_values_are_in_proportion() {
    let markers = vec![marker(0.0, 1.0), marker(100.0, 10.0), marker(200.0, 100.0)];
    let scene = timeline(&plot(markers), Width::TwoColumns);
    let places: Vec<(f64, f64)> = scene
        .marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Group { says: Some(says), marks, .. } if says.starts_with("marker") => match marks[0] {
                Mark::Symbol { at, .. } => Some(at),
                _ => None,
            },
            _ => None,
        })
        .collect();
    let middle = |one: f64, other: f64| (one + other) / 2.0;
    assert!((places[1].0 - middle(places[0].0, places[2].0)).abs() < 1e-9, "{places:?}");
    assert!((places[1].1 - middle(places[0].1, places[2].1)).abs() < 1e-9, "{places:?}");
}

#[test]
fn chosen_values_are_named() {
    let chosen = |day, word: &str| Marker { chosen: Some(word.into()), ..marker(day, 36.2) };
    let after = Marker { known: Known::Below, ..chosen(500.0, "after") };
    let scene = timeline(&plot(vec![chosen(-2.0, "before"), after]), Width::OneColumn);
    let texts = texts(&scene);
    assert!(texts.contains(&"before 36.2".into()) && texts.contains(&"after <36.2".into()), "{texts:?}");
}

#[test]
fn extremes_are_drawn() {
    let odd: Vec<Marker> = [f64::NAN, f64::INFINITY, -1.0, 0.0, 1e-300, 1e300]
        .iter()
        .enumerate()
        .map(|(day, value)| Marker {
            known: [Known::Below, Known::Above][day % 2],
            state: [State::Stimulated, State::Suppressed, State::Neither][day % 3],
            is_ringed: true,
            is_greyed: day > 3,
            chosen: Some(ODD.into()),
            ..marker(day as f64, *value)
        })
        .collect();
    let dense: Vec<f64> = (0..300).map(|day| f64::from(day) * 3.0 - 200.0).collect();
    let points = |days: &[f64]| -> Vec<Point> {
        let point =
            |day: &f64| Point { day: *day, value: day.abs() / 7.0, is_filled: true, says: ODD.into() };
        days.iter().map(point).collect()
    };
    let full = |days: &[f64], text: &str| Timeline {
        rows: vec![Row { name: ODD.into(), bounds: vec![30.0, f64::NAN], points: points(days) }],
        lanes: vec![Lane { name: ODD.into(), events: events(days, text) }, Lane::default()],
        emblems: vec![(DOT, ODD.into())],
        ..plot(days.iter().map(|day| marker(*day, 2.0)).collect())
    };
    let cases = [
        ("nothing", Timeline { description: "None.".into(), ..Timeline::default() }),
        ("no marker", plot(vec![])),
        ("odd values", plot(odd)),
        ("one day", full(&[0.0], "100")),
        ("same day", full(&[5.0, 5.0, 5.0], "neck dissection")),
        ("dense", full(&dense, "US")),
        ("odd days", full(&[f64::NAN, -1e300, 1e300], ODD)),
        ("a life", full(&[-20_000.0, 0.0, 20_000.0], ODD)),
    ];
    for (name, chart) in cases {
        for width in Width::ALL {
            check(&timeline(&chart, width), name);
        }
    }
}
