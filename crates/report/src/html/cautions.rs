//! What a reader must keep in mind, with the study's own numbers.

use analysis::{FinalStatus, MarkerValue, MemberRow, Stratum};

use super::page::Page;
use super::{number, put};

/// Pairs below which a stratum is called small.
const FEW: usize = 20;

/// Writes the section.
pub(super) fn write(page: &mut Page<'_>) {
    put!(page, "<ul class=\"cautions\">\n");
    design(page);
    pairs(page);
    limits(page);
    markers(page);
    later(page);
    inference(page);
    for asked in analysis::UNIDENTIFIED {
        item(page, &format!("{}.", asked.question), asked.reason);
    }
    put!(page, "</ul>\n");
}

fn item(page: &mut Page<'_>, heading: &str, text: &str) {
    put!(page, "<li><strong>{heading}</strong> {text}</li>\n");
}

/// Members who fulfil `keep` as `n/N (%)`, leading to them.
fn count(page: &mut Page<'_>, title: &str, keep: impl Fn(&MemberRow) -> bool) -> String {
    let who = page.positions(keep);
    let text = number::share(who.len(), page.members().len());
    page.counted(title, who, &text)
}

fn design(page: &mut Page<'_>) {
    item(
        page,
        "No control group.",
        "Patients are compared with themselves. The design cannot identify what the second course did: \
         the natural course, the slow fall of thyroglobulin that still follows the first course, \
         levothyroxine, surgery and chance are all in the same difference. That needs comparable patients \
         without a second course, followed from the same point in time.",
    );
    item(
        page,
        "Regression to the mean.",
        "Patients entered because a value was high, most plainly in the biochemical stratum. A value \
         chosen for being high is partly high by chance, and the next measurement of the same patient is \
         expected to be lower whatever is done. As a measure: of patients with a biochemical incomplete \
         response, at least 30 % reach no evidence of disease without further treatment (ATA 2015, \
         synthesis of published series).",
    );
    item(
        page,
        "Who is measured.",
        "Values after are there for patients who came, lived and were tested, often because something was \
         suspected. Those without a pair may differ from those with one.",
    );
}

fn pairs(page: &mut Page<'_>) {
    let mut parts = Vec::new();
    let mut small = Vec::new();
    for &stratum in Stratum::ALL {
        let inside = page.positions(|member| member.stratum == stratum).len();
        let who = page.positions(|member| member.stratum == stratum && member.in_paired_analysis());
        if who.len() < FEW {
            small.push(stratum.word());
        }
        let text = number::share(who.len(), inside);
        let text = page.counted(&format!("Primary paired analysis, {}", stratum.word()), who, &text);
        parts.push(format!("{} {text}", stratum.word()));
    }
    let note = if small.is_empty() {
        String::new()
    } else {
        format!(
            " With fewer than {FEW} pairs ({}) an interval is wide, a p has little power, and one patient \
             can move the result.",
            small.join(", ")
        )
    };
    let text = format!("Pairs in the primary analysis, of the stratum: {}.{note}", parts.join(", "));
    item(page, "Number of pairs.", &text);
}

fn limits(page: &mut Page<'_>) {
    let values = page.members().iter().filter_map(MemberRow::pair).flat_map(|(a, b)| [a, b]);
    let values: Vec<&MarkerValue> = values.collect();
    let at = |side: &str| values.iter().filter(|value| value.censored == side).count();
    let (left, right) = (at("left"), at("right"));
    let zero = values.iter().filter(|value| value.number <= 0.0).count();
    let all = values.len();
    let text = format!(
        "Of the {} values in the primary analysis {} are known only as below a limit and {} only as above \
         one. They enter means, differences, ratios and tests at the limit, so the true differences may \
         be larger or smaller than shown. {} are 0 and have no logarithm: their pairs are left out of the \
         ratio.",
        number::count(all),
        number::share(left, all),
        number::share(right, all),
        number::share(zero, all)
    );
    item(page, "Values at a limit.", &text);
    let skewed: Vec<String> = page
        .results()
        .estimates
        .iter()
        .filter(|found| {
            found.id.contains(".sttg.")
                && found.median.is_some()
                && found.value.zip(found.sd).is_some_and(|(mean, sd)| sd > mean)
        })
        .map(|found| format!("{} ({})", found.label, found.population))
        .collect();
    if !skewed.is_empty() {
        let text = format!(
            "The SD exceeds the mean in: {}. There a mean and SD describe few patients; read the medians \
             and the ratio.",
            super::escape::Text(&skewed.join(", "))
        );
        item(page, "Skewed values.", &text);
    }
}

fn markers(page: &mut Page<'_>) {
    let positive = count(page, "TgAb-positive value before or after", |member| {
        [&member.before, &member.after].into_iter().flatten().any(|value| value.antibody_positive)
    });
    let text = format!(
        "Antibodies usually make thyroglobulin read too low. {positive} have a TgAb-positive value before \
         or after and are not in the primary analysis; a value without an antibody test near it counts as \
         not positive."
    );
    item(page, "Antibodies (TgAb).", &text);
    item(
        page,
        "Assays and preparation.",
        "Assays changed over the years, and withdrawal gives higher stimulated values than recombinant \
         TSH. Pairs across assays and preparations are in the analysis; only among values of the chosen \
         days is the same assay preferred.",
    );
}

fn later(page: &mut Page<'_>) {
    let treated = count(page, "Additional treatment, any: cohort", |member| !member.additional.is_empty());
    let text = format!(
        "{treated} were treated again. Values drawn after that are not taken as values after the second \
         course, which removes patients who did badly early; response and status at the last visit are \
         after all treatments."
    );
    item(page, "Intercurrent treatment.", &text);
    let dead = count(page, "Dead at the end", |member| {
        matches!(member.final_status, FinalStatus::DeadOfDisease | FinalStatus::DeadOther)
    });
    let unknown =
        count(page, "Final status, unknown: cohort", |member| member.final_status == FinalStatus::Unknown);
    let text = format!(
        "{dead} died and {unknown} have an unknown final status; both are in the denominators. Last \
         visits lie at different distances from the second course, so the final status is not a rate."
    );
    item(page, "Deaths and follow-up.", &text);
}

fn inference(page: &mut Page<'_>) {
    item(
        page,
        "What a p says.",
        "A p above 0.05 does not show that nothing changed: the interval says which differences the data \
         are compatible with and which they exclude. A p below it does not show that a difference matters \
         to a patient, nor where it comes from. Several strata and several tests are shown and no p is \
         adjusted for their number.",
    );
    item(
        page,
        "The yardsticks.",
        "Half and a quarter are the fall and the rise that published series call a change of \
         thyroglobulin in one patient; here they only give a scale to the intervals of geometric means.",
    );
    item(
        page,
        "The records.",
        "What is not recorded did not happen for this analysis: treatment elsewhere, an antibody test on \
         paper, a lesion in free text. The review queue lists what could not be used.",
    );
}
