//! Each patient's stimulated thyroglobulin before and after, on one logarithmic axis for all strata.

use analysis::{MarkerValue, MemberRow, Stratum};

use super::escape::Text;
use super::page::Page;
use super::scale::{LogScale, decades};
use super::{MOST_LINES, legend, number, put, words};

const WIDTH: f64 = 300.0;
const HEIGHT: f64 = 340.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 292.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 280.0;
/// Where values of 0 are drawn, apart from the axis.
const FOOT: f64 = 300.0;
const BEFORE: f64 = 104.0;
const AFTER: f64 = 232.0;
/// Paths to which the lines of one direction are dealt when they are many.
const FAINT_PATHS: usize = 24;

/// Writes the section.
pub(super) fn write(page: &mut Page<'_>) {
    let figure = Figure::of(page.members());
    put!(page, "<figure>\n<div class=\"panels\">\n");
    for &stratum in Stratum::ALL {
        let pairs: Vec<Pair<'_>> = pairs(page.members(), stratum);
        panel(page, stratum, &pairs, &figure);
    }
    put!(page, "</div>\n");
    let many = Stratum::ALL.iter().any(|stratum| pairs(page.members(), *stratum).len() > MOST_LINES);
    legend::caption(page, figure.has_zero, many);
    put!(page, "</figure>\n");
}

/// One patient of the primary analysis.
pub(super) struct Pair<'a> {
    /// Position in the cohort.
    pub position: usize,
    /// The patient's identifier.
    pub id: &'a str,
    /// The value before.
    pub before: &'a MarkerValue,
    /// The value after.
    pub after: &'a MarkerValue,
}

impl Pair<'_> {
    /// How the numbers lie: `lower`, `higher` or `equal` after.
    pub fn direction(&self) -> &'static str {
        let (before, after) = (self.before.number, self.after.number);
        if after < before {
            "lower"
        } else if after > before {
            "higher"
        } else {
            "equal"
        }
    }
}

fn pairs(members: &[MemberRow], stratum: Stratum) -> Vec<Pair<'_>> {
    let inside = members.iter().enumerate().filter(|(_, member)| member.stratum == stratum);
    inside
        .filter_map(|(position, member)| {
            let (before, after) = member.pair()?;
            Some(Pair { position, id: &member.person_id, before, after })
        })
        .collect()
}

/// What the three panels share.
struct Figure {
    decades: (i32, i32),
    scale: LogScale,
    has_zero: bool,
}

impl Figure {
    fn of(members: &[MemberRow]) -> Figure {
        let values = || members.iter().filter_map(MemberRow::pair).flat_map(|(a, b)| [a.number, b.number]);
        let decades = decades(values());
        let ends = (10f64.powi(decades.0), 10f64.powi(decades.1));
        let scale = LogScale::new(ends, (BOTTOM, TOP));
        Figure { decades, scale, has_zero: values().any(|value| value <= 0.0) }
    }

    fn y(&self, value: f64) -> f64 {
        if value > 0.0 { self.scale.at(value) } else { FOOT }
    }
}

fn panel(page: &mut Page<'_>, stratum: Stratum, pairs: &[Pair<'_>], figure: &Figure) {
    put!(
        page,
        "<div class=\"panel\"><h3>{} <span class=\"fine\">{} pairs</span></h3>\n<svg viewBox=\"0 0 \
         {WIDTH} {HEIGHT}\" role=\"group\" aria-label=\"Stimulated thyroglobulin of {} patients before \
         and after\">\n",
        words::stratum(stratum),
        number::count(pairs.len()),
        number::count(pairs.len())
    );
    axis(page, figure);
    lines(page, pairs, figure);
    marks(page, pairs, figure);
    if pairs.len() > MOST_LINES {
        quartiles(page, stratum, figure);
    }
    medians(page, stratum, figure);
    if pairs.is_empty() {
        put!(page, "<text x=\"{BEFORE}\" y=\"{:.0}\" class=\"tick\">no pairs</text>", (TOP + BOTTOM) / 2.0);
    }
    put!(page, "</svg>\n");
    legend::counts(page, stratum, pairs);
    put!(page, "</div>\n");
}

fn axis(page: &mut Page<'_>, figure: &Figure) {
    let (first, last) = figure.decades;
    let step = usize::try_from((last - first) / 8).unwrap_or_default() + 1;
    for power in (first..=last).step_by(step) {
        let value = 10f64.powi(power);
        tick(page, figure.y(value), &number::recorded(value));
    }
    if figure.has_zero {
        tick(page, FOOT, "0");
    }
    put!(
        page,
        "<text x=\"11\" y=\"{0:.0}\" class=\"tick\" transform=\"rotate(-90 11 {0:.0})\" \
         text-anchor=\"middle\">ng/mL</text>",
        (TOP + BOTTOM) / 2.0
    );
    for (x, label) in [(BEFORE, "before"), (AFTER, "after 1-2 y")] {
        put!(
            page,
            "<text x=\"{x}\" y=\"{:.0}\" text-anchor=\"middle\" class=\"tick\">{label}</text>\n",
            HEIGHT - 10.0
        );
    }
}

