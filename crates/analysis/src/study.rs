//! The members of a study, chosen by what they are, and the two commonest estimates about them.

use response::Stratum;
use stats::{Caution, Level, Proportion, Sample};

use crate::estimate::{Behind, Estimate};
use crate::member::MemberRow;

/// A choice of members, by position.
pub(crate) type Positions = Vec<u32>;

/// Members in their order, and the level of every interval.
pub(crate) struct Study<'a> {
    pub(crate) members: &'a [MemberRow],
    pub(crate) level: Level,
}

/// Whom an estimate is about.
pub(crate) struct Population {
    /// What goes before an identifier: nothing, or `structural.`.
    pub(crate) prefix: String,
    /// Its name: `cohort`, `structural`.
    pub(crate) name: &'static str,
    /// Its members.
    pub(crate) members: Positions,
}

impl<'a> Study<'a> {
    pub(crate) fn new(members: &'a [MemberRow], level: f64) -> Study<'a> {
        Study { members, level: Level::new(level).unwrap_or_default() }
    }

    pub(crate) fn positions(&self, keep: impl Fn(&MemberRow) -> bool) -> Positions {
        let kept = self.members.iter().enumerate().filter(|(_, member)| keep(member));
        kept.map(|(position, _)| position as u32).collect()
    }

    pub(crate) fn among(&self, population: &[u32], keep: impl Fn(&MemberRow) -> bool) -> Positions {
        population.iter().copied().filter(|position| keep(self.member(*position))).collect()
    }

    pub(crate) fn all(&self) -> Positions {
        (0..self.members.len() as u32).collect()
    }

    pub(crate) fn member(&self, position: u32) -> &'a MemberRow {
        &self.members[position as usize]
    }

    /// The cohort, then each stratum.
    pub(crate) fn populations(&self) -> Vec<Population> {
        let cohort = Population { prefix: String::new(), name: "cohort", members: self.all() };
        let strata = Stratum::ALL.iter().map(|&stratum| self.stratum(stratum));
        std::iter::once(cohort).chain(strata).collect()
    }

    pub(crate) fn stratum(&self, stratum: Stratum) -> Population {
        let name = stratum.word();
        let members = self.positions(|member| member.stratum == stratum);
        Population { prefix: format!("{name}."), name, members }
    }

    /// The share of `population` that fulfils `keep`, with Wilson's interval.
    pub(crate) fn proportion(
        &self,
        id: &str,
        label: &str,
        population_label: &str,
        population: &[u32],
        keep: impl Fn(&MemberRow) -> bool,
    ) -> Estimate {
        self.share(id, label, population_label, self.among(population, keep), population.len())
    }

    /// The share that `counted` are of so many members, with Wilson's interval.
    pub(crate) fn share(
        &self,
        id: &str,
        label: &str,
        population_label: &str,
        counted: Positions,
        denominator: usize,
    ) -> Estimate {
        let numerator = counted.len();
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

    /// Mean, spread and quartiles of a number over `population`; members without it are missing.
    pub(crate) fn described(
        &self,
        id: &str,
        label: &str,
        population: &Population,
        unit: &'static str,
        value: impl Fn(&MemberRow) -> Option<f64>,
    ) -> Estimate {
        let (mut counted, mut missing, mut numbers) = (Positions::new(), Positions::new(), Vec::new());
        for &position in &population.members {
            match value(self.member(position)) {
                Some(number) => {
                    counted.push(position);
                    numbers.push(number);
                }
                None => missing.push(position),
            }
        }
        described(id, label, population.name, unit, &numbers).behind(counted).with_missing(missing)
    }
}

impl Estimate {
    pub(crate) fn behind(mut self, counted: Positions) -> Estimate {
        self.behind.counted = counted;
        self
    }

    pub(crate) fn with_missing(mut self, missing: Positions) -> Estimate {
        self.missing = missing.len();
        self.behind.missing = missing;
        self
    }
}

/// What `stats` found, as a line of results.
pub(crate) fn from_stats(
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

/// Mean, spread and quartiles.
pub(crate) fn described(
    id: &str,
    label: &str,
    population: &str,
    unit: &'static str,
    numbers: &[f64],
) -> Estimate {
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
        behind: Behind::default(),
        ..Estimate::default()
    }
}

/// A standard deviation of nothing but equal values is left out (contract 8).
pub(crate) fn spread(sd: Option<f64>) -> Option<f64> {
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
