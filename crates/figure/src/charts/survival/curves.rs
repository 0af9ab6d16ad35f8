//! The curves themselves: steps, bands, marks of censoring.

use super::{Curve, Step, Survival};
use crate::axis::Scale;
use crate::charts::line_key::line;
use crate::ink::{Fill, Ink, Stroke};
use crate::scene::{Mark, Point, Scene, Segment};

/// Steps closer than this along the time are drawn as one, in points.
const STEP: f64 = 0.1;
/// Marks of censoring closer than this are drawn as one, in points.
const MARK: f64 = 0.8;

/// Draws bands first, then curves, then marks of censoring.
pub(super) fn draw(scene: &mut Scene, chart: &Survival, times: &Scale, shares: &Scale) {
    let steps: Vec<Vec<Step>> = chart.curves.iter().map(|curve| thinned(curve, times)).collect();
    for (position, steps) in steps.iter().enumerate() {
        let fill = Fill::new(line(position).ink).faint(0.16);
        for segments in bands(steps, times, shares) {
            scene.add(Mark::Path { segments, stroke: None, fill: Some(fill) });
        }
    }
    for (position, steps) in steps.iter().enumerate() {
        let points = corners(steps, times, |step| shares.place(step.value));
        scene.add(Mark::Path { segments: path(points), stroke: Some(line(position)), fill: None });
    }
    for (curve, position) in chart.curves.iter().zip(0..) {
        censored(scene, curve, line(position).ink, times, shares);
    }
}

/// The steps without those that another covers.
fn thinned(curve: &Curve, times: &Scale) -> Vec<Step> {
    let mut kept: Vec<Step> = Vec::new();
    for step in &curve.steps {
        match kept.last_mut() {
            Some(last) if times.place(step.time) - times.place(last.time) < STEP => {
                *last = Step { time: last.time, ..*step };
            }
            _ => kept.push(*step),
        }
    }
    kept
}

/// Corners of the steps at the height that `place` gives.
fn corners(steps: &[Step], times: &Scale, place: impl Fn(&Step) -> f64) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::new();
    for step in steps {
        let x = times.place(step.time);
        if let Some(last) = points.last() {
            points.push((x, last.1));
        }
        points.push((x, place(step)));
    }
    points.dedup();
    points
}

fn path(points: Vec<Point>) -> Vec<Segment> {
    let at = |(position, point)| if position == 0 { Segment::Move(point) } else { Segment::Line(point) };
    points.into_iter().enumerate().map(at).collect()
}

/// Areas of the intervals, one for each run of steps that have one.
fn bands(steps: &[Step], times: &Scale, shares: &Scale) -> Vec<Vec<Segment>> {
    let mut areas = Vec::new();
    let mut from = 0;
    for run in steps.chunk_by(|a, b| a.ci.is_some() == b.ci.is_some()) {
        let next = steps.get(from + run.len());
        from += run.len();
        if run[0].ci.is_none() {
            continue;
        }
        let edge = |end: fn((f64, f64)) -> f64| {
            let mut points = corners(run, times, |step| shares.place(step.ci.map_or(step.value, end)));
            if let (Some(next), Some(last)) = (next, points.last().copied()) {
                points.push((times.place(next.time), last.1));
            }
            points
        };
        let mut outline = edge(|ci| ci.1);
        outline.extend(edge(|ci| ci.0).into_iter().rev());
        let mut segments = path(outline);
        segments.push(Segment::Close);
        areas.push(segments);
    }
    areas
}

/// Short bars across the curve where persons were censored.
fn censored(scene: &mut Scene, curve: &Curve, ink: Ink, times: &Scale, shares: &Scale) {
    let mut when = curve.censored.clone();
    when.sort_by(f64::total_cmp);
    let mut segments = Vec::new();
    let mut free = f64::NEG_INFINITY;
    for time in when {
        let x = times.place(time);
        let before = curve.steps.partition_point(|step| step.time <= time);
        let Some(step) = before.checked_sub(1).and_then(|last| curve.steps.get(last)) else { continue };
        if x < free {
            continue;
        }
        free = x + MARK;
        let y = shares.place(step.value);
        segments.extend([Segment::Move((x, y - 2.2)), Segment::Line((x, y + 2.2))]);
    }
    if !segments.is_empty() {
        scene.add(Mark::Path { segments, stroke: Some(Stroke::new(ink, 0.6)), fill: None });
    }
}
