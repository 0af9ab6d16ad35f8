//! The marks of a slope plot: lines of pairs, faint or single, and quartiles.

use std::collections::BTreeMap;

use crate::ink::{Fill, Ink, Stroke};
use crate::scene::{Mark, Point, Scene, Segment, Shape, Size};

use super::super::keys::Emblem;
use super::drawing::Drawing;
use super::{Course, Known, Panel, Value, shown};

/// Lines that would lie this close, in points, at both ends are drawn once, darker where there are more.
const GRID: f64 = 2.5;

impl Drawing<'_> {
    pub(super) fn lines(&self, scene: &mut Scene, panel: &Panel, ends: (f64, f64), top: f64, n: usize) {
        let (width, opacity) = if n > 60 { (0.5, 0.65) } else { (0.8, 0.9) };
        for pair in shown(panel) {
            let from = (ends.0, self.y(top, pair.before.number));
            let to = (ends.1, self.y(top, pair.after.number));
            let stroke = Stroke { opacity, ..Course::of(pair).stroke(width) };
            let segments = vec![Segment::Move(from), Segment::Line(to)];
            let mut marks = vec![Mark::Path { segments, stroke: Some(stroke), fill: None }];
            marks.extend(end(pair.before, from, Course::of(pair)));
            marks.extend(end(pair.after, to, Course::of(pair)));
            scene.add(Mark::Group { says: pair.says.clone(), link: pair.link.clone(), marks });
        }
    }

    /// Many lines: those between the same two places once, in three depths by how many they are.
    pub(super) fn faint(&self, scene: &mut Scene, panel: &Panel, ends: (f64, f64), top: f64) {
        let cell = |value: f64| (self.y(top, value) / GRID).round() as i64;
        let mut lines: BTreeMap<(Course, i64, i64), usize> = BTreeMap::new();
        let mut censored: BTreeMap<(bool, bool, i64), Emblem> = BTreeMap::new();
        for pair in shown(panel) {
            let key = (Course::of(pair), cell(pair.before.number), cell(pair.after.number));
            *lines.entry(key).or_default() += 1;
            for (is_after, value) in [(false, pair.before), (true, pair.after)] {
                if let Some(emblem) = emblem(value.known) {
                    let place = (is_after, value.known == Known::Above, cell(value.number));
                    censored.insert(place, emblem);
                }
            }
        }
        let most = lines.values().copied().max().unwrap_or(1) as f64;
        let depth = |n: usize| (n as f64 / most * 3.0).ceil() as i64;
        let mut paths: BTreeMap<(i64, Course), Vec<Segment>> = BTreeMap::new();
        for ((course, before, after), n) in lines {
            let path = paths.entry((depth(n), course)).or_default();
            path.push(Segment::Move((ends.0, before as f64 * GRID)));
            path.push(Segment::Line((ends.1, after as f64 * GRID)));
        }
        for ((depth, course), segments) in paths {
            let opacity = [0.14, 0.4, 0.75][(depth - 1).clamp(0, 2) as usize];
            let stroke = Stroke { opacity, ..course.stroke(0.45) };
            scene.add(Mark::Path { segments, stroke: Some(stroke), fill: None });
        }
        for ((is_after, _, y), emblem) in censored {
            let x = if is_after { ends.1 } else { ends.0 };
            scene.add(emblem.mark((x, y as f64 * GRID), 3.4));
        }
    }

    /// Median and quartiles outside the lines, and a line between the medians.
    pub(super) fn boxes(&self, scene: &mut Scene, panel: &Panel, ends: (f64, f64), top: f64) {
        let y = |value: f64| self.y(top, value);
        for (quartiles, x) in [(panel.before, ends.0 - 9.0), (panel.after, ends.1 + 3.0)] {
            let Some([first, median, third]) = quartiles.filter(|given| given.iter().all(|q| *q >= 0.0))
            else {
                continue;
            };
            let size = Size { width: 6.0, height: y(first) - y(third) };
            scene.rectangle(
                (x, y(third)),
                size,
                Some(Stroke::new(Ink::Black, 0.7)),
                Some(Fill::new(Ink::Paper)),
            );
            scene.line((x, y(median)), (x + 6.0, y(median)), Stroke::new(Ink::Black, 1.8));
        }
    }
}

pub(super) fn emblem(known: Known) -> Option<Emblem> {
    match known {
        Known::Exactly => None,
        Known::Below => Some(Emblem::open(Shape::Down, Ink::Black)),
        Known::Above => Some(Emblem::open(Shape::Up, Ink::Black)),
    }
}

/// The symbol at the end of a line.
fn end(value: Value, at: Point, course: Course) -> Option<Mark> {
    let dot = Emblem::filled(Shape::Circle, course.stroke(1.0).ink);
    Some(match emblem(value.known) {
        Some(emblem) => emblem.mark(at, 3.6),
        None => dot.mark(at, 1.5),
    })
}

/// The area between the lines of the first and the third quartiles.
pub(super) fn band(scene: &mut Scene, ends: (f64, f64), panel: &Panel, y: impl Fn(f64) -> f64) {
    let (Some(before), Some(after)) = (panel.before, panel.after) else { return };
    let corners = [(ends.0, before[2]), (ends.1, after[2]), (ends.1, after[0]), (ends.0, before[0])];
    let mut segments: Vec<Segment> =
        corners.iter().map(|(x, value)| Segment::Line((*x, y(*value)))).collect();
    segments[0] = Segment::Move((ends.0, y(before[2])));
    segments.push(Segment::Close);
    let fill = Some(Fill::new(Ink::Paper).faint(0.3));
    scene.add(Mark::Path { segments, stroke: Some(Stroke::new(Ink::Black, 1.1)), fill });
}
