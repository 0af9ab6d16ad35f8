use figure::charts::waterfall::{Bar, Category, MOST_BARS, Waterfall, waterfall};
use figure::{Fill, Hatch, Ink, Mark, Scene, Width};

use super::ODD;
use super::page::{check, texts};

fn bar(per_cent: f64) -> Bar {
    Bar { per_cent, category: 0, is_censored: false, says: Some("P1".into()), link: None }
}

fn plot(bars: Vec<Bar>) -> Waterfall {
    Waterfall {
        title: "Waterfall".into(),
        axis: "Change of Tg".into(),
        categories: vec![Category { name: ODD.into(), fill: Fill::new(Ink::Blue).hatched(Hatch::Rising) }],
        bars,
        references: vec![-50.0, 25.0],
        cap: 200.0,
    }
}

/// Heights of the bars from left to right.
fn heights(scene: &Scene) -> Vec<f64> {
    let first = |mark: &Mark| match mark {
        Mark::Group { marks, .. } => match marks.first() {
            Some(Mark::Rectangle { size, .. }) => Some(size.height),
            _ => None,
        },
        _ => None,
    };
    scene.marks.iter().filter_map(first).collect()
}

#[test]
fn bars_are_sorted_and_in_proportion_and_cut_at_the_cap() {
    let scene = waterfall(&plot([-100.0, 500.0, -50.0, 100.0, 200.0].map(bar).to_vec()), Width::OneColumn);
    let found = heights(&scene);
    let unit = found[4];
    let expected = [2.0, 2.0, 1.0, 0.5, 1.0].map(|share| share * unit);
    for (height, expected) in found.iter().zip(expected) {
        assert!((height - expected).abs() < 1e-9, "{found:?}");
    }
    assert!(texts(&scene).contains(&"cut, above +200 % (1)".into()));
}

#[test]
fn many_patients_become_hundredths() {
    // From +100 to -99.8 in steps of 0.2: the middle of the first hundredth of 1000 is the sixth, +99, that of
    // the last the 996th, -99.
    let bars: Vec<Bar> = (0..1000).map(|i| bar(100.0 - 0.2 * f64::from(i))).collect();
    let scene = waterfall(&plot(bars), Width::TwoColumns);
    let found = heights(&scene);
    assert_eq!(found.len(), 100);
    assert!((found[0] - found[99]).abs() < 1e-6);
    assert!(texts(&scene).iter().any(|text| text.contains("one hundredth")));
    let whole = waterfall(&plot((0..MOST_BARS).map(|_| bar(-10.0)).collect()), Width::OneColumn);
    assert_eq!(heights(&whole).len(), MOST_BARS);
}

#[test]
fn extremes_are_drawn() {
    let censored = || Bar { is_censored: true, category: 9, ..bar(-99.0) };
    let cases = [
        ("none", vec![]),
        ("one", vec![bar(-30.0)]),
        ("three", vec![bar(-30.0), bar(0.0), bar(1e9)]),
        ("all censored", vec![censored(), censored()]),
        ("all the same", vec![bar(0.0); 164]),
        ("odd values", [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -250.0, 1e300].map(bar).to_vec()),
        ("100,000", (0..100_000).map(|i| bar(f64::from(i % 400) - 100.0)).collect()),
    ];
    for (name, bars) in cases {
        for width in Width::ALL {
            check(&waterfall(&plot(bars.clone()), width), name);
            check(&waterfall(&Waterfall { cap: f64::NAN, ..plot(bars.clone()) }, width), name);
        }
    }
}
