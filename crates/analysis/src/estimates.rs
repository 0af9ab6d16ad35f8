//! The estimates of contract section 8, in its order.

use protocol::Protocol;
use response::{AdditionalKind, Change, FinalStatus, Findings, Stratum};
use stats::{Caution, Level, Pairs, Proportion, Sample, SignedRankRule, Statistic};

use crate::estimate::{Behind, Estimate};
use crate::member::{MarkerValue, MemberRow};

/// A choice of members.
type Positions = Vec<u32>;

/// All estimates for a cohort given as rows sorted by identifier.
pub fn estimates(members: &[MemberRow], protocol: &Protocol) -> Vec<Estimate> {
    let level = Level::new(protocol.analysis.confidence_level).unwrap_or_default();
    let study = Study { members, level };
    let mut list = study.cohort();
    list.extend(study.strata());
    list.extend(study.imaging());
    for &stratum in Stratum::ALL {
        list.extend(study.marker(stratum));
    }
    list.push(study.findings());
    list.extend(study.outcomes());
    list
}

struct Study<'a> {
    members: &'a [MemberRow],
    level: Level,
}

impl Study<'_> {
    fn positions(&self, keep: impl Fn(&MemberRow) -> bool) -> Positions {
        let kept = self.members.iter().enumerate().filter(|(_, member)| keep(member));
        kept.map(|(position, _)| position as u32).collect()
    }

    fn among(&self, population: &[u32], keep: impl Fn(&MemberRow) -> bool) -> Positions {
        population.iter().copied().filter(|position| keep(&self.members[*position as usize])).collect()
    }

    fn all(&self) -> Positions {
        (0..self.members.len() as u32).collect()
    }

    fn cohort(&self) -> Vec<Estimate> {
        let all = self.all();
        let size = Estimate {
            id: "cohort.size".into(),
            label: "Cohort".into(),
            population: "cohort".into(),
            n: all.len(),
            value: Some(all.len() as f64),
            unit: "patients",
            behind: Behind { counted: all.clone(), missing: Vec::new() },
            ..Estimate::default()
        };
        let missing = self.positions(|member| member.sex == "U");
        let female = self.proportion("cohort.female", "Female", "cohort", &all, |member| member.sex == "F");
        vec![size, female.with_missing(missing), self.age()]
    }

    fn age(&self) -> Estimate {
        let counted = self.positions(|member| member.age_at_index.is_some());
        let missing = self.positions(|member| member.age_at_index.is_none());
        let ages: Vec<f64> =
            self.members.iter().filter_map(|member| member.age_at_index).map(f64::from).collect();
        described("cohort.age", "Age at index, completed years", "cohort", "years", &ages)
            .behind(counted)
            .with_missing(missing)
    }

    fn strata(&self) -> Vec<Estimate> {
        let all = self.all();
        let reoperated = |member: &MemberRow| member.stratum == Stratum::Reoperated;
        let rest = self.positions(|member| !reoperated(member));
        vec![
            self.proportion("stratum.not_reoperated", "Not reoperated", "cohort", &all, |m| !reoperated(m)),
            self.proportion("stratum.reoperated", "Reoperated", "cohort", &all, reoperated),
            self.proportion("stratum.structural", "Structural", "not reoperated", &rest, |member| {
                member.stratum == Stratum::Structural
            }),
            self.proportion("stratum.biochemical", "Biochemical", "not reoperated", &rest, |member| {
                member.stratum == Stratum::Biochemical
            }),
        ]
    }

    fn imaging(&self) -> Vec<Estimate> {
        use Change::{Insufficient, Progression, Resolution, Shrinkage, Stable};
        let structural = self.positions(|member| member.stratum == Stratum::Structural);
        let is = |changes: &'static [Change]| {
            move |member: &MemberRow| member.imaging_change.is_some_and(|change| changes.contains(&change))
        };
        let evaluable = self.among(&structural, |member| !is(&[Insufficient])(member));
        let missing = self.among(&structural, is(&[Insufficient]));
        let classes: [(&str, &str, &'static [Change]); 5] = [
            ("progression", "Imaging: progression", &[Progression]),
            ("resolution_or_shrinkage", "Imaging: resolution or shrinkage", &[Resolution, Shrinkage]),
            ("resolution", "Imaging: resolution", &[Resolution]),
            ("shrinkage", "Imaging: shrinkage", &[Shrinkage]),
            ("stable", "Imaging: stable", &[Stable]),
        ];
        let first = self.proportion(
            "structural.imaging.evaluable",
            "Imaging evaluable",
            "structural",
            &structural,
            |member| !is(&[Insufficient])(member),
        );
        let rest = classes.into_iter().map(|(word, label, changes)| {
            let id = format!("structural.imaging.{word}");
            self.proportion(&id, label, "structural, imaging evaluable", &evaluable, is(changes))
                .with_missing(missing.clone())
        });
        std::iter::once(first).chain(rest).collect()
    }

    fn marker(&self, stratum: Stratum) -> Vec<Estimate> {
        let name = stratum.word();
        let in_stratum = self.positions(|member| member.stratum == stratum);
        let counted = self.among(&in_stratum, MemberRow::in_paired_analysis);
        let missing = self.among(&in_stratum, |member| !member.in_paired_analysis());
        let pairs: Vec<(&MarkerValue, &MarkerValue)> =
            counted.iter().filter_map(|position| self.members[*position as usize].pair()).collect();
        let before: Vec<f64> = pairs.iter().map(|(before, _)| before.number).collect();
        let after: Vec<f64> = pairs.iter().map(|(_, after)| after.number).collect();
        let side = |word: &str, label: &str, numbers: &[f64], censored: usize| Estimate {
            censored: Some(censored),
            ..described(&format!("{name}.sttg.{word}"), label, name, "ng/mL", numbers)
        };
        let left = |value: &MarkerValue| value.censored == "left";
        let mut list = vec![
            side("before", "Stimulated Tg before", &before, pairs.iter().filter(|p| left(p.0)).count()),
            side("after", "Stimulated Tg after", &after, pairs.iter().filter(|p| left(p.1)).count()),
        ];
        list.extend(self.paired(name, &before, &after));
        let nonzero = |position: &u32| {
            self.members[*position as usize].pair().is_some_and(|(a, b)| a.number > 0.0 && b.number > 0.0)
        };
        list.into_iter()
            .map(|estimate| {
                let (mut counted, mut missing) = (counted.clone(), missing.clone());
                if estimate.id.ends_with(".ratio") {
                    missing.extend(counted.iter().filter(|position| !nonzero(position)));
                    missing.sort_unstable();
                    counted.retain(nonzero);
                }
                estimate.behind(counted).with_missing(missing)
            })
            .collect()
    }

    fn paired(&self, name: &str, before: &[f64], after: &[f64]) -> Vec<Estimate> {
        let Ok(pairs) = Pairs::new(before, after) else {
            return Vec::new();
        };
        let signed_rank =
            stats::signed_rank(pairs, &SignedRankRule { level: self.level, ..SignedRankRule::default() });
        let rank_method = match signed_rank.test.map(|test| test.statistic) {
            Ok(Statistic::SignedRankNormal { .. }) => "signed_rank_normal",
            _ => "signed_rank_exact",
        };
        let rows = [
            (
                "change",
                "Change of stimulated Tg, after minus before",
                "ng/mL",
                "paired_t",
                stats::paired_t(pairs, self.level),
            ),
            ("wilcoxon", "Change of stimulated Tg, pseudomedian", "ng/mL", rank_method, signed_rank),
            (
                "ratio",
                "Ratio of geometric means, after/before",
                "ratio",
                "paired_t_log",
                stats::ratio_of_geometric_means(pairs, self.level),
            ),
        ];
        rows.into_iter()
            .map(|(word, label, unit, method, found)| Estimate {
                n: found.n,
                sd: if word == "change" { spread(found.sd.ok()) } else { None },
                method: Some(method),
                ..from_stats(&format!("{name}.sttg.{word}"), label, name, unit, &found)
            })
            .collect()
    }

    fn findings(&self) -> Estimate {
        let reoperated = self.positions(|member| member.stratum == Stratum::Reoperated);
        let is = |wanted: Findings| move |member: &MemberRow| member.imaging_findings == Some(wanted);
        let known = self.among(&reoperated, |member| !is(Findings::Missing)(member));
        self.proportion(
            "reoperated.imaging.findings_1_2y",
            "Imaging findings at 1-2 y",
            "reoperated, imaged",
            &known,
            is(Findings::Yes),
        )
        .with_missing(self.among(&reoperated, is(Findings::Missing)))
    }

    fn outcomes(&self) -> Vec<Estimate> {
        let all = self.all();
        let any = self.proportion(
            "outcome.additional_treatment",
            "Additional treatment",
            "cohort",
            &all,
            |member| !member.additional.is_empty(),
        );
        let kinds = AdditionalKind::ALL.iter().map(|kind| {
            let id = format!("outcome.additional_treatment.{}", kind.word());
            let label = format!("Additional treatment: {}", kind.word().replace('_', " "));
            self.proportion(&id, &label, "cohort", &all, |member| member.additional.contains(kind))
        });
        let mut list: Vec<Estimate> = std::iter::once(any).chain(kinds).collect();
        list.push(self.ned("outcome.ned", "cohort", &all));
        for &stratum in Stratum::ALL {
            let population = self.positions(|member| member.stratum == stratum);
            list.push(self.ned(&format!("{}.outcome.ned", stratum.word()), stratum.word(), &population));
        }
        list
    }

    fn ned(&self, id: &str, population: &str, members: &[u32]) -> Estimate {
        let is = |wanted: FinalStatus| move |member: &MemberRow| member.final_status == wanted;
        self.proportion(id, "No evidence of disease at last visit", population, members, is(FinalStatus::Ned))
            .with_missing(self.among(members, is(FinalStatus::Unknown)))
    }

    /// The share of `population` that fulfils `keep`, with Wilson's interval.
    fn proportion(
        &self,
        id: &str,
        label: &str,
        population_label: &str,
        population: &[u32],
        keep: impl Fn(&MemberRow) -> bool,
    ) -> Estimate {
        let counted = self.among(population, keep);
        let (numerator, denominator) = (counted.len(), population.len());
        let share = Proportion::new(numerator, denominator).ok();
        let found = share.map(|share| stats::wilson(share, self.level));
        let estimate = found
            .map(|found| from_stats(id, label, population_label, "proportion", &found))
            .unwrap_or_default();
        Estimate {
            n: denominator,
            numerator: Some(numerator),
            denominator: Some(denominator),
            method: Some("wilson"),
            ..estimate
        }
        .behind(counted)
    }
}

