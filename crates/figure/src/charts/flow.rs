//! The flow diagram of STROBE: who entered, who left and why, and what became of each group.

use crate::charts::block::{Block, PADDING, boxed, boxed_height, nothing};
use crate::ink::{Fill, Ink, Stroke};
use crate::number::count;
use crate::scene::{Mark, Point, Scene, Segment, TextStyle, Width};

/// A flow of persons through criteria into groups.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Flow {
    /// Short name of the figure.
    pub title: String,
    /// The main column from top to bottom; the first step has no exclusion.
    pub steps: Vec<Step>,
    /// What those of the last step split into; may be empty.
    pub groups: Vec<Group>,
}

/// One box of the main column, and the box beside the way to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    /// Those who remain: `Without distant metastasis`.
    pub label: String,
    /// How many remain.
    pub n: u64,
    /// Those who left on the way here, reason and number; empty for none to be named.
    pub excluded: Vec<Count>,
}

/// A number with what it counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Count {
    /// What is counted.
    pub label: String,
    /// How many.
    pub n: u64,
}

/// One group below the main column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    /// Name: `Structural`.
    pub label: String,
    /// How many.
    pub n: u64,
    /// What became of them, each with its parts (reasons) indented below it.
    pub lines: Vec<(Count, Vec<Count>)>,
}

/// Height of the way from one box to the next, at least.
const WAY: f64 = 16.0;
/// Distance of boxes that stand one over another or side by side.
const GAP: f64 = 8.0;
/// Lines of the arrows.
const LINE: Stroke = Stroke::new(Ink::Black, 0.7);

/// Draws the flow: exclusions at the right of the main column, groups side by side in two columns and one
/// under another in one.
pub fn flow(flow: &Flow, width: Width) -> Scene {
    if flow.steps.is_empty() && flow.groups.is_empty() {
        return nothing(width, &flow.title, "There is no flow to show: no step was counted.");
    }
    let mut drawing = Drawing::new(flow, width);
    for step in &flow.steps {
        drawing.step(step);
    }
    if width == Width::TwoColumns && (1..=4).contains(&flow.groups.len()) {
        drawing.groups_abreast(&flow.groups);
    } else {
        drawing.groups_stacked(&flow.groups);
    }
    drawing.scene.size.height = drawing.bottom.max(drawing.free) + 1.0;
    drawing.scene.description = describe(flow);
    drawing.scene
}

struct Drawing {
    scene: Scene,
    text: TextStyle,
    /// Left edge and width of the main column.
    main: (f64, f64),
    /// Left edge and width of the column at its right.
    side: (f64, f64),
    /// Lower edge of the last box of the main column; 0 before the first.
    bottom: f64,
    /// Where the column at the right is free.
    free: f64,
}

impl Drawing {
    fn new(flow: &Flow, width: Width) -> Drawing {
        let whole = width.points() - 2.0;
        let (main, gap, size) = match width {
            Width::OneColumn => (whole * 0.53, 10.0, 7.0),
            Width::TwoColumns => (whole * 0.5, 20.0, 7.5),
        };
        Drawing {
            scene: Scene::new(width, 0.0, flow.title.clone()),
            text: TextStyle::new(size),
            main: (1.0, main),
            side: (1.0 + main + gap, whole - main - gap),
            bottom: 0.0,
            free: 0.0,
        }
    }

    /// A label and its number below it in a box of this width.
    fn counted(&self, label: &str, n: u64, width: f64) -> Block {
        let inside = width - 2.0 * PADDING;
        Block::default().with(label, inside, self.text, 0.0, 0.0).with(
            &format!("n\u{a0}=\u{a0}{}", count(n)),
            inside,
            self.text.bold(),
            0.0,
            0.0,
        )
    }

    fn step(&mut self, step: &Step) {
        let block = self.counted(&step.label, step.n, self.main.1);
        let is_first = self.bottom == 0.0;
        let mut top = if is_first { 1.0 } else { self.bottom + WAY };
        if !step.excluded.is_empty() {
            top = self.excluded(&step.excluded);
        }
        let middle = self.main.0 + self.main.1 / 2.0;
        if !is_first {
            self.arrow(&[(middle, self.bottom), (middle, top)]);
        }
        boxed(&mut self.scene, (self.main.0, top), self.main.1, &block, Ink::Paper);
        self.bottom = top + boxed_height(&block);
    }

