//! A scene as SVG: text stays text, the same scene gives the same bytes.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::escape::Escaped;
use crate::fonts::FAMILY;
use crate::ink::{Fill, Hatch, Ink, Print, Stroke};
use crate::scene::{Anchor, Mark, Point, Scene, Segment, Shape, TextStyle, Weight};

/// The scene as a whole SVG document, width and height in millimetres, coordinates in points.
///
/// `id` begins every identifier in it (title, description, hatches), so that several figures can stand in
/// one page. Characters that XML has no place for are left out.
pub fn svg(scene: &Scene, print: Print, id: &str) -> String {
    let mut writer = Writer { out: String::new(), print, id, hatches: BTreeMap::new() };
    scene.marks.iter().for_each(|mark| writer.mark(mark));
    let (width, height) = (scene.size.width, scene.size.height);
    // A picture hides its parts from a screen reader; one with links must not.
    let role = if scene.marks.iter().any(leads) { "group" } else { "img" };
    let mut head = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}mm\" height=\"{}mm\" viewBox=\"0 0 {} {}\" \
         role=\"{role}\" aria-labelledby=\"{id}-title {id}-says\" font-family=\"{FAMILY}, Arial, Helvetica, \
         sans-serif\">\n<title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-says\">{}</desc>\n",
        Number(width / 72.0 * 25.4),
        Number(height / 72.0 * 25.4),
        Number(width),
        Number(height),
        Escaped(&scene.title),
        Escaped(&scene.description),
    );
    let _ = write!(head, "{}", writer.definitions());
    let ground = Ink::Paper.hex(print);
    let _ = writeln!(head, "<rect width=\"100%\" height=\"100%\" fill=\"{ground}\"/>");
    head + &writer.out + "</svg>\n"
}

/// Whether a mark, or one in it, leads somewhere.
fn leads(mark: &Mark) -> bool {
    match mark {
        Mark::Group { link, marks, .. } => link.is_some() || marks.iter().any(leads),
        _ => false,
    }
}

struct Writer<'a> {
    out: String,
    print: Print,
    id: &'a str,
    /// Hatches in use, by name.
    hatches: BTreeMap<&'static str, (Hatch, Ink)>,
}

impl Writer<'_> {
    fn mark(&mut self, mark: &Mark) {
        match mark {
            Mark::Path { segments, stroke, fill } => self.shape(&path(segments), stroke, fill),
            Mark::Rectangle { at, size, radius, stroke, fill } => {
                let corner =
                    if *radius > 0.0 { format!(" rx=\"{}\"", Number(*radius)) } else { String::new() };
                let element = format!(
                    "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{corner}",
                    Number(at.0),
                    Number(at.1),
                    Number(size.width.max(0.0)),
                    Number(size.height.max(0.0))
                );
                self.shape(&element, stroke, fill);
            }
            Mark::Symbol { at, shape, size, stroke, fill } => {
                self.shape(&symbol(*at, *shape, *size), stroke, fill)
            }
            Mark::Text { at, text, style } => self.text(*at, text, style),
            Mark::Group { says, link, marks } => self.group(says.as_deref(), link.as_deref(), marks),
        }
    }

    /// An element that lacks only its paint.
    fn shape(&mut self, element: &str, stroke: &Option<Stroke>, fill: &Option<Fill>) {
        let paint = match fill {
            Some(fill) => {
                let opacity = opacity("fill-opacity", fill.opacity);
                format!(" fill=\"{}\"{opacity}", fill.ink.hex(self.print))
            }
            None => " fill=\"none\"".into(),
        };
        let line = stroke.as_ref().map(|stroke| self.stroke(stroke)).unwrap_or_default();
        let _ = writeln!(self.out, "{element}{paint}{line}/>");
        if let Some(hatch) = fill.as_ref().and_then(|fill| self.hatch(fill)) {
            let _ = writeln!(self.out, "{element} fill=\"url(#{}-{hatch})\"/>", self.id);
        }
    }

    fn stroke(&self, stroke: &Stroke) -> String {
        let mut out = format!(
            " stroke=\"{}\" stroke-width=\"{}\"{}",
            stroke.ink.hex(self.print),
            Number(stroke.width),
            opacity("stroke-opacity", stroke.opacity)
        );
        if let Some((dash, gap)) = stroke.dash {
            let _ = write!(out, " stroke-dasharray=\"{} {}\"", Number(dash), Number(gap));
        }
        out
    }

    /// Registers the hatch of a fill and gives its name.
    fn hatch(&mut self, fill: &Fill) -> Option<&'static str> {
        let is_dark = matches!(
            fill.ink,
            Ink::Black | Ink::Blue | Ink::Vermillion | Ink::Green | Ink::Grey | Ink::Purple
        );
        let ink = if is_dark { Ink::Paper } else { Ink::Black };
        let name = match (fill.hatch, is_dark) {
            (Hatch::None, _) => return None,
            (Hatch::Rising, true) => "rising-paper",
            (Hatch::Rising, false) => "rising-black",
            (Hatch::Falling, true) => "falling-paper",
            (Hatch::Falling, false) => "falling-black",
            (Hatch::Crossed, true) => "crossed-paper",
            (Hatch::Crossed, false) => "crossed-black",
            (Hatch::Dots, true) => "dots-paper",
            (Hatch::Dots, false) => "dots-black",
            (Hatch::Level, true) => "level-paper",
            (Hatch::Level, false) => "level-black",
        };
        self.hatches.insert(name, (fill.hatch, ink));
        Some(name)
    }

    fn definitions(&self) -> String {
        if self.hatches.is_empty() {
            return String::new();
        }
        let mut out = String::from("<defs>\n");
        for (name, (hatch, ink)) in &self.hatches {
            let ink = ink.hex(self.print);
            let lines = match hatch {
                Hatch::None => continue,
                Hatch::Rising => "M-1 5L5 -1M3 5L5 3M-1 1L1 -1",
                Hatch::Falling => "M-1 -1L5 5M3 -1L5 1M-1 3L1 5",
                Hatch::Crossed => "M-1 5L5 -1M-1 -1L5 5",
                Hatch::Level => "M0 2H4",
                Hatch::Dots => "M1.5 2H2.5",
            };
            let width = if *hatch == Hatch::Dots { 1.0 } else { 0.6 };
            let _ = writeln!(
                out,
                "<pattern id=\"{}-{name}\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\"><path \
                 d=\"{lines}\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"{width}\"/></pattern>",
                self.id
            );
        }
        out + "</defs>\n"
    }

    fn text(&mut self, at: Point, text: &str, style: &TextStyle) {
        let anchor = match style.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let weight = match style.weight {
            Weight::Regular => "",
            Weight::Bold => " font-weight=\"bold\"",
            Weight::Italic => " font-style=\"italic\"",
        };
        let turned = if style.turned == 0.0 {
            String::new()
        } else {
            format!(" transform=\"rotate({} {} {})\"", Number(style.turned), Number(at.0), Number(at.1))
        };
        let _ = writeln!(
            self.out,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{anchor}{weight}{turned} fill=\"{}\">{}</text>",
            Number(at.0),
            Number(at.1),
            Number(style.size),
            style.ink.hex(self.print),
            Escaped(text)
        );
    }

    fn group(&mut self, says: Option<&str>, link: Option<&str>, marks: &[Mark]) {
        match link {
            Some(link) => {
                let _ = writeln!(self.out, "<a href=\"{}\">", Escaped(link));
            }
            None => self.out.push_str("<g>\n"),
        }
        if let Some(says) = says {
            let _ = writeln!(self.out, "<title>{}</title>", Escaped(says));
        }
        marks.iter().for_each(|mark| self.mark(mark));
        self.out.push_str(if link.is_some() { "</a>\n" } else { "</g>\n" });
    }
}

