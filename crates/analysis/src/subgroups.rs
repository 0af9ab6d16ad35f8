//! The ratio of geometric means of the marker among the categories of each characteristic.

use protocol::Protocol;
use response::Stratum;
use stats::groups::{Groups, one_way_anova};
use stats::multiplicity::{Adjustment, adjust};
use stats::{Pairs, Sample, Undefined};

use crate::estimate::{Behind, Estimate};
use crate::histology::family;
use crate::member::MemberRow;
use crate::scan::is_avid;
use crate::study::{Positions, Study, from_stats};
use crate::subgroup::Subgroup;

/// A characteristic with fixed categories; a member without one is shown as not recorded.
struct Split {
    id: &'static str,
    group: &'static str,
    labels: &'static [&'static str],
    category: fn(&MemberRow) -> Option<usize>,
}

/// Ages are those of the staging (45 in AJCC 7, 55 in AJCC 8), activities the bounds of ATA 2025 for initial
/// treatment (100 and 150 mCi), intervals whole years: chosen by us.
const SPLITS: [Split; 10] = [
    Split {
        id: "stratum",
        group: "Stratum",
        labels: &["structural", "biochemical", "reoperated"],
        category: |member| match member.stratum {
            Stratum::Structural => Some(0),
            Stratum::Biochemical => Some(1),
            Stratum::Reoperated => Some(2),
        },
    },
    Split {
        id: "sex",
        group: "Sex",
        labels: &["female", "male"],
        category: |member| ["F", "M"].iter().position(|sex| *sex == member.sex),
    },
    Split {
        id: "age",
        group: "Age at index",
        labels: &["under 45 years", "45 to 54 years", "55 years or more"],
        category: |member| member.age_at_index.map(|age| usize::from(age >= 45) + usize::from(age >= 55)),
    },
    Split {
        id: "histology",
        group: "Histology",
        labels: &["papillary", "follicular", "oncocytic", "poorly differentiated"],
        category: |member| family(&member.histology),
    },
    Split {
        id: "stage_8",
        group: "Stage, AJCC 8",
        labels: &["I", "II", "III", "IVA", "IVB"],
        category: |member| ["I", "II", "III", "IVA", "IVB"].iter().position(|stage| *stage == member.stage_8),
    },
    Split {
        id: "risk",
        group: "Initial risk, ATA 2015",
        labels: &["low", "intermediate", "high"],
        category: |member| ["low", "intermediate", "high"].iter().position(|risk| *risk == member.risk),
    },
    Split {
        id: "interval",
        group: "From first to second course",
        labels: &["under 1 year", "1 to under 2 years", "2 years or more"],
        category: |member| {
            let days = member.interval_days;
            Some(usize::from(days >= 365) + usize::from(days >= 730))
        },
    },
    Split {
        id: "activity",
        group: "Activity of the second course",
        labels: &["under 100 mCi", "100 to under 150 mCi", "150 mCi or more"],
        category: |member| {
            let reaches = |mci: f64, bound: f64| usize::from(mci >= bound - 1e-9);
            member.rai2_mci.map(|mci| reaches(mci, 100.0) + reaches(mci, 150.0))
        },
    },
    Split {
        id: "avidity",
        group: "Uptake outside the bed after the second course",
        labels: &["yes", "no"],
        category: |member| is_avid(member.particulars.scan).map(|avid| usize::from(!avid)),
    },
    Split {
        id: "preparation",
        group: "Preparation of the second course",
        labels: &["withdrawal", "recombinant TSH"],
        category: |member| {
            ["withdrawal", "rhtsh"].iter().position(|word| *word == member.particulars.preparation)
        },
    },
];

/// The forest: all pairs, then each characteristic with p of interaction on its first line.
pub fn subgroups(members: &[MemberRow], protocol: &Protocol) -> Vec<Subgroup> {
    let study = Study::new(members, protocol.analysis.confidence_level);
    let pairs: Vec<Option<Pair>> = members.iter().map(Pair::of).collect();
    let forest = Forest { study, pairs };
    let estimate = forest.ratio("subgroup.all", "all pairs", forest.study.all());
    let all = Subgroup {
        group: String::new(),
        label: "all pairs".into(),
        estimate,
        p_interaction: None,
        p_adjusted: None,
    };
    let found: Vec<(Vec<Subgroup>, Result<f64, Undefined>)> =
        SPLITS.iter().map(|split| forest.lines(split)).collect();
    let p_values: Vec<Result<f64, Undefined>> = found.iter().map(|(_, p)| *p).collect();
    let adjusted = adjust(&p_values, Adjustment::Holm).unwrap_or_else(|_| p_values.clone());
    let mut list = vec![all];
    for ((mut lines, p), adjusted) in found.into_iter().zip(adjusted) {
        if let Some(first) = lines.first_mut() {
            (first.p_interaction, first.p_adjusted) = (p.ok(), adjusted.ok());
        }
        list.extend(lines);
    }
    list
}

