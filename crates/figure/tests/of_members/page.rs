//! What holds for every scene: text inside and apart, well-formed SVG, the same bytes twice.

use figure::{Anchor, Mark, Print, Scene, TextStyle, svg, text_width};
use resvg::usvg;

/// Asserts all of it.
pub fn check(scene: &Scene, name: &str) {
    assert!(!scene.description.is_empty(), "{name}: no description");
    let boxes = boxes(&scene.marks);
    for (text, [left, top, right, bottom]) in &boxes {
        let inside = *left >= -0.5
            && *top >= -0.5
            && *right <= scene.size.width + 0.5
            && *bottom <= scene.size.height + 0.5;
        assert!(inside, "{name}: {text:?} at {left},{top} to {right},{bottom} leaves {:?}", scene.size);
    }
    for (position, (text, one)) in boxes.iter().enumerate() {
        for (other_text, other) in &boxes[position + 1..] {
            let apart = one[2] <= other[0] || other[2] <= one[0] || one[3] <= other[1] || other[3] <= one[1];
            assert!(apart, "{name}: {text:?} over {other_text:?}: {one:?} {other:?}");
        }
    }
    let text = svg(scene, Print::Colour, "a");
    assert!(usvg::Tree::from_str(&text, &usvg::Options::default()).is_ok(), "{name}: not well-formed");
    assert!(!text.contains("NaN") && !text.contains("inf"), "{name}: a number that is none");
    assert_eq!(text, svg(scene, Print::Colour, "a"));
}

/// Left, top, right, bottom of each text, from capital height to a little below the base line.
fn boxes(marks: &[Mark]) -> Vec<(String, [f64; 4])> {
    let mut found = Vec::new();
    for mark in marks {
        match mark {
            Mark::Text { at, text, style } => found.push((text.clone(), place(*at, text, style))),
            Mark::Group { marks, .. } => found.extend(boxes(marks)),
            _ => {}
        }
    }
    found
}

fn place((x, y): (f64, f64), text: &str, style: &TextStyle) -> [f64; 4] {
    let width = text_width(text, style.size, style.weight);
    let before = match style.anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => width / 2.0,
        Anchor::End => width,
    };
    let (up, down) = (0.72 * style.size, 0.15 * style.size);
    if style.turned == -90.0 {
        [x - up, y - (width - before), x + down, y + before]
    } else {
        [x - before, y - up, x - before + width, y + down]
    }
}

/// All marks, those of groups too.
pub fn flat(marks: &[Mark]) -> Vec<&Mark> {
    marks
        .iter()
        .flat_map(|mark| match mark {
            Mark::Group { marks, .. } => flat(marks),
            mark => vec![mark],
        })
        .collect()
}

/// The texts.
pub fn texts(scene: &Scene) -> Vec<String> {
    boxes(&scene.marks).into_iter().map(|(text, _)| text).collect()
}
