//! Time to additional treatment, death, and what the disease does.

use analysis::{Curve, CurveKind};
use figure::Width;
use figure::charts::survival::{self as chart, Kind, Step};
use press::Text;

use super::Plate;
use crate::Document;
use crate::html::{number, words};

/// Cumulative incidence of additional treatment, of everybody and of each stratum.
pub(super) fn incidence(document: &Document<'_>) -> Option<Plate> {
    plate(document, "additional_treatment", &["time.additional_treatment"])
}

/// Overall survival, of everybody and of each stratum.
pub(super) fn survival(document: &Document<'_>) -> Option<Plate> {
    plate(document, "survival", &["time.overall_survival"])
}

/// Cumulative incidence of death of the disease and of new distant metastasis.
pub(super) fn disease(document: &Document<'_>) -> Option<Plate> {
    plate(document, "disease", &["time.death_of_disease", "time.distant_metastasis"])
}

/// The curves whose identifiers end so, in one plate; `None` where no patient has a known time.
fn plate(document: &Document<'_>, id: &'static str, ends: &[&str]) -> Option<Plate> {
    let is_wanted = |curve: &&Curve| {
        let last_part = |end: &&str| curve.id == **end || curve.id.ends_with(&format!(".{end}"));
        curve.n > 0 && !curve.steps.is_empty() && ends.iter().any(last_part)
    };
    let curves: Vec<&Curve> = document.results.curves.iter().filter(is_wanted).collect();
    let first = *curves.first()?;
    let same_event = curves.iter().all(|curve| curve.label == first.label);
    let name = |curve: &Curve| if same_event { population(&curve.population) } else { curve.label.clone() };
    let title = if same_event { share_title(first) } else { "Cumulative incidence".into() };
    let plain = chart::Survival {
        title: if same_event {
            title.clone()
        } else {
            "Cumulative incidence of events of the disease".into()
        },
        kind: kind(first.kind),
        share_title: title,
        time_title: "Years from the second course of radioiodine".into(),
        ci_level: first.ci_level,
        curves: curves.iter().map(|curve| drawn(curve, name(curve))).collect(),
    };
    Some(Plate {
        id,
        caption: caption(&curves, &plain),
        one_column: chart::survival(&plain, Width::OneColumn),
        two_columns: chart::survival(&plain, Width::TwoColumns),
    })
}

fn kind(kind: CurveKind) -> Kind {
    match kind {
        CurveKind::Survival => Kind::Survival,
        CurveKind::CumulativeIncidence => Kind::Incidence,
    }
}

fn population(name: &str) -> String {
    if matches!(name, "" | "cohort") { "All patients".into() } else { words::capital(name) }
}

/// What the upright axis shows.
fn share_title(curve: &Curve) -> String {
    match curve.kind {
        CurveKind::CumulativeIncidence => format!("Cumulative incidence of {}", small(&curve.label)),
        CurveKind::Survival if curve.label.ends_with("survival") => curve.label.clone(),
        CurveKind::Survival => format!("Without {}", small(&curve.label)),
    }
}

/// With a small first letter.
fn small(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn drawn(curve: &Curve, label: String) -> chart::Curve {
    let step = |step: &analysis::Step| Step { time: step.years, value: step.value, ci: step.ci };
    chart::Curve {
        label,
        n: curve.n as u64,
        n_events: curve.n_events as u64,
        steps: curve.steps.iter().map(step).collect(),
        censored: curve.censored.clone(),
        at_risk: curve.at_risk.iter().map(|(years, n)| (*years, *n as u64)).collect(),
    }
}

fn caption(curves: &[&Curve], plain: &chart::Survival) -> Text {
    let first = curves[0];
    let estimator = match first.kind {
        CurveKind::Survival => "Kaplan-Meier estimator",
        CurveKind::CumulativeIncidence => "Aalen-Johansen estimator",
    };
    let groups: Vec<String> =
        curves.iter().zip(&plain.curves).map(|(curve, drawn)| followed(curve, &drawn.label)).collect();
    let scale = if first.method.ends_with("log_log") { " on the log-log scale" } else { "" };
    let mut text = format!(
        "{} from the day of the second course of radioiodine ({estimator}). {}. Shaded areas are pointwise {} \
         confidence intervals{scale}. Short bars across a curve mark patients whose follow-up ended without an \
         event. The numbers below are the patients still at risk.",
        plain.title,
        groups.join("; "),
        number::level(first.ci_level)
    );
    if first.kind == CurveKind::CumulativeIncidence {
        text += " The upright axis begins at 0 and need not reach 100 %.";
    }
    text.into()
}

/// `All patients: n = 160, 60 with the event, 4 with the competing event (death), 3 without a known time`.
fn followed(curve: &Curve, label: &str) -> String {
    let mut text =
        format!("{label}: n = {}, {} with the event", number::count(curve.n), number::count(curve.n_events));
    if !curve.competing.is_empty() {
        let n = number::count(curve.n_competing);
        text += &format!(", {n} with the competing event ({})", curve.competing);
    }
    if curve.missing > 0 {
        text += &format!(", {} without a known time left out", number::count(curve.missing));
    }
    text
}
