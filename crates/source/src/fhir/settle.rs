//! Lines that share kind and identifier: one stands.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::account::{Tally, item, remark};
use super::gather::Found;
use super::resource::Kind;

/// Takes out what is told twice. An equal line is a duplicate. Of different lines the one stored last
/// stands (lastUpdated, else versionId); where that does not tell, the first, and each other is in conflict.
pub(super) fn settle(found: Vec<Found>, tally: &mut Tally) -> Vec<Found> {
    let mut standing: HashMap<(Kind, Box<str>), usize> = HashMap::new();
    let mut kept: Vec<Option<Found>> = Vec::with_capacity(found.len());
    for (place, this) in found.into_iter().enumerate() {
        kept.push(None);
        if this.id.is_empty() {
            kept[place] = Some(this);
            continue;
        }
        let stands = *standing.entry((this.kind, this.id.clone())).or_insert(place);
        let Some(other) = kept[stands].take() else {
            kept[place] = Some(this);
            continue;
        };
        let order = later(&this, &other);
        let (winner, loser) = if order == Some(Ordering::Greater) { (this, other) } else { (other, this) };
        let became = match (winner.hash == loser.hash, order) {
            (true, _) => item::DUPLICATE,
            (false, None | Some(Ordering::Equal)) => item::CONFLICT,
            (false, _) => item::SUPERSEDED,
        };
        if became == item::CONFLICT {
            tally.remark(loser.at, remark::CONFLICT);
        }
        tally.instead_of_used(loser.at.file, became);
        kept[stands] = Some(winner);
    }
    kept.into_iter().flatten().collect()
}

/// How one was stored against another; `None` when that is not said.
fn later(this: &Found, other: &Found) -> Option<Ordering> {
    let by = |this: &str, other: &str| {
        let is_said = !this.is_empty() && !other.is_empty();
        is_said.then(|| this.cmp(other)).filter(|order| order.is_ne())
    };
    let number = |version: &str| version.parse::<u64>().ok();
    by(&this.version.0, &other.version.0)
        .or_else(|| Some(number(&this.version.1)?.cmp(&number(&other.version.1)?)))
}