fn tick(page: &mut Page<'_>, y: f64, label: &str) {
    put!(page, "<path d=\"M{LEFT} {y:.1}H{RIGHT}\" class=\"grid\"/>");
    put!(
        page,
        "<text x=\"{}\" y=\"{:.1}\" class=\"tick\" text-anchor=\"end\">{label}</text>\n",
        LEFT - 5.0,
        y + 4.0
    );
}

/// A line per patient that opens the patient; faint paths when they are many.
fn lines(page: &mut Page<'_>, pairs: &[Pair<'_>], figure: &Figure) {
    if pairs.len() > MOST_LINES {
        for word in ["equal", "lower", "higher"] {
            let these: Vec<&Pair<'_>> = pairs.iter().filter(|pair| pair.direction() == word).collect();
            crowd(page, word, &these, pairs.len(), figure);
        }
        return;
    }
    for pair in pairs {
        let Some(anchor) = page.patient_anchor(pair.position as u32) else { continue };
        put!(
            page,
            "<a href=\"#{anchor}\" tabindex=\"-1\"><path class=\"pair {}\" d=\"M{BEFORE} {:.1}L{AFTER} \
             {:.1}\"/><title>{}: {} to {} ng/mL</title></a>\n",
            pair.direction(),
            figure.y(pair.before.number),
            figure.y(pair.after.number),
            Text(pair.id),
            Text(&words::marker(pair.before)),
            Text(&words::marker(pair.after))
        );
    }
}

/// Many lines of one direction, dealt to a few faint paths: where paths overlap the tint adds up, which
/// shows where the lines are dense.
fn crowd(page: &mut Page<'_>, word: &str, pairs: &[&Pair<'_>], all: usize, figure: &Figure) {
    let opacity = (60.0 / all as f64).clamp(0.05, 0.3);
    for deal in 0..FAINT_PATHS.min(pairs.len()) {
        put!(page, "<path class=\"crowd {word}\" stroke-opacity=\"{opacity:.2}\" d=\"");
        for pair in pairs.iter().skip(deal).step_by(FAINT_PATHS) {
            let (before, after) = (figure.y(pair.before.number), figure.y(pair.after.number));
            put!(page, "M{BEFORE} {before:.0}L{AFTER} {after:.0}");
        }
        put!(page, "\"/>\n");
    }
}

/// Points, and open triangles for values known only as below or above a limit.
fn marks(page: &mut Page<'_>, pairs: &[Pair<'_>], figure: &Figure) {
    if pairs.len() > MOST_LINES {
        return;
    }
    let (mut points, mut limits) = (String::new(), String::new());
    for (value, x) in pairs.iter().flat_map(|pair| [(pair.before, BEFORE), (pair.after, AFTER)]) {
        let y = figure.y(value.number);
        match value.censored {
            "left" => put!(limits, "M{:.0} {:.1}h10l-5 8z", x - 5.0, y - 3.0),
            "right" => put!(limits, "M{:.0} {:.1}h10l-5 -8z", x - 5.0, y + 3.0),
            _ => put!(points, "M{x:.0} {y:.1}h.01"),
        }
    }
    put!(page, "<path class=\"points\" d=\"{points}\"/><path class=\"limit\" d=\"{limits}\"/>\n");
}

/// Bars from the first to the third quartile, as the estimates give them.
fn quartiles(page: &mut Page<'_>, stratum: Stratum, figure: &Figure) {
    for (word, x) in [("before", BEFORE), ("after", AFTER)] {
        let found = page.results().estimate(&format!("{}.sttg.{word}", stratum.word()));
        if let Some((q1, q3)) = found.and_then(|found| found.q1.zip(found.q3)) {
            let (low, high) = (figure.y(q1), figure.y(q3));
            put!(page, "<path class=\"quartiles\" d=\"M{x} {low:.1}V{high:.1}\"/>");
        }
    }
}

/// The medians as the estimates give them.
fn medians(page: &mut Page<'_>, stratum: Stratum, figure: &Figure) {
    let name = stratum.word();
    let side = |word: &str| page.results().estimate(&format!("{name}.sttg.{word}"));
    let (Some(before), Some(after)) = (side("before"), side("after")) else { return };
    let (Some(a), Some(b)) = (before.median, after.median) else { return };
    let (ya, yb) = (figure.y(a), figure.y(b));
    put!(
        page,
        "<path class=\"median\" d=\"M{BEFORE} {ya:.1}L{AFTER} {yb:.1}M{} {ya:.1}h24M{} {yb:.1}h24\"/>",
        BEFORE - 12.0,
        AFTER - 12.0
    );
    for (found, x, y, end, median) in
        [(before, BEFORE - 17.0, ya, "end", a), (after, AFTER + 17.0, yb, "start", b)]
    {
        let text = page.estimate(found, &number::plain(median));
        put!(
            page,
            "<text x=\"{x}\" y=\"{:.1}\" text-anchor=\"{end}\" class=\"value\">{text}</text>\n",
            y + 4.0
        );
    }
}