/// A primary pair with its log ratio.
#[derive(Clone, Copy)]
struct Pair {
    before: f64,
    after: f64,
    /// ln(after / before).
    log: f64,
    n_censored: u8,
}

impl Pair {
    /// `None` without a pair, or where a value is 0.
    fn of(member: &MemberRow) -> Option<Pair> {
        let (before, after) = member.pair()?;
        let log = after.number.ln() - before.number.ln();
        let n_censored = u8::from(before.censored == "left") + u8::from(after.censored == "left");
        log.is_finite().then_some(Pair { before: before.number, after: after.number, log, n_censored })
    }
}

/// The members with their pairs, each read once.
struct Forest<'a> {
    study: Study<'a>,
    pairs: Vec<Option<Pair>>,
}

impl Forest<'_> {
    /// The pairs among these members.
    fn among(&self, members: &[u32]) -> impl Iterator<Item = Pair> {
        members.iter().filter_map(|position| self.pairs[*position as usize])
    }

    /// One line per category of which there are members, and p of the test that all ratios are equal.
    fn lines(&self, split: &Split) -> (Vec<Subgroup>, Result<f64, Undefined>) {
        let mut inside: Vec<Positions> = vec![Vec::new(); split.labels.len() + 1];
        for (position, member) in self.study.members.iter().enumerate() {
            inside[(split.category)(member).unwrap_or(split.labels.len())].push(position as u32);
        }
        let known = &inside[..split.labels.len()];
        let logs: Vec<Vec<f64>> =
            known.iter().map(|members| self.among(members).map(|pair| pair.log).collect()).collect();
        let p = interaction(&logs);
        let labels = split.labels.iter().copied().chain(["not recorded"]);
        let lines = labels.zip(inside).filter(|(_, members)| !members.is_empty());
        let line = |(label, members): (&str, Positions)| {
            let id = format!("subgroup.{}.{}", split.id, slug(label));
            let estimate = self.ratio(&id, &format!("{}: {label}", split.group), members);
            Subgroup {
                group: split.group.into(),
                label: label.into(),
                estimate,
                p_interaction: None,
                p_adjusted: None,
            }
        };
        (lines.map(line).collect(), p)
    }

    /// Ratio of geometric means after/before of the primary pairs among `members`; fewer than two pairs have
    /// none.
    fn ratio(&self, id: &str, label: &str, members: Positions) -> Estimate {
        let (counted, missing): (Positions, Positions) =
            members.into_iter().partition(|position| self.pairs[*position as usize].is_some());
        let (before, after): (Vec<f64>, Vec<f64>) =
            self.among(&counted).map(|pair| (pair.before, pair.after)).unzip();
        let censored: usize = self.among(&counted).map(|pair| usize::from(pair.n_censored)).sum();
        let found = Pairs::new(&before, &after).ok().filter(|pairs| pairs.n() > 1);
        let found = found.map(|pairs| stats::ratio_of_geometric_means(pairs, self.study.level));
        let estimate = match found {
            Some(found) => from_stats(id, label, "primary pairs", "ratio", &found),
            None => Estimate {
                id: id.into(),
                label: label.into(),
                population: "primary pairs".into(),
                unit: "ratio",
                cautions: vec!["fewer than two pairs: no estimate".into()],
                ..Estimate::default()
            },
        };
        Estimate {
            n: counted.len(),
            missing: missing.len(),
            censored: Some(censored),
            method: Some("paired_t_log"),
            behind: Behind { counted, missing },
            ..estimate
        }
    }
}

/// F test of a linear model of the log ratio on the category, among categories with two pairs or more.
fn interaction(logs: &[Vec<f64>]) -> Result<f64, Undefined> {
    let enough = logs.iter().filter(|logs| logs.len() > 1);
    let samples: Vec<Sample<'_>> = enough.filter_map(|logs| Sample::new(logs).ok()).collect();
    let groups =
        Groups::new(&samples).map_err(|_| Undefined::TooFewGroups { needed: 2, found: samples.len() })?;
    one_way_anova(groups).estimate.p_value()
}

/// A label as part of an identifier.
fn slug(label: &str) -> String {
    label.to_ascii_lowercase().replace(' ', "_")
}
