//! The persons who differ between two results.

use std::collections::BTreeSet;

use super::cause::{Cause, cause};
use super::{Difference, Folder};

/// A person who differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The person's identifier.
    pub person_id: String,
    /// Where the person stands: `cohort`, `excluded: dtc`, or empty when nobody of this name is there.
    pub place: (String, String),
    /// The columns of `patients.csv` that differ, of a member of both cohorts.
    pub columns: Vec<Difference>,
    /// The first decision whose answer differs, and what did it.
    pub cause: Cause,
}

impl Moved {
    /// Whether the person entered or left the cohort.
    pub fn is_in_or_out(&self) -> bool {
        (self.place.0 == COHORT) != (self.place.1 == COHORT)
    }
}

/// The place of a member.
const COHORT: &str = "cohort";

/// Everybody who differs, by identifier.
pub(super) fn moved(
    first: &Folder,
    second: &Folder,
    parameters: &[Difference],
    files: &[Difference],
) -> Vec<Moved> {
    let names = |folder: &Folder| -> BTreeSet<String> {
        folder.members.keys().chain(folder.excluded.keys()).cloned().collect()
    };
    let everybody: BTreeSet<String> = names(first).union(&names(second)).cloned().collect();
    let difference = |person: String| {
        let place = (place(first, &person), place(second, &person));
        let columns = columns(first, second, &person);
        let is_moved = place.0 != place.1 || !columns.is_empty();
        is_moved.then(|| {
            let cause = cause(first, second, &person, parameters, files);
            Moved { place, columns, cause, person_id: person }
        })
    };
    everybody.into_iter().filter_map(difference).collect()
}

fn place(folder: &Folder, person: &str) -> String {
    match (folder.members.contains_key(person), folder.excluded.get(person)) {
        (true, _) => COHORT.to_owned(),
        (false, Some(reason)) => format!("excluded: {reason}"),
        (false, None) => String::new(),
    }
}

/// The cells that differ, of a member of both.
fn columns(first: &Folder, second: &Folder, person: &str) -> Vec<Difference> {
    let (Some(before), Some(after)) = (first.members.get(person), second.members.get(person)) else {
        return Vec::new();
    };
    let cell = |row: &[(String, String)], name: &str| {
        row.iter().find(|(column, _)| column == name).map(|(_, cell)| cell.clone()).unwrap_or_default()
    };
    let mut names: Vec<&String> = before.iter().map(|(name, _)| name).collect();
    names.extend(
        after.iter().map(|(name, _)| name).filter(|name| !before.iter().any(|(old, _)| old == *name)),
    );
    let found = names.into_iter().map(|name| Difference {
        name: name.clone(),
        before: cell(before, name),
        after: cell(after, name),
    });
    found.filter(|found| found.before != found.after).collect()
}
