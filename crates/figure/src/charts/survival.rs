//! Time to an event: Kaplan-Meier and cumulative incidence, with the numbers at risk below.

mod curves;
mod risk_table;

use crate::axis::{AXIS_TEXT, Scale, Ticks, level_axis, upright_axis};
use crate::charts::block::{Block, nothing};
use crate::charts::line_key::key;
use crate::number::{count, fixed, short};
use crate::scene::{Scene, TextStyle, Width};

/// One or several curves over the same time.
#[derive(Clone, Debug, PartialEq)]
pub struct Survival {
    /// Short name of the figure.
    pub title: String,
    /// What the curves estimate.
    pub kind: Kind,
    /// Title of the upright axis, without unit: `Without additional treatment`; it is drawn in per cent.
    pub share_title: String,
    /// Title of the level axis: `Years from the second course`.
    pub time_title: String,
    /// Level of the confidence bands, a share of 1.
    pub ci_level: f64,
    /// The curves.
    pub curves: Vec<Curve>,
}

/// What curves estimate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Shares that fall from 1; the axis runs from 0 to 100 %.
    #[default]
    Survival,
    /// Shares that rise from 0; the axis runs from 0 to a round number above every curve and band.
    Incidence,
}

/// One curve.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    /// Its group.
    pub label: String,
    /// Persons in it.
    pub n: u64,
    /// Persons with the event.
    pub n_events: u64,
    /// Steps by time; each keeps its value up to the next.
    pub steps: Vec<Step>,
    /// Times at which persons were censored.
    pub censored: Vec<f64>,
    /// Persons at risk: time and number, ascending.
    pub at_risk: Vec<(f64, u64)>,
}

/// One step of a curve.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Step {
    /// Time.
    pub time: f64,
    /// Share of 1 from here on.
    pub value: f64,
    /// Its interval, where defined.
    pub ci: Option<(f64, f64)>,
}

/// Draws the curves, their key above, the numbers at risk below.
pub fn survival(chart: &Survival, width: Width) -> Scene {
    let drawable: Vec<Curve> = chart.curves.iter().filter_map(cleaned).collect();
    if drawable.is_empty() {
        return nothing(width, &chart.title, "There is no curve to show: no patient has a known time.");
    }
    let chart = Survival { curves: drawable, ..chart.clone() };
    let mut scene = Scene::new(width, 0.0, chart.title.clone());
    scene.description = describe(&chart);
    let (height, size) = match width {
        Width::OneColumn => (130.0, 7.0),
        Width::TwoColumns => (200.0, 7.5),
    };
    let shares = share_scale(&chart);
    let share_ticks = shares.ticks(5);
    let rows = risk_table::Rows::new(&chart, width, size);
    let left = rows.margin().max(share_ticks.width() + 8.0);
    let names: Vec<String> = chart.curves.iter().map(name).collect();
    let below = key(&mut scene, &names, (1.0, 1.0), width.points() - 1.0, size);
    let head = format!("{}, %", chart.share_title);
    let title = Block::default().with(&head, width.points() - 2.0, TextStyle::new(AXIS_TEXT), 0.0, 0.0);
    title.write(&mut scene, (1.0, below + 6.0));
    let top = below + 6.0 + title.height() + 6.0;
    let times = rows.times((left, width.points() - rows.right_margin()));
    let shares = Scale::linear(shares.domain(), (top + height, top));
    curves::draw(&mut scene, &chart, &times, &shares);
    upright_axis(&mut scene, &shares, &share_ticks, left);
    let (columns, ticks) = rows.columns(&times);
    level_axis(&mut scene, &times, &ticks, top + height, "");
    let style = TextStyle::new(AXIS_TEXT);
    let title = Block::default().with(&chart.time_title, width.points() - left - 2.0, style, 0.0, 0.0);
    title.write(&mut scene, (left, top + height + 13.0));
    scene.size.height =
        rows.draw(&mut scene, &times, &columns, top + height + 13.0 + title.height() + 5.0) + 2.0;
    scene
}

/// The steps with numbers that can be drawn, in per cent and by time; `None` without any.
fn cleaned(curve: &Curve) -> Option<Curve> {
    let is_time = |time: f64| time.is_finite() && time >= 0.0;
    let per_cent = |share: f64| 100.0 * share.clamp(0.0, 1.0);
    let mut steps: Vec<Step> = curve.steps.clone();
    steps.retain(|step| is_time(step.time) && step.value.is_finite());
    steps.sort_by(|a, b| a.time.total_cmp(&b.time));
    for step in &mut steps {
        step.value = per_cent(step.value);
        step.ci = step.ci.filter(|ci| ci.0.is_finite() && ci.1.is_finite());
        step.ci = step.ci.map(|ci| (per_cent(ci.0), per_cent(ci.1)));
    }
    let censored = curve.censored.iter().copied().filter(|time| is_time(*time)).collect();
    let at_risk = curve.at_risk.iter().copied().filter(|(time, _)| is_time(*time)).collect();
    (!steps.is_empty()).then(|| Curve { steps, censored, at_risk, ..curve.clone() })
}

/// Scale of the shares in per cent; its range is set later.
fn share_scale(chart: &Survival) -> Scale {
    let steps = chart.curves.iter().flat_map(|curve| &curve.steps);
    let highest = steps.map(|step| step.ci.map_or(step.value, |ci| ci.1.max(step.value))).fold(5.0, f64::max);
    let high = match chart.kind {
        Kind::Survival => 100.0,
        Kind::Incidence => Scale::linear((0.0, highest), (0.0, 1.0)).rounded(5).domain().1.min(100.0),
    };
    Scale::linear((0.0, high), (0.0, 1.0))
}

fn name(curve: &Curve) -> String {
    let events = if curve.n_events == 1 { "event" } else { "events" };
    format!("{} (n = {}, {} {events})", curve.label, count(curve.n), count(curve.n_events))
}

fn describe(chart: &Survival) -> String {
    let kind = match chart.kind {
        Kind::Survival => "Kaplan-Meier curve",
        Kind::Incidence => "Cumulative incidence curve",
    };
    let mut says = format!(
        "{kind}. Upright axis: {}, in per cent. Level axis: {}. Bands are {} % confidence intervals.",
        chart.share_title,
        chart.time_title,
        short(100.0 * chart.ci_level, 1)
    );
    for curve in &chart.curves {
        let Some(last) = curve.steps.last() else { continue };
        says += &format!(
            " {}: {} % at {}, the end of follow-up.",
            name(curve),
            fixed(last.value, 1),
            fixed(last.time, 1)
        );
    }
    says
}

/// Ticks at these times, labelled in the fewest decimals that tell them apart.
fn ticks_at(times: &[f64], minor: Vec<f64>) -> Ticks {
    let label = |time: &f64| (*time, short(*time, 2));
    Ticks { major: times.iter().map(label).collect(), minor }
}
