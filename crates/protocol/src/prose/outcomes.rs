//! Response, final status, additional treatment (contract 6, 7).

use super::Section;
use super::phrases::{days, offset, window};
use thyroid::rules::Excellence;

use crate::{Guideline, Protocol};

pub(super) fn response(protocol: &Protocol) -> Section {
    let rules = &protocol.response;
    let guideline = match protocol.guideline {
        Guideline::Ata2015 => "American Thyroid Association 2015",
        Guideline::Ata2025 => "American Thyroid Association 2025",
    };
    Section::new(
        "Response",
        vec![
            format!(
                "Response follows the {guideline} guideline ({}), asked in this order. Structural \
                 incomplete: structural evidence in any study of the window. Unknown: no neck study, or no \
                 thyroglobulin outside the blackout. Biochemical incomplete: the deciding thyroglobulin is \
                 stimulated and at least {} ng/mL or suppressed and at least {} ng/mL, also with positive \
                 antibodies, or antibodies rise. Excellent: it is stimulated and below {} ng/mL or \
                 suppressed and below {} ng/mL, and not antibody-positive. Indeterminate: anything else.",
                protocol.guideline.word(),
                rules.incomplete_stimulated,
                rules.incomplete_suppressed,
                rules.excellent_stimulated,
                rules.excellent_suppressed
            ),
            deciding(protocol.guideline).to_owned(),
            format!(
                "Response before: structural or biochemical incomplete by stratum; in reoperated patients \
                 by the rule above in the baseline window, antibodies from {} after the first course to \
                 the index date. Response at follow-up: {}, not cut at intercurrent treatment. Last \
                 response: in the {} up to the last visit and only after the index date, structural if a \
                 neck study of the most recent neck-study day or a whole-body study of the most recent \
                 whole-body-study day shows structural evidence.",
                days(protocol.windows.baseline_after_first_course_days),
                window(protocol.windows.follow_up_days),
                days(protocol.windows.last_status_days)
            ),
        ],
    )
}

fn deciding(guideline: Guideline) -> &'static str {
    match guideline {
        Guideline::Ata2015 => {
            "The deciding thyroglobulin is the latest stimulated value of the window, else the latest \
             suppressed one (the highest of its day); for the last response the latest of either, on one \
             day the stimulated."
        }
        Guideline::Ata2025 => {
            "The deciding thyroglobulin is the latest suppressed value of the window (the highest of its \
             day), else the latest stimulated one. Only a suppressed value with a negative antibody value \
             near it can show an excellent response. Of the 2025 guideline this bound alone is verified; \
             the others are those of 2015."
        }
    }
}

pub(super) fn final_status(protocol: &Protocol) -> Section {
    let no_disease = match protocol.ned {
        Excellence::Either => "excellent response",
        Excellence::Stimulated => {
            "excellent response, and the latest stimulated thyroglobulin of its window is excellent too"
        }
        Excellence::SuppressedUndetectable => {
            "as an excellent response, but a suppressed thyroglobulin must lie below what its assay can \
             detect, whatever that is"
        }
        Excellence::SuppressedNotIncomplete => {
            "as an excellent response, but a suppressed thyroglobulin need only lie below the bound from \
             which the response is incomplete"
        }
    };
    Section::new(
        "Final status",
        vec![format!(
            "With a date of death: dead of disease if the cause is thyroid cancer, else dead of another or \
             unknown cause. Else distant disease with evidence of it at any time (a lesion whose latest \
             diagnostic cytology is benign is none). Else by the last response: structural disease, \
             biochemical disease, no evidence of disease ({no_disease}), indeterminate, or unknown."
        )],
    )
}

pub(super) fn additional_treatment(protocol: &Protocol) -> Section {
    Section::new(
        "Additional treatment",
        vec![format!(
            "Counted later than {}: a third or later radioiodine course, neck surgery (not diagnostic), \
             external beam radiotherapy, percutaneous ablation, a kinase inhibitor, other systemic \
             treatment. A patient counts once, and once for each type.",
            offset(protocol.windows.additional_treatment_after_days)
        )],
    )
}
