use figure::charts::swimmer::{Group, Lane, Stretch, Swimmer, Symbol, swimmer};
use figure::{Fill, Ink, Mark, Width};

use super::page::{check, flat};
use super::{DOT, ODD};

fn plot(groups: Vec<Group>) -> Swimmer {
    Swimmer {
        title: "Swimmer".into(),
        axis: "years from the second course".into(),
        chosen: "Some of all are shown, evenly spaced in the order of follow-up, as a long sentence says."
            .into(),
        stretches: vec![Stretch { name: "Tg incomplete".into(), fill: Fill::new(Ink::Orange) }],
        symbols: vec![Symbol { name: ODD.into(), emblem: DOT }],
        groups,
    }
}

fn lane(from: f64, to: f64, times: &[f64]) -> Lane {
    Lane {
        from,
        to,
        stretches: vec![(0.0, to, 0), (0.0, 1.0, 7)],
        symbols: times.iter().map(|time| (*time, 0)).collect(),
        end: Some(0),
        says: Some("P1".into()),
        link: Some("#v1".into()),
    }
}

#[test]
fn time_is_in_proportion() {
    let scene = swimmer(
        &plot(vec![Group { title: "A".into(), lanes: vec![lane(-1.0, 3.0, &[-1.0, 1.0, 3.0])] }]),
        Width::OneColumn,
    );
    let symbols: Vec<f64> = flat(&scene.marks)
        .into_iter()
        .filter_map(|mark| match mark {
            Mark::Symbol { at, .. } => Some(at.0),
            _ => None,
        })
        .collect();
    assert!((symbols[1] - (symbols[0] + symbols[2]) / 2.0).abs() < 1e-9, "{symbols:?}");
    assert!(symbols[3] > symbols[2], "the end stands behind the lane");
}

#[test]
fn extremes_are_drawn() {
    let group = |n: usize, lane: Lane| Group { title: ODD.into(), lanes: vec![lane; n] };
    let cases = [
        ("nobody", vec![]),
        ("an empty group", vec![group(0, Lane::default())]),
        ("one", vec![group(1, lane(-0.4, 0.2, &[0.0]))]),
        ("sixty", vec![group(20, lane(-1.0, 3.0, &[])), group(40, lane(-30.0, 25.0, &[0.0]))]),
        ("odd values", vec![group(2, lane(f64::NAN, f64::INFINITY, &[f64::NAN, -1e300, 1e300]))]),
        ("long", vec![group(1, lane(-1e6, 1e9, &[0.0]))]),
    ];
    for (name, groups) in cases {
        for width in Width::ALL {
            check(&swimmer(&plot(groups.clone()), width), name);
        }
    }
}
