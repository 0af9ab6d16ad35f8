//! Structural evidence, the imaging compared, classes of change (contract 5, 6).

use super::Section;
use super::phrases::{offset, window};
use thyroid::rules::Certainty;

use crate::{ChangeProfile, Protocol};

pub(super) fn structural(protocol: &Protocol) -> Section {
    let rules = &protocol.structural;
    let least = match rules.evidence {
        Certainty::ConfirmedOrProbable => "",
        Certainty::Confirmed => " In this study confirmed lesions alone are evidence.",
    };
    Section::new(
        "Structural evidence",
        vec![
            "A neck study is an adequate ultrasound, CT or MRI of the neck. A whole-body study is an \
             adequate diagnostic whole-body scan, SPECT/CT or PET/CT of the whole body or neck, or a CT or \
             MRI of the whole body. A post-therapy scan is neither: it never shows or excludes \
             locoregional disease."
                .to_owned(),
            format!(
                "A lesion of a node, the thyroid bed, soft tissue or the mediastinum in such a study is \
                 structural evidence when it is confirmed (malignant cytology, or thyroglobulin in the \
                 needle washout of at least {washout} ng/mL) or probable (microcalcification, cystic, \
                 peripheral vascularity or hyperechoic; or avid outside the thyroid bed; or a short axis \
                 of at least {} mm on CT or MRI). A node with a short axis below {} mm that has none of \
                 these features and is not avid is never evidence.{least}",
                rules.cross_sectional_mm,
                rules.node_min_mm,
                washout = rules.washout_ng_ml,
            ),
            format!(
                "Cytology and washout stay with the lesion: the latest malignant or benign cytology and \
                 the latest washout recorded on or before the study's day apply. Non-diagnostic cytology \
                 replaces nothing; on one day malignant goes before benign, and the highest washout \
                 counts. Benign cytology overrules a probable lesion; a washout of at least {} ng/mL \
                 overrules benign cytology.",
                rules.washout_ng_ml
            ),
        ],
    )
}

pub(super) fn imaging(protocol: &Protocol) -> Section {
    let windows = &protocol.windows;
    Section::new(
        "Imaging before and after",
        vec![
            "Before: the most recent neck study of the baseline window that shows structural evidence; \
             when none does, the most recent one."
                .to_owned(),
            format!(
                "After: among the neck studies {}, before the first intercurrent treatment, one of the \
                 same modality as before if there is any, then the one nearest to {} (of two equally near \
                 the later).",
                window(windows.follow_up_days),
                offset(windows.follow_up_target_days)
            ),
            "Of several on one day ultrasound goes before CT and CT before MRI, then the smallest study \
             number."
                .to_owned(),
            format!(
                "Reoperated patients: imaging findings are present if any neck study {} shows structural \
                 evidence, absent if there is a neck study and none does, else missing. This is not cut at \
                 intercurrent treatment.",
                window(windows.follow_up_days)
            ),
        ],
    )
}

pub(super) fn change(protocol: &Protocol) -> Section {
    let rules = &protocol.change;
    Section::new(
        "Change of imaging",
        vec![
            format!(
                "Profile {}, for the stratum structural. The size of a node is its short axis, of any \
                 other lesion its long axis. Each lesion that is structural evidence before gets the first \
                 class that fits. Not evaluable: a size is missing although the lesion is in both studies, \
                 or the lesion is absent from a study of another modality. Resolved: absent, or a node now \
                 below {} mm without suspicious feature and not avid. Progressed: grown by at least {} mm \
                 and at least {} %. Shrunk: smaller by at least {} mm and at least {} %. Stable: anything \
                 else.",
                ChangeProfile::NeckUsV1.word(),
                rules.resolved_node_mm,
                rules.grow_mm,
                rules.grow_pct,
                rules.shrink_mm,
                rules.shrink_pct
            ),
            format!(
                "A lesion is new when it is structural evidence after but was none before, and measures at \
                 least {} mm or has malignant cytology.",
                rules.new_min_mm
            ),
            "A patient shows progression with any progressed or new lesion; else, with any resolved or \
             shrunk lesion, resolution if every evaluable lesion has resolved and shrinkage if not; else \
             stable disease with any stable lesion. Without a study before or after, or with nothing \
             evaluable, the data are insufficient."
                .to_owned(),
        ],
    )
}
