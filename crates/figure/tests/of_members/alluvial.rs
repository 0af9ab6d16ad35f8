use figure::charts::alluvial::{Alluvial, Category, Way, alluvial};
use figure::{Fill, Ink, Mark, Scene, Width};

use super::ODD;
use super::page::{check, texts};

/// Categories at the three times and how many patients.
type Counted = ([usize; 3], usize);

fn plot(ways: &[Counted]) -> Alluvial {
    let inks = [Ink::Green, Ink::Sky, Ink::Orange, Ink::Vermillion, Ink::Rule, Ink::Purple];
    let names =
        ["excellent", "indeterminate", "biochemical incomplete", "structural incomplete", "unknown", ODD];
    Alluvial {
        title: "Alluvial".into(),
        times: ["Before".into(), "At 1 to 2 years".into(), "Last visit".into()],
        categories: names
            .iter()
            .zip(inks)
            .map(|(name, ink)| Category { name: name.to_string(), fill: Fill::new(ink) })
            .collect(),
        ways: ways.iter().map(|(categories, n)| Way { categories: *categories, n: *n }).collect(),
    }
}

/// Heights of the bars, by time and from top to bottom; the keys' little areas are left out.
fn bars(scene: &Scene) -> Vec<f64> {
    let height = |mark: &Mark| match mark {
        Mark::Rectangle { size, .. } if size.width == 9.0 => Some(size.height),
        _ => None,
    };
    scene.marks.iter().filter_map(height).collect()
}

#[test]
fn bars_are_in_proportion_to_patients() {
    // Before: 3 and 1; then all 4 in one; at last 1 and 3.
    let scene = alluvial(&plot(&[([0, 1, 0], 1), ([0, 1, 2], 2), ([3, 1, 2], 1)]), Width::TwoColumns);
    let found = bars(&scene);
    let unit = found[1];
    for (height, n) in found.iter().zip([3.0, 1.0, 4.0, 1.0, 3.0]) {
        assert!((height - n * unit).abs() < 1e-9, "{found:?}");
    }
    let texts = texts(&scene);
    assert!(texts.contains(&"excellent  3".into()) && texts.contains(&"3  biochemical incomplete".into()));
    assert!(!texts.iter().any(|text| text.contains("unknown")), "an empty category is left out");
}

#[test]
fn extremes_are_drawn() {
    let tiny: Vec<Counted> =
        (0..6).map(|from| ([from, 5 - from, from], if from == 2 { 100_000 } else { 1 })).collect();
    let everything: Vec<Counted> = (0..216).map(|i| ([i / 36, i / 6 % 6, i % 6], i * i % 7)).collect();
    let cases: [(&str, &[Counted]); 6] = [
        ("nobody", &[]),
        ("one", &[([0, 1, 2], 1)]),
        ("one category", &[([4, 4, 4], 164)]),
        ("no such category", &[([9, 0, 0], 3), ([0, 0, 0], 2)]),
        ("tiny categories", &tiny),
        ("everything", &everything),
    ];
    for (name, ways) in cases {
        for width in Width::ALL {
            check(&alluvial(&plot(ways), width), name);
        }
    }
    let nothing = Alluvial { ways: plot(&[([0, 0, 0], 1)]).ways, ..Alluvial::default() };
    check(&alluvial(&nothing, Width::OneColumn), "no categories");
}
