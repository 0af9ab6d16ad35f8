//! Of several records of a person the one that counts.

use timeline::Day;

use crate::chart::{At, Coded};

/// The day of a record, when it is one.
pub(crate) fn day(coded: &Coded) -> Option<Day> {
    Day::parse_iso(coded.day.as_bytes())
}

/// Earliest first, then by place; a record without a readable day comes after all that have one.
fn rank(coded: &Coded) -> (bool, Option<Day>, At) {
    let day = day(coded);
    (day.is_none(), day, coded.at)
}

/// For every person the earliest of these records.
pub(crate) struct Earliest<'a, T> {
    found: Vec<Option<&'a T>>,
    coded: fn(&T) -> &Coded,
}

impl<'a, T> Earliest<'a, T> {
    pub(crate) fn of(
        n_persons: usize,
        records: impl Iterator<Item = &'a T>,
        coded: fn(&T) -> &Coded,
    ) -> Earliest<'a, T> {
        let mut found: Vec<Option<&'a T>> = vec![None; n_persons];
        for record in records {
            let Some(first) = found.get_mut(coded(record).person as usize) else { continue };
            if first.is_none_or(|first| rank(coded(record)) < rank(coded(first))) {
                *first = Some(record);
            }
        }
        Earliest { found, coded }
    }

    /// Where a person has no record, that of `other`.
    pub(crate) fn or(mut self, other: Earliest<'a, T>) -> Earliest<'a, T> {
        for (own, theirs) in self.found.iter_mut().zip(other.found) {
            *own = own.or(theirs);
        }
        self
    }

    /// The person's record.
    pub(crate) fn get(&self, person: usize) -> Option<&'a T> {
        self.found.get(person).copied().flatten()
    }

    /// Where it was read.
    pub(crate) fn at(&self, person: usize) -> Option<At> {
        self.get(person).map(|record| (self.coded)(record).at)
    }

    /// Its day as stored; empty when there is no record.
    pub(crate) fn day(&self, person: usize) -> &'a str {
        self.get(person).map_or("", |record| &(self.coded)(record).day)
    }
}
