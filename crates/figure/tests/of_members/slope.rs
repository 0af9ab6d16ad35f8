use figure::charts::slope::{Known, MOST_LINES, Pair, Panel, Slope, Value, slope};
use figure::{Mark, Scene, Segment, Width};

use super::ODD;
use super::page::{check, flat, texts};

fn pair(before: f64, after: f64, known: Known) -> Pair {
    let value = |number, known| Value { number, known };
    Pair {
        before: value(before, Known::Exactly),
        after: value(after, known),
        says: Some("P1 & <2>".into()),
        link: Some("#v1".into()),
    }
}

fn plot(panels: Vec<Panel>) -> Slope {
    Slope {
        title: "Slope".into(),
        axis: "Tg, ng/mL".into(),
        times: ["before".into(), "after".into()],
        panels,
    }
}

fn panel(title: &str, pairs: Vec<Pair>) -> Panel {
    Panel { title: title.into(), pairs, before: Some([2.0, 10.0, 20.0]), after: Some([1.0, 5.0, 50.0]) }
}

/// The heights of the ends of the lines of pairs.
fn ends(scene: &Scene) -> Vec<(f64, f64)> {
    let groups = scene.marks.iter().filter_map(|mark| match mark {
        Mark::Group { marks, .. } => Some(marks),
        _ => None,
    });
    groups
        .filter_map(|marks| match marks.first() {
            Some(Mark::Path { segments, .. }) => match segments.as_slice() {
                [Segment::Move(from), Segment::Line(to)] => Some((from.1, to.1)),
                _ => None,
            },
            _ => None,
        })
        .collect()
}

#[test]
fn ten_lies_in_the_middle_of_one_and_a_hundred() {
    let pairs = vec![pair(1.0, 100.0, Known::Exactly), pair(10.0, 10.0, Known::Exactly)];
    for width in Width::ALL {
        let found = ends(&slope(&plot(vec![panel("A", pairs.clone())]), width));
        let [(one, hundred), (before, after)] = found[..] else { panic!("two lines") };
        assert!((before - (one + hundred) / 2.0).abs() < 1e-9 && (before - after).abs() < 1e-9);
    }
}

#[test]
fn zeros_stand_below_the_axis() {
    let pairs = vec![pair(1.0, 0.0, Known::Exactly), pair(100.0, 1.0, Known::Exactly)];
    let scene = slope(&plot(vec![panel("A", pairs)]), Width::OneColumn);
    let found = ends(&scene);
    assert!(found[0].1 > found[0].0 + 10.0, "0 lies below 1: {found:?}");
    assert!(texts(&scene).contains(&"0".to_string()));
}

#[test]
fn counts_are_those_of_the_pairs() {
    // Three fell, one rose, two stayed.
    let pairs = [(9.0, 1.0), (9.0, 2.0), (3.0, 0.0), (1.0, 4.0), (5.0, 5.0), (0.0, 0.0)];
    let pairs = pairs.map(|(before, after)| pair(before, after, Known::Exactly)).to_vec();
    let scene = slope(&plot(vec![panel("A", pairs)]), Width::TwoColumns);
    let texts = texts(&scene);
    assert!(texts.contains(&"n = 6 pairs".into()) && texts.contains(&"3 fell, 1 rose, 2 equal".into()));
}

#[test]
fn many_pairs_become_few_marks() {
    let many = |n: usize| (0..n).map(|i| pair(1.0 + (i % 997) as f64, 1.0 + (i % 499) as f64, Known::Below));
    let scene = slope(&plot(vec![panel("A", many(100_000).collect())]), Width::TwoColumns);
    check(&scene, "100,000 pairs");
    assert!(flat(&scene.marks).len() < 300);
    let few = slope(&plot(vec![panel("A", many(MOST_LINES).collect())]), Width::TwoColumns);
    assert_eq!(ends(&few).len(), MOST_LINES);
}

#[test]
fn extremes_are_drawn() {
    let one = |known| vec![pair(3.0, 0.2, known)];
    let odd = [f64::NAN, f64::INFINITY, -1.0, 1e-300, 1e300, 0.0];
    let odd = odd.iter().map(|value| pair(*value, 1.0, Known::Above)).collect();
    let cases = [
        ("no panel", vec![]),
        ("no pair", vec![Panel { title: "A".into(), ..Panel::default() }]),
        ("one pair", vec![panel("A", one(Known::Exactly))]),
        ("all censored", vec![panel("A", one(Known::Below)), panel("B", one(Known::Above))]),
        ("all zero", vec![panel("A", vec![pair(0.0, 0.0, Known::Exactly)])]),
        ("odd values", vec![panel(ODD, odd)]),
        ("seven panels", (0..7).map(|_| panel(ODD, one(Known::Below))).collect()),
    ];
    for (name, panels) in cases {
        for width in Width::ALL {
            check(&slope(&plot(panels.clone()), width), name);
        }
    }
}
