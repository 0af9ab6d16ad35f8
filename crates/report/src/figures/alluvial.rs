//! Response categories before, at 1 to 2 years and at the last visit.

use analysis::{Response, Transition, transitions};
use figure::charts::alluvial::{Alluvial, Category, Way, alluvial as chart};
use figure::{Fill, Hatch, Ink, Width};

use super::Plate;
use super::member::several;
use crate::Document;
use crate::html::words::{self, RESPONSES};

/// Alluvial plot of the response.
pub(super) fn alluvial(document: &Document<'_>) -> Option<Plate> {
    let members = &document.results.members;
    if members.is_empty() {
        return None;
    }
    let mut ways: Vec<Way> = transitions(members, None).iter().map(way).collect();
    ways.sort_by_key(|way| way.categories);
    let plot = Alluvial {
        title: "Response category before, at 1 to 2 years and at the last visit".into(),
        times: ["Before".into(), "At 1 to 2 years".into(), "Last visit".into()],
        categories: RESPONSES.map(category).to_vec(),
        ways,
    };
    let n_same = members.iter().filter(|member| member.response_before == member.response_last).count();
    let n_excellent = members.iter().filter(|member| member.response_last == Response::Excellent).count();
    let caption = format!(
        "Response categories (ATA 2015) before the second course of radioiodine, at 1 to 2 years and at the \
         last visit (n = {}). The height of a bar and the width of a stream are in proportion to the number \
         of patients, which stands beside each bar; a stream has the colour of the category it leaves. {} had an \
         excellent response at the last visit; {} ended in the category of the start.",
        several(members.len(), "patient", "patients"),
        several(n_excellent, "patient", "patients"),
        n_same,
    );
    Some(Plate {
        id: "alluvial",
        caption: caption.into(),
        one_column: chart(&plot, Width::OneColumn),
        two_columns: chart(&plot, Width::TwoColumns),
    })
}

fn way(found: &Transition) -> Way {
    Way { categories: [found.from, found.at_1_2y, found.last].map(position), n: found.n }
}

fn position(response: Response) -> usize {
    RESPONSES.iter().position(|other| *other == response).unwrap_or(RESPONSES.len())
}

fn category(response: Response) -> Category {
    let fill = match response {
        Response::Excellent => Fill::new(Ink::Green),
        Response::Indeterminate => Fill::new(Ink::Sky).hatched(Hatch::Dots),
        Response::BiochemicalIncomplete => Fill::new(Ink::Orange).hatched(Hatch::Rising),
        Response::StructuralIncomplete => Fill::new(Ink::Vermillion).hatched(Hatch::Crossed),
        Response::Unknown => Fill::new(Ink::Rule),
    };
    Category { name: words::response(response).into(), fill }
}
