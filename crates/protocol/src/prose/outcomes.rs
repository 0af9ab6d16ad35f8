//! Response, final status, additional treatment (contract 6, 7).

use super::Section;
use super::phrases::{days, offset, window};
use crate::{Guideline, Protocol};

pub(super) fn response(protocol: &Protocol) -> Section {
    let rules = &protocol.response;
    let guideline = match Guideline::Ata2015 {
        Guideline::Ata2015 => "American Thyroid Association 2015",
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
                Guideline::Ata2015.word(),
                rules.incomplete_stimulated,
                rules.incomplete_suppressed,
                rules.excellent_stimulated,
                rules.excellent_suppressed
            ),
            "The deciding thyroglobulin is the latest stimulated value of the window, else the latest \
             suppressed one (the highest of its day); for the last response the latest of either, on one \
             day the stimulated."
                .to_owned(),
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

pub(super) fn final_status(_protocol: &Protocol) -> Section {
    Section::new(
        "Final status",
        vec![
            "With a date of death: dead of disease if the cause is thyroid cancer, else dead of another or \
             unknown cause. Else distant disease with evidence of it at any time (a lesion whose latest \
             diagnostic cytology is benign is none). Else by the last response: structural disease, \
             biochemical disease, no evidence of disease (excellent response), indeterminate, or unknown."
                .to_owned(),
        ],
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
