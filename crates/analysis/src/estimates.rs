//! The estimates of contract section 8, in its order.

use protocol::Protocol;
use response::{AdditionalKind, Change, FinalStatus, Findings, Stratum};
use stats::{Pairs, SignedRankRule, Statistic};

use crate::estimate::{Behind, Estimate};
use crate::member::{MarkerValue, MemberRow};
use crate::study::{Study, described, from_stats, spread};

/// All estimates for a cohort given as rows sorted by identifier.
pub fn estimates(members: &[MemberRow], protocol: &Protocol) -> Vec<Estimate> {
    let study = Study::new(members, protocol.analysis.confidence_level);
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

impl Study<'_> {
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
}
