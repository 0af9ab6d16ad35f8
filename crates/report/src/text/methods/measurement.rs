//! The variables: thyroglobulin, antibodies, imaging, response, status, further treatment.

use press::Block;

use super::patients::told;
use crate::text::reference::Reference;
use crate::text::writing::{Writing, heading, paragraph};

pub(super) fn write(writing: &Writing<'_>) -> Vec<Block> {
    let mut blocks = vec![heading(2, "Variables and measurement")];
    for (title, section) in [
        ("Thyroglobulin", "Thyroglobulin"),
        ("Thyroglobulin antibodies", "Thyroglobulin antibodies"),
        ("Values before and after", "Thyroglobulin before and after"),
        ("Censored values", "Censored values"),
    ] {
        blocks.push(heading(3, title));
        blocks.extend(told(writing, section));
    }
    blocks.push(paragraph(&[
        "Thyroglobulin is given in ng/mL, TSH in mIU/L, antibodies in IU/mL, the activity of \
         radioiodine in mCi (1 mCi = 37 MBq)."
            .to_owned(),
    ]));
    for section in ["Structural evidence", "Imaging before and after", "Change of imaging"] {
        blocks.push(heading(3, section));
        blocks.extend(told(writing, section));
    }
    blocks.push(heading(2, "Outcomes"));
    blocks.push(heading(3, "Response"));
    for text in writing.rules("Response") {
        let cited = if text.contains("2015 guideline") {
            writing.citations.behind(&text, "2015 guideline", Reference::Ata2015)
        } else {
            text
        };
        blocks.push(paragraph(&[cited]));
    }
    for section in ["Final status", "Additional treatment"] {
        blocks.push(heading(3, section));
        blocks.extend(told(writing, section));
    }
    blocks
}
