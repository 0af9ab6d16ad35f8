//! The marks of one patient's timeline: marker values, small rows, lanes.

use crate::fonts::text_width;
use crate::ink::{Fill, Ink, Stroke};
use crate::scene::{Anchor, Mark, Scene, Segment, Shape, Size, Weight};

use super::super::keys::{self, Emblem};
use super::super::lettering::{LABEL, fit, wide};
use super::super::log_axis::{LogAxis, is_drawable, number};
use super::super::slope::Known;
use super::drawing::{Drawing, LABELS, ROW, TOP, shape};
use super::{Lane, Marker, Row};

impl Drawing<'_> {
    pub(super) fn marker(&self, scene: &mut Scene, marker: &Marker) {
        let at = (self.x(marker.day), self.y(marker.value));
        let ink = if marker.is_greyed { Ink::Rule } else { Ink::Blue };
        let emblem = Emblem { shape: shape(marker.state), ink, is_filled: marker.known == Known::Exactly };
        let size = size(marker);
        let mut marks = vec![emblem.mark(at, size)];
        if marker.is_ringed {
            marks.push(keys::ring(at, size + 4.0));
        }
        match marker.known {
            Known::Exactly => {}
            Known::Below => marks.push(arrow(at, size / 2.0, 1.0, ink)),
            Known::Above => marks.push(arrow(at, size / 2.0, -1.0, ink)),
        }
        scene.add(Mark::Group { says: Some(marker.says.clone()), link: None, marks });
    }

    /// The word and number of a chosen value, above or below it, off the labels already set; where it stands.
    pub(super) fn chosen(
        &self,
        scene: &mut Scene,
        marker: &Marker,
        taken: &[(f64, f64)],
    ) -> Option<(f64, f64)> {
        let sign = match marker.known {
            Known::Exactly => "",
            Known::Below => "<",
            Known::Above => ">",
        };
        let text = format!("{} {sign}{}", marker.chosen.as_ref()?, number(marker.value));
        let text = fit(&text, LABEL, Weight::Bold, self.page - self.left - 2.0);
        let half = text_width(&text, LABEL, Weight::Bold) / 2.0;
        let (x, y) = (self.x(marker.day), self.y(marker.value));
        let least = self.left + half + 1.0;
        let x = x.clamp(least, (self.page - half).max(least));
        let is_free = |at: f64| {
            let is_inside = at > TOP + 5.5 && at < TOP + self.plot + self.foot();
            let is_alone = |(other_x, other_y): &(f64, f64)| {
                (other_x - x).abs() > 2.0 * half + 24.0 || (other_y - at).abs() > 8.5
            };
            is_inside && taken.iter().all(is_alone)
        };
        let base = [y - 8.0, y + 14.0, y - 17.0, y + 23.0].into_iter().find(|at| is_free(*at))?;
        let ground = Size { width: 2.0 * half + 4.0, height: 8.0 };
        scene.rectangle((x - half - 2.0, base - 6.2), ground, None, Some(Fill::new(Ink::Paper).faint(0.75)));
        scene.text((x, base), text, LABELS.bold().anchored(Anchor::Middle));
        Some((x, base))
    }

    pub(super) fn row(&self, scene: &mut Scene, row: &Row, top: f64) {
        let values = row.points.iter().map(|point| point.value).chain(row.bounds.iter().copied());
        let axis = LogAxis::around(values, top + ROW - 6.0, top + 4.0);
        let frame = Size { width: self.page - self.left, height: ROW - 3.0 };
        scene.rectangle((self.left, top), frame, Some(Stroke::new(Ink::Rule, 0.3)), None);
        self.name(scene, &row.name, top + ROW / 2.0 + 1.0);
        for bound in row.bounds.iter().filter(|bound| is_drawable(**bound)) {
            let y = axis.place(*bound);
            scene.line((self.left, y), (self.page, y), Stroke::new(Ink::Grey, 0.4).dashed(1.5, 1.5));
        }
        let mut taken = self.left;
        for (position, point) in row.points.iter().enumerate() {
            let at = (self.x(point.day), axis.place(point.value));
            let emblem = Emblem { shape: Shape::Circle, ink: Ink::Black, is_filled: point.is_filled };
            let marks = vec![emblem.mark(at, 3.0)];
            scene.add(Mark::Group { says: Some(point.says.clone()), link: None, marks });
            let next = row.points.get(position + 1).map_or(self.page, |next| self.x(next.day) - 2.5);
            let text = number(rounded(point.value));
            let base = at.1.clamp(top + 5.0, top + ROW - 6.5) + 2.4;
            if let Some(end) = self.beside(scene, &text, (at.0, base), (taken, next)) {
                taken = end;
            }
            taken = taken.max(at.0 + 2.5);
        }
    }

    pub(super) fn lane(&self, scene: &mut Scene, lane: &Lane, middle: f64) {
        self.name(scene, &lane.name, middle + 2.4);
        scene.line((self.left, middle), (self.page, middle), Stroke::new(Ink::Rule, 0.3));
        let mut taken = self.left;
        for (position, event) in lane.events.iter().enumerate() {
            let x = self.x(event.day);
            let marks = vec![event.emblem.mark((x, middle), 5.0)];
            scene.add(Mark::Group { says: Some(event.says.clone()), link: None, marks });
            let next = lane.events.get(position + 1).map_or(self.page, |next| self.x(next.day) - 3.5);
            if let Some(end) = self.beside(scene, &event.text, (x, middle + 2.4), (taken, next)) {
                taken = end;
            }
            taken = taken.max(x + 3.5);
        }
    }

    /// A label right or else left of a mark, where it fits between what is taken and the next mark; its end.
    fn beside(
        &self,
        scene: &mut Scene,
        text: &str,
        (x, base): (f64, f64),
        (taken, next): (f64, f64),
    ) -> Option<f64> {
        if text.is_empty() {
            return None;
        }
        let need = wide(text);
        let (right, left) = (x + 4.2, x - 4.2 - need);
        let from = if right >= taken && right + need <= next {
            right
        } else if left >= taken.max(self.left + 1.0) {
            left
        } else {
            return None;
        };
        let ground = Size { width: need + 1.0, height: 6.6 };
        scene.rectangle((from - 0.5, base - 5.8), ground, None, Some(Fill::new(Ink::Paper).faint(0.7)));
        scene.text((from, base), text, LABELS);
        Some(from + need + 2.0)
    }
}

fn size(marker: &Marker) -> f64 {
    if marker.chosen.is_some() { 6.4 } else { 4.4 }
}

/// A short arrow towards where a censored value lies.
fn arrow((x, y): (f64, f64), from: f64, away: f64, ink: Ink) -> Mark {
    let tip = y + away * (from + 5.0);
    let segments = vec![
        Segment::Move((x, y + away * from)),
        Segment::Line((x, tip)),
        Segment::Move((x - 1.6, tip - away * 1.8)),
        Segment::Line((x, tip)),
        Segment::Line((x + 1.6, tip - away * 1.8)),
    ];
    Mark::Path { segments, stroke: Some(Stroke::new(ink, 0.8)), fill: None }
}

/// Three digits or so, for a label.
fn rounded(value: f64) -> f64 {
    let per = if value >= 100.0 {
        1.0
    } else if value >= 1.0 {
        10.0
    } else {
        1000.0
    };
    (value * per).round() / per
}
