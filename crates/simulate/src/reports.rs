//! Free text of imaging reports.

use timeline::Impression;

use crate::Mess;
use crate::draw::Draw;

/// Plain and messy wording of the same choices, so that both draw alike.
const CLEAN: [[&str; 2]; 4] = [
    ["No suspicious nodes. Empty thyroid bed.", "No suspicious nodes; thyroid bed empty."],
    [
        "Status post thyroidectomy, no local recurrence seen.",
        "Status post total thyroidectomy,\nno local recurrence seen.",
    ],
    ["Scar tissue, otherwise normal.", "Scar tissue (\"known\"), otherwise normal."],
    [
        "Normal postoperative neck.",
        "\u{5e6}\u{5d5}\u{5d5}\u{5d0}\u{5e8} \u{5dc}\u{5d0}\u{5d7}\u{5e8} \u{5db}\u{5e8}\u{5d9}\u{5ea}\u{5d4}, \u{5dc}\u{5dc}\u{5d0} \u{5de}\u{5de}\u{5e6}\u{5d0} \u{5d7}\u{5e9}\u{5d5}\u{5d3}",
    ],
];
const FOUND: [[&str; 2]; 4] = [
    ["Suspicious cervical node, see measurements.", "Suspicious cervical node, \"hard\", see measurements."],
    ["Known node; compare with previous study.", "Known node;\r\ncompare with previous study, same level."],
    [
        "Lymph node with loss of the hilum.",
        "\u{5e7}\u{5e9}\u{5e8}\u{5d9}\u{5ea} \u{5dc}\u{5d9}\u{5de}\u{5e4}\u{5d4} \u{5d7}\u{5e9}\u{5d5}\u{5d3}\u{5d4}, level IV",
    ],
    ["Lesion as described.", "Lesion as described (8 x 5 mm, \"stable?\")."],
];

/// A report that fits an impression.
pub(crate) fn text(impression: Option<Impression>, mess: Mess, draw: &mut Draw) -> &'static str {
    let clean = matches!(impression, None | Some(Impression::None | Impression::Resolved));
    let wording = draw.one_of(if clean { &CLEAN } else { &FOUND });
    wording[usize::from(mess == Mess::Realistic)]
}
