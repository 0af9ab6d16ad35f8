//! Who is compared with whom at the index date: with and without a pair, and the strata.

use response::Stratum;

use crate::balance::{Balance, Difference};
use crate::characteristic::{Coded, Measure, characteristics};
use crate::difference::{of_numbers, of_shares};
use crate::member::MemberRow;

/// Three comparisons: members in the primary paired analysis with the others (what is missing), structural
/// with biochemical, reoperated with not. Characteristics are those of table one known at the index date.
pub fn balances(members: &[MemberRow]) -> Vec<Balance> {
    let choose = |keep: &dyn Fn(&MemberRow) -> bool| -> Vec<usize> {
        (0..members.len()).filter(|position| keep(&members[*position])).collect()
    };
    let of = |stratum: Stratum| move |member: &MemberRow| member.stratum == stratum;
    let pairs = [
        ("with a pair of stimulated Tg", choose(&MemberRow::in_paired_analysis)),
        ("without", choose(&|member| !member.in_paired_analysis())),
    ];
    let disease = [
        ("structural", choose(&of(Stratum::Structural))),
        ("biochemical", choose(&of(Stratum::Biochemical))),
    ];
    let reoperation = [
        ("not reoperated", choose(&|member| member.stratum != Stratum::Reoperated)),
        ("reoperated", choose(&of(Stratum::Reoperated))),
    ];
    let list = [("pairs", pairs), ("structural_biochemical", disease), ("reoperation", reoperation)];
    let ids = list.iter().map(|(id, _)| *id);
    let groups: Vec<[Vec<usize>; 2]> =
        list.iter().map(|(_, groups)| [groups[0].1.clone(), groups[1].1.clone()]).collect();
    let found = differences(members, &groups);
    ids.zip(&list)
        .zip(found)
        .map(|((id, (_, groups)), differences)| Balance {
            id: id.into(),
            groups: [0, 1].map(|at| (groups[at].0.into(), groups[at].1.len())),
            differences,
        })
        .collect()
}

/// The differences of every comparison; each characteristic is read once.
fn differences(members: &[MemberRow], comparisons: &[[Vec<usize>; 2]]) -> Vec<Vec<Difference>> {
    let mut found: Vec<Vec<Difference>> = comparisons.iter().map(|_| Vec::new()).collect();
    for characteristic in characteristics().iter().filter(|characteristic| characteristic.at_index) {
        let label = characteristic.group;
        match characteristic.measure {
            Measure::Number(unit, value) => {
                let values: Vec<Option<f64>> = members.iter().map(value).collect();
                for (groups, list) in comparisons.iter().zip(&mut found) {
                    let [first, second] = [0, 1].map(|at| -> Vec<f64> {
                        groups[at].iter().filter_map(|member| values[*member]).collect()
                    });
                    let value = of_numbers(&first, &second);
                    list.push(Difference { label: label.into(), detail: unit.into(), value });
                }
            }
            Measure::Category(word) => {
                let coded = Coded::new(members, word);
                for (groups, list) in comparisons.iter().zip(&mut found) {
                    list.extend(of_words(label, &coded, groups));
                }
            }
        }
    }
    found
}

/// One difference per category among those whose category is known; of two categories the first alone,
/// since the other mirrors it.
fn of_words(label: &str, coded: &Coded, groups: &[Vec<usize>; 2]) -> Vec<Difference> {
    let counts = [0, 1].map(|at| coded.counts(groups[at].iter().copied()));
    let known: Vec<usize> = (0..coded.words.len()).filter(|code| !coded.is_missing(*code)).collect();
    let totals = [0, 1].map(|at| counts[at].iter().sum::<usize>());
    let shown = if known.len() == 2 { &known[..1] } else { &known[..] };
    let one = |code: &usize| Difference {
        label: label.into(),
        detail: coded.words[*code].clone(),
        value: of_shares((counts[0][*code], totals[0]), (counts[1][*code], totals[1])),
    };
    shown.iter().map(one).collect()
}
