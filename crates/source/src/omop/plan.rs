//! Which rows of which tables are asked for.

use std::sync::Arc;

use sieve::cdm::Table;
use sieve::{Codes, Engine, Failure, Filter, Patterns, Plan, Question, Rows};
use timeline::Meaning;
use timeline::Meaning::*;

use super::Wanted;
use super::vocabulary::Resolved;
use crate::options::Identity;

/// What diagnoses can mean.
const CONDITIONS: &[Meaning] = &[ThyroidCancer, Histology, DistantLung, DistantBone, DistantOther];

/// What procedures can mean. Drugs billed as procedures lie in this table in some vocabularies.
const PROCEDURES: &[Meaning] = &[
    TotalThyroidectomy,
    CompletionThyroidectomy,
    Lobectomy,
    NeckDissection,
    NodeExcision,
    RadioiodineTreatment,
    UsNeck,
    CtNeck,
    CtChest,
    MriNeck,
    Wbs,
    SpectCt,
    PetCt,
    Ebrt,
    RadioiodineActivity,
    RadioiodineDiagnostic,
    Rhtsh,
    Tki,
];

/// What measurements can mean.
const MEASUREMENTS: &[Meaning] = &[Tg, Tgab, Tsh, Ft4, HistologyText, TumourT, TumourN, TumourM];

/// What observations can mean.
const OBSERVATIONS: &[Meaning] = &[HistologyText, TumourT, TumourN, TumourM];

/// The sets that a table is asked for.
pub(super) fn asked(table: Table) -> &'static [Meaning] {
    match table {
        Table::ConditionOccurrence => CONDITIONS,
        Table::ProcedureOccurrence => PROCEDURES,
        Table::DrugExposure => super::spelling::DRUGS,
        Table::Measurement => MEASUREMENTS,
        Table::Observation => OBSERVATIONS,
        Table::Death => &[ThyroidCancer, Histology],
        _ => &[],
    }
}

/// What makes a person a candidate: a record of the disease. Without one there is no histology, which is the
/// first criterion that fails.
const DISEASE: &[(Table, &[Meaning])] = &[
    (Table::ConditionOccurrence, &[ThyroidCancer, Histology]),
    (Table::Measurement, &[HistologyText]),
    (Table::Observation, &[HistologyText]),
];

/// The plan for these concept sets.
///
/// # Errors
/// As [`Engine::select`].
pub(super) fn plan(
    engine: &dyn Engine,
    resolved: &Resolved<'_>,
    wanted: &Wanted<'_>,
) -> Result<Plan, Failure> {
    let candidates = DISEASE.iter().map(|(table, meanings)| (*table, codes(resolved, meanings))).collect();
    let mut plan = Plan { candidates, questions: questions(resolved), ..Plan::default() };
    let names = wanted.known.persons.iter();
    match wanted.identity {
        Identity::PersonId => plan.named = names.filter_map(|name| number(name)).collect(),
        Identity::SourceValue => {
            plan.named_by_source = names.map(|name| name.to_string()).collect();
            plan.everybody.push("person_source_value");
            plan.named.extend(sharing(engine)?);
        }
    }
    if wanted.is_everybody {
        let rows = engine.select(Table::Person, &["person_id"], &Filter::Everything)?.rows;
        plan.named.extend(Rows::new(rows).ids("person_id"));
    }
    Ok(plan)
}

/// Every `person_id` whose `person_source_value` another has too: the facts of one person may lie under any of
/// them, so all of them are looked at.
fn sharing(engine: &dyn Engine) -> Result<Vec<i64>, Failure> {
    let columns = ["person_id", "person_source_value"];
    let rows = Rows::new(engine.select(Table::Person, &columns, &Filter::Everything)?.rows);
    let named = |row| Some((rows.text(columns[1], row)?.trim(), rows.id(columns[0], row)?));
    let mut names: Vec<(&str, i64)> = (0..rows.len()).filter_map(named).collect();
    names.retain(|(name, _)| !name.is_empty());
    names.sort_unstable();
    names.dedup();
    let same = names.chunk_by(|(a, _), (b, _)| a == b).filter(|same| same.len() > 1);
    Ok(same.flatten().map(|(_, id)| *id).collect())
}

/// The `person_id` that is written like this.
fn number(name: &str) -> Option<i64> {
    name.parse().ok().filter(|number: &i64| number.to_string() == name)
}

/// The concepts and texts of some sets, excluded ones too: that a code was met and left out is told.
fn codes(resolved: &Resolved<'_>, meanings: &[Meaning]) -> Codes {
    let is_meant = |line: &usize| meanings.contains(&resolved.lines[*line].meaning);
    let marks = resolved.marks.iter().filter(|(_, marks)| marks.iter().any(|mark| is_meant(&mark.line)));
    let texts = (0..resolved.lines.len()).filter(is_meant).flat_map(|line| resolved.texts[line].patterns());
    Codes {
        ids: Arc::new(marks.map(|(id, _)| *id).collect()),
        texts: Arc::new(Patterns::new(texts.collect())),
    }
}

fn questions(resolved: &Resolved<'_>) -> Vec<Question> {
    let mut questions = Vec::new();
    for (table, own) in [
        (Table::ConditionOccurrence, &[][..]),
        (Table::ProcedureOccurrence, &["quantity"]),
        (Table::DrugExposure, &["quantity", "dose_unit_source_value"]),
        (
            Table::Measurement,
            &[
                "operator_concept_id",
                "value_as_number",
                "value_as_concept_id",
                "unit_concept_id",
                "range_high",
                "unit_source_value",
                "value_source_value",
            ],
        ),
        (
            Table::Observation,
            &["value_as_number", "value_as_string", "value_as_concept_id", "value_source_value"],
        ),
    ] {
        let coded = table.codes().into_iter().flatten();
        let columns = coded.chain(own.iter().copied()).collect();
        questions.push(Question { table, columns, codes: Some(codes(resolved, asked(table))) });
    }
    for (table, columns) in [
        (Table::Death, &["cause_concept_id", "cause_source_concept_id", "cause_source_value"][..]),
        (Table::VisitOccurrence, &["visit_concept_id", "visit_source_value"]),
        (Table::Note, &["note_title", "note_text", "note_source_value"]),
    ] {
        questions.push(Question { table, columns: columns.to_vec(), codes: None });
    }
    questions
}