impl Estimate {
    fn behind(mut self, counted: Positions) -> Estimate {
        self.behind.counted = counted;
        self
    }

    fn with_missing(mut self, missing: Positions) -> Estimate {
        self.missing = missing.len();
        self.behind.missing = missing;
        self
    }
}

fn from_stats(
    id: &str,
    label: &str,
    population: &str,
    unit: &'static str,
    found: &stats::Estimate,
) -> Estimate {
    let interval = found.ci.ok();
    Estimate {
        id: id.into(),
        label: label.into(),
        population: population.into(),
        value: found.value.ok(),
        unit,
        ci: interval.map(|ci| (ci.low, ci.high)),
        ci_level: interval.map(|ci| ci.level.get()),
        p_value: found.p_value().ok(),
        cautions: found.cautions.iter().map(caution).collect(),
        ..Estimate::default()
    }
}

fn described(id: &str, label: &str, population: &str, unit: &'static str, numbers: &[f64]) -> Estimate {
    let described = Sample::new(numbers).map(stats::describe).ok();
    Estimate {
        id: id.into(),
        label: label.into(),
        population: population.into(),
        n: numbers.len(),
        unit,
        value: described.as_ref().and_then(|d| d.mean.ok()),
        sd: spread(described.as_ref().and_then(|d| d.sd.ok())),
        median: described.as_ref().and_then(|d| d.median.ok()),
        q1: described.as_ref().and_then(|d| d.q1.ok()),
        q3: described.as_ref().and_then(|d| d.q3.ok()),
        ..Estimate::default()
    }
}

/// A standard deviation of nothing but equal values is left out (contract 8).
fn spread(sd: Option<f64>) -> Option<f64> {
    sd.filter(|sd| *sd > 0.0)
}

fn caution(caution: &Caution) -> String {
    match caution {
        Caution::LevelNotReached { achieved } => {
            format!("so few pairs that the interval reaches a level of only {:.1} %", achieved * 100.0)
        }
        Caution::NotPositiveLeftOut { n_pairs } => {
            format!("{n_pairs} pair(s) with a value of 0 have no logarithm and were left out")
        }
        _ => "see the methods page".into(),
    }
}