    /// The box of those who left, and the arrow to it; where the next box of the main column begins.
    fn excluded(&mut self, excluded: &[Count]) -> f64 {
        let inside = self.side.1 - 2.0 * PADDING;
        let total: u64 = excluded.iter().fold(0, |sum, part| sum.saturating_add(part.n));
        let head = format!("Excluded (n\u{a0}=\u{a0}{})", count(total));
        let mut block = Block::default().with(&head, inside, self.text, 0.0, 6.0);
        for part in excluded {
            block = match excluded.len() {
                1 => block.with(&part.label, inside, self.text, 0.0, 0.0),
                _ => {
                    let line = format!("{} (n\u{a0}=\u{a0}{})", part.label, count(part.n));
                    block.with(&line, inside, self.text, 6.0, 6.0)
                }
            };
        }
        let height = boxed_height(&block);
        let turn = (self.bottom + WAY / 2.0).max(self.free + GAP / 2.0 + height / 2.0);
        let top = turn - height / 2.0;
        let middle = self.main.0 + self.main.1 / 2.0;
        self.arrow(&[(middle, turn), (self.side.0, turn)]);
        boxed(&mut self.scene, (self.side.0, top), self.side.1, &block, Ink::Light);
        self.free = top + height;
        turn + WAY / 2.0
    }

    fn group(&self, group: &Group, width: f64) -> Block {
        let inside = width - 2.0 * PADDING;
        let head = format!("{} (n\u{a0}=\u{a0}{})", group.label, count(group.n));
        let mut block = Block::default().with(&head, inside, self.text.bold(), 0.0, 6.0);
        for (whole, parts) in &group.lines {
            let line = |part: &Count| format!("{}: {}", part.label, count(part.n));
            block = block.with(&line(whole), inside, self.text, 0.0, 6.0);
            for part in parts {
                block = block.with(&line(part), inside, self.text, 8.0, 6.0);
            }
        }
        block
    }

    fn groups_abreast(&mut self, groups: &[Group]) {
        let n = groups.len() as f64;
        let width = (self.scene.size.width - 2.0 - GAP * (n - 1.0)) / n;
        let turn = (self.bottom + WAY / 2.0).max(self.free + GAP);
        let (start, top) = (self.main.0 + self.main.1 / 2.0, turn + WAY / 2.0);
        let mut bottom = self.bottom;
        for (position, group) in groups.iter().enumerate() {
            let left = 1.0 + position as f64 * (width + GAP);
            let block = self.group(group, width);
            if self.bottom > 0.0 {
                let middle = left + width / 2.0;
                self.arrow(&[(start, self.bottom), (start, turn), (middle, turn), (middle, top)]);
            }
            boxed(&mut self.scene, (left, top), width, &block, Ink::Paper);
            bottom = bottom.max(top + boxed_height(&block));
        }
        self.bottom = bottom;
    }

    /// One under another, on branches of a line that comes down at the left.
    fn groups_stacked(&mut self, groups: &[Group]) {
        let (trunk, left) = (self.main.0 + 6.0, self.main.0 + 18.0);
        let width = self.scene.size.width - 1.0 - left;
        let start = self.bottom;
        let mut top = (self.bottom + GAP).max(self.free + GAP);
        for group in groups {
            let block = self.group(group, width);
            if start > 0.0 {
                let middle = top + boxed_height(&block) / 2.0;
                self.arrow(&[(trunk, start), (trunk, middle), (left, middle)]);
            }
            boxed(&mut self.scene, (left, top), width, &block, Ink::Paper);
            self.bottom = top + boxed_height(&block);
            top = self.bottom + GAP;
        }
    }

    /// A line through the points with a head at the last.
    fn arrow(&mut self, points: &[Point]) {
        let [.., before, end] = points else { return };
        let mut segments = vec![Segment::Move(points[0])];
        segments.extend(points[1..].iter().map(|point| Segment::Line(*point)));
        self.scene.add(Mark::Path { segments, stroke: Some(LINE), fill: None });
        let is_down = end.1 > before.1;
        let corner = |side: f64| match is_down {
            true => (end.0 + side * 2.2, end.1 - 4.5),
            false => (end.0 - 4.5, end.1 + side * 2.2),
        };
        let head = [Segment::Move(*end), Segment::Line(corner(1.0)), Segment::Line(corner(-1.0))];
        let segments = head.into_iter().chain([Segment::Close]).collect();
        self.scene.add(Mark::Path { segments, stroke: None, fill: Some(Fill::new(Ink::Black)) });
    }
}

fn describe(flow: &Flow) -> String {
    let part = |part: &Count| format!("{} {}", count(part.n), part.label);
    let parts = |list: &[Count]| list.iter().map(part).collect::<Vec<_>>().join(", ");
    let mut says: Vec<String> = Vec::new();
    for step in &flow.steps {
        let remain = format!("{}: {}", step.label, count(step.n));
        says.push(match step.excluded.is_empty() {
            true => remain,
            false => format!("Excluded: {}. {remain}", parts(&step.excluded)),
        });
    }
    for group in &flow.groups {
        let lines = group.lines.iter().map(|(whole, reasons)| match reasons.is_empty() {
            true => format!("{}: {}", whole.label, count(whole.n)),
            false => format!("{}: {} ({})", whole.label, count(whole.n), parts(reasons)),
        });
        let lines: Vec<String> =
            std::iter::once(format!("{}: {}", group.label, count(group.n))).chain(lines).collect();
        says.push(lines.join("; "));
    }
    format!("Flow diagram. {}.", says.join(". "))
}
