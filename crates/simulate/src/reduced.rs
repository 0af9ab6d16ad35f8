//! The sheets, reduced to what a coded format can hold (contract 10; the list for people is
//! `docs/guide/formats.md`). Made from the sheets alone, so that a study on these sheets can be held
//! against the same study on the other format.

use std::path::Path;

use timeline::{Day, SurgeryKind};

use crate::cell::{Cell, Sign};
use crate::coded::morphology;
use crate::format::{Format, cdm_person};
use crate::recorded::Recorded;
use crate::sheet::{Row, Sheet};
use crate::view::View;
use crate::{Error, Plan, Summary};

/// Columns that a coded format has no place for.
const LOST: [(Sheet, &[&str]); 4] = [
    (
        Sheet::Patient,
        &[
            "tnm_edition",
            "t3_reason",
            "ete",
            "margins",
            "vascular_foci",
            "positive_nodes",
            "largest_node_mm",
            "extranodal_extension",
            "braf",
            "tert",
        ],
    ),
    (Sheet::Surgery, &["side", "level", "intent"]),
    (Sheet::Radioiodine, &["place"]),
    (Sheet::Lab, &["assay", "laboratory", "detection_limit"]),
];

/// Writes the planned hospital as sheets (as [`crate::write`] does), reduced to what `format` can hold and
/// with the ids that persons have there. For [`Format::Sheets`] nothing is lost.
///
/// # Errors
/// As [`crate::write`].
pub fn write_reduced(
    plan: &Plan,
    format: Format,
    folder: &Path,
    progress: &dyn Fn(usize),
) -> Result<Summary, Error> {
    let record = |number| reduced(Recorded::new(plan, number), format);
    crate::hospital::write_sheets(plan, folder, progress, &record)
}

/// What is left of a person's rows.
pub(crate) fn reduced(mut recorded: Recorded, format: Format) -> Recorded {
    if format == Format::Sheets {
        return recorded;
    }
    patient(&mut recorded, format);
    surgery(&mut recorded);
    radioiodine(&mut recorded);
    laboratory(&mut recorded);
    for (sheet, columns) in LOST {
        for column in columns {
            set_all(&mut recorded, sheet, column, |_| Some(Cell::Empty));
        }
    }
    if format == Format::Omop {
        let number = cdm_person(recorded.number).to_string();
        recorded.rename(&number);
    }
    recorded
}

/// A histology that is no code of the thyroid gland is lost; so is a cause of death other than the cancer,
/// and in FHIR every cause.
fn patient(recorded: &mut Recorded, format: Format) {
    set_all(recorded, Sheet::Patient, "histology", |row| Some(coded_histology(&row.word("histology"))));
    set_all(recorded, Sheet::Patient, "death_cause", |row| {
        (format == Format::Fhir || row.word("death_cause") != "thyroid_cancer").then_some(Cell::Empty)
    });
}

fn coded_histology(histology: &str) -> Cell {
    let code = morphology(histology);
    let coded = code.len() == 6 && code.as_bytes()[4] == b'/';
    if coded { Cell::Text(code.to_owned()) } else { Cell::Empty }
}

/// One code says total and near-total; soft tissue and other operations have none.
fn surgery(recorded: &mut Recorded) {
    let lost =
        |row: &View| matches!(row.operation(), Some(SurgeryKind::SoftTissueExcision | SurgeryKind::Other));
    retain(recorded, Sheet::Surgery, |row| !lost(row));
    set_all(recorded, Sheet::Surgery, "type", |row| {
        let near = row.operation() == Some(SurgeryKind::NearTotalThyroidectomy);
        near.then_some(Cell::Word(SurgeryKind::TotalThyroidectomy.word()))
    });
}

/// The procedure of a day says that its doses were treatments, not why; injections say how a dose was
/// prepared; of the scans the distant ones stand as a diagnosis.
fn radioiodine(recorded: &mut Recorded) {
    let therapeutic =
        |row: &View| matches!(row.word("intent").as_str(), "ablation" | "adjuvant" | "treatment");
    let treated: Vec<Day> =
        View::usable(recorded, Sheet::Radioiodine).filter(|it| therapeutic(&it.1)).map(|it| it.0).collect();
    let injected: Vec<Day> = View::usable(recorded, Sheet::Rhtsh).map(|it| it.0).collect();
    set_all(recorded, Sheet::Radioiodine, "intent", |row| {
        let here = row.day("date").is_some_and(|day| treated.contains(&day));
        (here && row.word("intent") != "diagnostic").then_some(Cell::Word("treatment"))
    });
    set_all(recorded, Sheet::Radioiodine, "preparation", |row| {
        let before = |day: Day| injected.iter().any(|injection| (1..=3).contains(&(day - *injection)));
        Some(if row.day("date").is_some_and(before) { Cell::Word("rhtsh") } else { Cell::Empty })
    });
    set_all(recorded, Sheet::Radioiodine, "post_therapy_scan", |row| {
        let distant = matches!(row.word("post_therapy_scan").as_str(), "lung" | "bone" | "other_distant");
        (!distant).then_some(Cell::Empty)
    });
}

/// A detection limit survives in the values that it censors. Molar free thyroxine has a code of its own,
/// which the study does not name.
fn laboratory(recorded: &mut Recorded) {
    let molar = |row: &View| row.word("analyte") == "ft4" && row.word("unit") == "pmol/l";
    retain(recorded, Sheet::Lab, |row| !molar(row));
    set_all(recorded, Sheet::Lab, "value", |row| {
        let limit = row.number("detection_limit")?;
        let (text, number) = (row.word("value"), row.number("value"));
        let worded =
            ["undetectable", "not detected", "not detectable", "negative", "neg"].contains(&text.as_str());
        let below = number.is_some_and(|number| timeline::below(number, limit));
        (worded || below).then(|| crate::laboratory::exact(Sign::Below, limit))
    });
}

/// Replaces a cell of every row where `change` gives another.
fn set_all(recorded: &mut Recorded, sheet: Sheet, column: &str, change: impl Fn(&View) -> Option<Cell>) {
    let cells: Vec<Option<Cell>> = View::all(recorded, sheet).map(|row| change(&row)).collect();
    let at =
        sheet.columns().iter().position(|name| *name == column).expect("columns are named in the source");
    for (row, cell) in recorded.rows[sheet as usize].iter_mut().zip(cells) {
        row.cells[at] = cell.unwrap_or_else(|| std::mem::replace(&mut row.cells[at], Cell::Empty));
    }
}

fn retain(recorded: &mut Recorded, sheet: Sheet, keep: impl Fn(&View) -> bool) {
    let kept: Vec<bool> = View::all(recorded, sheet).map(|row| keep(&row)).collect();
    let rows = std::mem::take(&mut recorded.rows[sheet as usize]);
    let kept = rows.into_iter().zip(kept).filter(|it| it.1).map(|it| it.0);
    recorded.rows[sheet as usize] = kept.collect::<Vec<Row>>();
}