fn opacity(name: &str, value: f64) -> String {
    if value >= 1.0 { String::new() } else { format!(" {name}=\"{}\"", Number(value)) }
}

fn path(segments: &[Segment]) -> String {
    let mut d = String::new();
    let mut put = |letter: char, points: &[Point]| {
        d.push(letter);
        for (position, (x, y)) in points.iter().enumerate() {
            let gap = if position > 0 { " " } else { "" };
            let _ = write!(d, "{gap}{} {}", Number(*x), Number(*y));
        }
    };
    for segment in segments {
        match segment {
            Segment::Move(to) => put('M', &[*to]),
            Segment::Line(to) => put('L', &[*to]),
            Segment::Curve(first, second, to) => put('C', &[*first, *second, *to]),
            Segment::Close => put('Z', &[]),
        }
    }
    format!("<path d=\"{d}\"")
}

/// A symbol as an element that lacks only its paint.
fn symbol((x, y): Point, shape: Shape, size: f64) -> String {
    let r = size / 2.0;
    let polygon = |corners: &[(f64, f64)]| {
        let mut segments: Vec<Segment> = corners
            .iter()
            .enumerate()
            .map(|(position, (dx, dy))| {
                let to = (x + dx * r, y + dy * r);
                if position == 0 { Segment::Move(to) } else { Segment::Line(to) }
            })
            .collect();
        segments.push(Segment::Close);
        path(&segments)
    };
    let bars = |bars: &[[(f64, f64); 2]]| {
        let lines = bars.iter().flat_map(|[from, to]| {
            [Segment::Move((x + from.0 * r, y + from.1 * r)), Segment::Line((x + to.0 * r, y + to.1 * r))]
        });
        path(&lines.collect::<Vec<_>>())
    };
    match shape {
        Shape::Circle => format!("<circle cx=\"{}\" cy=\"{}\" r=\"{}\"", Number(x), Number(y), Number(r)),
        Shape::Square => polygon(&[(-0.89, -0.89), (0.89, -0.89), (0.89, 0.89), (-0.89, 0.89)]),
        Shape::Diamond => polygon(&[(0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)]),
        Shape::Up => polygon(&[(0.0, -1.2), (1.15, 0.8), (-1.15, 0.8)]),
        Shape::Down => polygon(&[(0.0, 1.2), (1.15, -0.8), (-1.15, -0.8)]),
        Shape::Plus => bars(&[[(-1.0, 0.0), (1.0, 0.0)], [(0.0, -1.0), (0.0, 1.0)]]),
        Shape::Cross => bars(&[[(-0.8, -0.8), (0.8, 0.8)], [(-0.8, 0.8), (0.8, -0.8)]]),
        Shape::Bar => bars(&[[(0.0, -1.0), (0.0, 1.0)]]),
    }
}

/// A number with at most two decimals, without idle zeros; what is not finite is 0.
struct Number(f64);

impl std::fmt::Display for Number {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let value = if self.0.is_finite() { self.0 } else { 0.0 };
        let text = format!("{value:.2}");
        let text = text.trim_end_matches('0').trim_end_matches('.');
        out.write_str(if text == "-0" { "0" } else { text })
    }
}
