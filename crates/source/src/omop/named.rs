//! Codes and names of the concepts that the wanted rows hold.

use std::collections::HashMap;
use std::sync::Arc;

use sieve::cdm::{Kind, Table};
use sieve::{Engine, Extract, Failure, Filter, IdSet, Rows};

use super::vocabulary::Resolved;

/// What the vocabulary says of single concepts.
#[derive(Default)]
pub(super) struct Named {
    concepts: HashMap<i64, (Box<str>, Box<str>)>,
}

impl Named {
    /// Whether the vocabulary has the concept; 0 stands for none.
    pub(super) fn is_known(&self, id: i64) -> bool {
        self.concepts.contains_key(&id)
    }

    /// The concept's code.
    pub(super) fn code(&self, id: i64) -> Option<&str> {
        self.concepts.get(&id).map(|(code, _)| &**code)
    }

    /// The concept's name.
    pub(super) fn name(&self, id: i64) -> Option<&str> {
        self.concepts.get(&id).map(|(_, name)| &**name)
    }
}

/// Looks up every concept that stands in the rows, and those of the concept sets.
///
/// # Errors
/// As [`Engine::select`].
pub(super) fn named(
    engine: &dyn Engine,
    resolved: &Resolved<'_>,
    extract: &Extract,
) -> Result<Named, Failure> {
    let mut ids: Vec<i64> = resolved.marks.keys().copied().collect();
    for answer in &extract.answers {
        let columns = answer.table.columns().iter().filter(|column| column.kind == Kind::Id);
        for column in columns.filter(|column| column.name.ends_with("_concept_id")) {
            if answer.rows.batch().column_by_name(column.name).is_some() {
                ids.extend(answer.rows.ids(column.name));
                ids.sort_unstable();
                ids.dedup();
            }
        }
    }
    let filter = Filter::In { column: "concept_id", ids: Arc::new(IdSet::new(ids)) };
    let columns = ["concept_id", "concept_name", "concept_code"];
    let rows = Rows::new(engine.select(Table::Concept, &columns, &filter)?.rows);
    let text = |column: &str, row| rows.text(column, row).unwrap_or_default().trim().into();
    let concept =
        |row| Some((rows.id("concept_id", row)?, (text("concept_code", row), text("concept_name", row))));
    let concepts = (0..rows.len()).filter_map(concept).filter(|(id, _)| *id != 0);
    Ok(Named { concepts: concepts.collect() })
}
