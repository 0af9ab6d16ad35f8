//! Units by test and year: missing, unknown, and the factor of 100 that a mistaken ng/dL gives.

use std::collections::{BTreeMap, HashSet};

use rayon::prelude::*;
use timeline::{Analyte, Comparator, Lab, RecordRef};

use super::{Check, QualityRow};
use crate::finding::FindingKind;
use crate::reading::Reading;

/// How far from 100, or from a hundredth, the ratio of two values in a row may be, as a factor. Ours, for
/// attention only: nothing is computed from it.
const NEARNESS: f64 = 1.25;

#[derive(Default)]
struct Counts {
    n_rows: u64,
    n_unusable: u64,
    n_unit_missing: u64,
    n_unit_unknown: u64,
    n_jumps: u64,
}

/// By test, then by year; only what was found at all.
pub(super) fn account(reading: &Reading) -> Vec<QualityRow> {
    let of_kind = |kind: FindingKind| -> HashSet<RecordRef> {
        let found = reading.findings.iter().filter(|finding| finding.kind == kind);
        found.map(|finding| finding.record).collect()
    };
    let (missing, unknown) = (of_kind(FindingKind::UnitMissing), of_kind(FindingKind::UnitUnknown));
    let of_person = |mut counts: ByTest, person: usize| {
        let labs = reading.population.labs.of(person);
        for same_year in labs.chunk_by(|a, b| year(a) == year(b)) {
            for &analyte in Analyte::ALL {
                let of_test = || same_year.iter().filter(|lab| lab.analyte == analyte);
                let unusable = || of_test().filter(|lab| lab.value.is_none());
                let n_rows = of_test().count() as u64;
                if n_rows > 0 {
                    let counted = Counts {
                        n_rows,
                        n_unusable: unusable().count() as u64,
                        n_unit_missing: unusable().filter(|lab| missing.contains(&lab.record)).count() as u64,
                        n_unit_unknown: unusable().filter(|lab| unknown.contains(&lab.record)).count() as u64,
                        n_jumps: 0,
                    };
                    counts.entry((analyte, year(&same_year[0]))).or_default().add(&counted);
                }
            }
        }
        for lab in jumps(labs) {
            counts.entry((lab.analyte, year(lab))).or_default().n_jumps += 1;
        }
        counts
    };
    let persons = (0..reading.population.len()).into_par_iter().with_min_len(1024);
    let counts = persons.fold(ByTest::new, of_person).reduce(ByTest::new, together);
    counts.into_iter().flat_map(|((analyte, year), counts)| rows(analyte, year, &counts)).collect()
}

type ByTest = BTreeMap<(Analyte, i32), Counts>;

fn together(mut one: ByTest, other: ByTest) -> ByTest {
    for (place, counts) in other {
        one.entry(place).or_default().add(&counts);
    }
    one
}

impl Counts {
    fn add(&mut self, other: &Counts) {
        self.n_rows += other.n_rows;
        self.n_unusable += other.n_unusable;
        self.n_unit_missing += other.n_unit_missing;
        self.n_unit_unknown += other.n_unit_unknown;
        self.n_jumps += other.n_jumps;
    }
}

fn year(lab: &Lab) -> i32 {
    lab.day.ymd().0
}

fn rows(analyte: Analyte, year: i32, counts: &Counts) -> Vec<QualityRow> {
    let detail = format!("{} {year:04}", analyte.word());
    [
        (Check::UnusableValue, counts.n_unusable),
        (Check::UnitMissing, counts.n_unit_missing),
        (Check::UnitUnknown, counts.n_unit_unknown),
        (Check::HundredfoldJump, counts.n_jumps),
    ]
    .into_iter()
    .filter(|(_, n)| *n > 0)
    .map(|(check, n)| QualityRow::new("", check, &*detail, n, Some(counts.n_rows)))
    .collect()
}

/// A person's thyroglobulin values that are about 100 times, or a hundredth of, the exact value before.
fn jumps(labs: &[Lab]) -> impl Iterator<Item = &Lab> {
    let exact = |lab: &&Lab| {
        let value = lab.value.filter(|value| value.comparator == Comparator::Exact && value.number > 0.0);
        lab.analyte == Analyte::Tg && value.is_some()
    };
    let number = |lab: &Lab| lab.value.map_or(f64::NAN, |value| value.number);
    let mut before = f64::NAN;
    labs.iter().filter(exact).filter(move |lab| {
        let ratio = number(lab) / std::mem::replace(&mut before, number(lab));
        let factor = ratio.max(1.0 / ratio) / 100.0;
        (1.0 / NEARNESS..=NEARNESS).contains(&factor)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use timeline::{Day, Quantity};

    #[test]
    fn a_factor_of_a_hundred_is_seen_in_both_directions() {
        let record = RecordRef { file: 0, line: 2 };
        let lab = |day, analyte, value| Lab {
            day: Day::from_number(day),
            analyte,
            value,
            assay: None,
            upper_reference: None,
            record,
        };
        let tg = |day, number| lab(day, Analyte::Tg, Some(Quantity::exact(number)));
        let below = lab(4, Analyte::Tg, Some(Quantity::below_limit(0.1)));
        let tsh = lab(5, Analyte::Tsh, Some(Quantity::exact(1000.0)));
        // 12 -> 1150 (96 times), -> 14 (a 82nd), -> 0.5 (a 28th), -> 70 (140 times), zero is no value
        let labs = [tg(1, 12.0), tg(2, 1150.0), tg(3, 14.0), below, tsh, tg(6, 0.5), tg(7, 70.0), tg(8, 0.0)];
        let days: Vec<i32> = jumps(&labs).map(|lab| lab.day.number()).collect();
        assert_eq!(days, [2, 3]);
    }
}
