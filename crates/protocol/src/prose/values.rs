//! Thyroglobulin and antibodies, and which values are compared (contract 2, 5, 6).

use super::Section;
use super::phrases::{days, days_span, offset, window};
use crate::{PairAntibodies, PairAssays, PairRules, Protocol};

pub(super) fn thyroglobulin(protocol: &Protocol) -> Section {
    let rules = &protocol.marker;
    Section::new(
        "Thyroglobulin",
        vec![
            format!(
                "Stimulated: the TSH nearest in time, within {} of the thyroglobulin, is at least {} mIU/L \
                 (of two equally near the higher), or the thyroglobulin was drawn {} after the second of \
                 two injections of recombinant TSH given on different days at most {} apart.",
                days(rules.stimulated_tsh_days),
                rules.stimulated_tsh_min,
                days_span(rules.injection_draw_days),
                days(rules.injection_gap_days)
            ),
            format!(
                "Suppressed: not stimulated, and the TSH nearest in time, within {}, is below {} mIU/L. \
                 Any other value is neither stimulated nor suppressed.",
                days(rules.suppressed_tsh_days),
                rules.suppressed_tsh_below
            ),
            blackout(rules.blackout_days),
            post_dose(rules.post_dose_days),
        ],
    )
}

fn blackout(last: i32) -> String {
    match last {
        0 => "Blackout: none (0 days); a value drawn after a therapeutic administration may be used at \
            once."
            .to_owned(),
        last => format!(
            "Blackout: a thyroglobulin drawn {} after any therapeutic administration is used nowhere, \
             neither for eligibility nor before, after, response or status. Trends of antibodies are not \
             concerned.",
            days_span((1, last))
        ),
    }
}

fn post_dose(last: i32) -> String {
    match last {
        0 => {
            "A value drawn after a dose prepared with recombinant TSH gets no exception (0 days).".to_owned()
        }
        last => format!(
            "Exception: a value drawn {} after a dose prepared with recombinant TSH counts as drawn on the \
             day of the dose (the latest such dose), for windows, order, other blackouts and the reported \
             date; TSH, antibodies and injections are matched to the real day.",
            days_span((1, last))
        ),
    }
}

pub(super) fn antibodies(protocol: &Protocol) -> Section {
    let rules = &protocol.marker;
    Section::new(
        "Thyroglobulin antibodies",
        vec![
            format!(
                "Antibodies are positive above the upper reference of their row, or above {} IU/mL where \
                 the row gives none. A thyroglobulin takes the antibodies nearest in time within {} (of \
                 two equally near the later; on one day a positive one). Without any it is \
                 antibody-unknown, which is treated as not positive.",
                rules.antibody_positive_above,
                days(rules.antibody_days)
            ),
            format!(
                "Antibodies rise in a window when its first and last value (the highest of a day) lie at \
                 least {} apart, come from the same assay, the last is positive, and last divided by first \
                 is at least {}. A first value below a limit counts as the limit, a last value above a \
                 limit likewise; a last value below a limit, a first above one, or a first of zero never \
                 shows a rise.",
                days(rules.antibody_trend_days),
                rules.antibody_rising_ratio
            ),
        ],
    )
}

pub(super) fn before_and_after(protocol: &Protocol) -> Section {
    let windows = &protocol.windows;
    let PairRules { antibodies, assays } = &protocol.pairs;
    let antibodies = match antibodies {
        PairAntibodies::NotPositive => "",
        PairAntibodies::Negative => {
            " Each value must have a negative antibody value near it; pairs without are counted too."
        }
    };
    let assays = match assays {
        PairAssays::Any => "",
        PairAssays::Same => " Both values must name the same assay; other pairs are counted too.",
    };
    Section::new(
        "Thyroglobulin before and after",
        vec![
            "Before: the latest stimulated thyroglobulin of the baseline window.".to_owned(),
            format!(
                "After: among the stimulated values {}, before the first intercurrent treatment after the \
                 index date, the one nearest to {} (of two equally near the later). Intercurrent treatment \
                 is a third radioiodine course, neck surgery (not diagnostic), external beam radiotherapy, \
                 percutaneous ablation, a kinase inhibitor or other systemic treatment.",
                window(windows.follow_up_days),
                offset(windows.follow_up_target_days)
            ),
            "When the chosen days hold several values, the pair from the same named assay is preferred, \
             then the highest before, then the highest after."
                .to_owned(),
            format!(
                "The primary analysis takes the pairs of which neither value is antibody-positive. The others \
                 are counted by reason: both values missing, the one before, the one after, antibodies \
                 positive.{antibodies}{assays}"
            ),
        ],
    )
}
