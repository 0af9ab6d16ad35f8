//! `report.pdf`: everything that is known of the cohort as a whole.

use press::{Block, Manuscript, Text};

use super::exhibits::Exhibits;
use super::{appendix, frame};
use crate::Document;
use crate::text::{self, heading};

/// `report.pdf`: results, every table and figure, methods, limitations, checks, checklists, definitions, the
/// protocol and the sources. Nothing in it describes a single patient by name, number or date.
pub fn whole_report(document: &Document<'_>) -> Manuscript {
    let exhibits = Exhibits::of(document);
    let writing = exhibits.writing(document);
    let mut blocks = vec![Block::Notice(
        "Aggregates only: no sentence and no table describes a single patient; some figures show one mark for each \
         patient, without a name, number or date. Small counts are not suppressed; ask your hospital's rule before \
         this leaves it."
            .into(),
    )];
    blocks.extend(text::results_in(&writing));
    blocks.extend(exhibits.blocks("Tables", "Figures"));
    blocks.extend(text::methods_in(&writing));
    blocks.push(heading(1, "Discussion"));
    blocks.extend(text::limitations_in(&writing, 2));
    blocks.extend(appendix::checked(document));
    blocks.extend(text::checklists_in(&writing));
    blocks.extend(appendix::definitions(document));
    blocks.extend(appendix::rules(document, 1));
    blocks.extend(appendix::sources(document));
    blocks.extend(appendix::references(&writing));
    Manuscript { subtitle: subtitle(document), blocks, ..frame(document) }
}

fn subtitle(document: &Document<'_>) -> Vec<Text> {
    let study = &document.protocol.study;
    vec![
        study.question.as_str().into(),
        format!("Second courses from {} to {}", study.first_day.iso(), study.last_day.iso()).into(),
        format!("retreat {}, protocol {}", document.version, document.protocol.hash).into(),
    ]
}
