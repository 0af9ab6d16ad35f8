//! Thyroglobulin values: stimulated, suppressed, in the blackout, antibody-positive (contract 2).

use timeline::{Analyte, Day, Injection, Lab, Quantity, RecordRef, Rule};

use crate::antibody::{self, Antibody, usable};
use crate::courses::Dose;
use crate::rules::MarkerRules;

/// Stimulated by a high TSH.
pub static BY_TSH: Rule =
    Rule { id: "2.stimulated.tsh", says: "The nearest TSH within the pairing days reaches the bound." };
/// Stimulated by injections.
pub static BY_INJECTION: Rule = Rule {
    id: "2.stimulated.rhtsh",
    says: "Drawn in the days after the second of two injections of recombinant TSH.",
};
/// Suppressed.
pub static SUPPRESSED: Rule = Rule {
    id: "2.suppressed",
    says: "Not stimulated, and the nearest TSH within the pairing days is below the bound.",
};
/// Neither stimulated nor suppressed.
pub static NEITHER: Rule = Rule {
    id: "2.neither",
    says: "Neither stimulated nor suppressed: no TSH or injection near enough says so.",
};

/// State of the thyroid axis when a value was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// TSH-stimulated.
    Stimulated,
    /// TSH-suppressed.
    Suppressed,
    /// Neither, or not known.
    Neither,
}

/// One usable thyroglobulin value in its context.
#[derive(Clone, Debug)]
pub struct Reading<'a> {
    /// The laboratory row.
    pub lab: &'a Lab,
    /// The value, ng/mL.
    pub value: Quantity,
    /// The day that counts for windows, order and reports: the day of the draw, or of the dose when
    /// drawn in the days after a dose prepared with recombinant TSH.
    pub day: Day,
    /// State of the thyroid axis.
    pub state: State,
    /// The rule that gave the state.
    pub rule: &'static Rule,
    /// The TSH or injection row behind the state.
    pub state_record: Option<RecordRef>,
    /// Whether it was drawn in the days after an injection of recombinant TSH, or on the day of a dose
    /// prepared with it or in the days after: what raised the TSH, whichever rule gave the state.
    pub rhtsh: bool,
    /// What the antibodies say.
    pub antibody: Antibody,
    /// The antibody row behind that.
    pub antibody_record: Option<RecordRef>,
    /// The dose whose blackout covers the value: it is then used nowhere.
    pub blackout: Option<RecordRef>,
}

impl Reading<'_> {
    /// Whether the value may be used at all.
    pub fn is_usable(&self) -> bool {
        self.blackout.is_none()
    }

    /// The rows that say what this value is: itself, TSH or injection, antibody.
    pub fn records(&self) -> impl Iterator<Item = RecordRef> {
        [Some(self.lab.record), self.state_record, self.antibody_record].into_iter().flatten()
    }
}

/// All thyroglobulin values of one person that have a number, sorted by the day that counts, then by
/// day of the draw and reading order. Those in the blackout are kept and say so.
pub fn readings<'a>(
    labs: &'a [Lab],
    injections: &[Injection],
    doses: &[Dose],
    rules: &MarkerRules,
) -> Vec<Reading<'a>> {
    let context = Context {
        tsh: usable(labs, Analyte::Tsh).collect(),
        antibodies: usable(labs, Analyte::Tgab).collect(),
        injections,
        doses,
        rules,
    };
    let mut readings: Vec<Reading> =
        usable(labs, Analyte::Tg).map(|(lab, value)| context.reading(lab, value)).collect();
    readings.sort_by_key(|reading| (reading.day, reading.lab.day, reading.lab.record));
    readings
}

/// What classifies the thyroglobulin values of one person.
struct Context<'a, 'r> {
    tsh: Vec<(&'a Lab, Quantity)>,
    antibodies: Vec<(&'a Lab, Quantity)>,
    injections: &'r [Injection],
    doses: &'r [Dose],
    rules: &'r MarkerRules,
}

impl<'a> Context<'a, '_> {
    fn reading(&self, lab: &'a Lab, value: Quantity) -> Reading<'a> {
        let rules = self.rules;
        let day = counted_day(lab.day, self.doses, rules);
        let (state, rule, state_record) = self.state_on(lab.day);
        let (antibody, antibody_row) = antibody::state_on(&self.antibodies, lab.day, rules);
        let blackout = self
            .doses
            .iter()
            .find(|dose| (1..=rules.blackout_days).contains(&(day - dose.day)))
            .map(|dose| dose.records[0]);
        Reading {
            lab,
            value,
            day,
            state,
            rule,
            state_record,
            rhtsh: self.is_under_rhtsh(lab.day),
            antibody,
            antibody_record: antibody_row.map(|row| row.record),
            blackout,
        }
    }

    fn is_under_rhtsh(&self, drawn: Day) -> bool {
        let (rules, last) = (self.rules, self.rules.injection_draw_days.1);
        let injected = self.injections.iter().any(|row| (1..=last).contains(&(drawn - row.day)));
        let prepared = |dose: &Dose| dose.rhtsh && (0..=rules.post_dose_days).contains(&(drawn - dose.day));
        injected || self.doses.iter().any(prepared)
    }

    fn state_on(&self, drawn: Day) -> (State, &'static Rule, Option<RecordRef>) {
        let rules = self.rules;
        if let Some((tsh, value)) = self.nearest_tsh(drawn, rules.stimulated_tsh_days)
            && value.is_at_least(rules.stimulated_tsh_min)
        {
            return (State::Stimulated, &BY_TSH, Some(tsh.record));
        }
        if let Some(second) = second_injection(drawn, self.injections, rules) {
            return (State::Stimulated, &BY_INJECTION, Some(second.record));
        }
        match self.nearest_tsh(drawn, rules.suppressed_tsh_days) {
            Some((tsh, value)) if value.is_below(rules.suppressed_tsh_below) => {
                (State::Suppressed, &SUPPRESSED, Some(tsh.record))
            }
            tsh => (State::Neither, &NEITHER, tsh.map(|(tsh, _)| tsh.record)),
        }
    }

    /// The usable TSH nearest in time within `days`; equally near ones: the higher.
    fn nearest_tsh(&self, drawn: Day, days: i32) -> Option<(&'a Lab, Quantity)> {
        self.tsh.iter().copied().filter(|(lab, _)| (lab.day - drawn).abs() <= days).min_by(
            |(a, value_a), (b, value_b)| {
                (a.day - drawn).abs().cmp(&(b.day - drawn).abs()).then_with(|| value_b.rank(*value_a))
            },
        )
    }
}

/// The day of the latest dose prepared with recombinant TSH that the draw follows by 1 to
/// `post_dose_days` days; else the day of the draw.
fn counted_day(drawn: Day, doses: &[Dose], rules: &MarkerRules) -> Day {
    doses
        .iter()
        .filter(|dose| dose.rhtsh && (1..=rules.post_dose_days).contains(&(drawn - dose.day)))
        .map(|dose| dose.day)
        .max()
        .unwrap_or(drawn)
}

fn second_injection<'a>(
    drawn: Day,
    injections: &'a [Injection],
    rules: &MarkerRules,
) -> Option<&'a Injection> {
    let (from, to) = rules.injection_draw_days;
    injections.iter().find(|second| {
        (from..=to).contains(&(drawn - second.day))
            && injections
                .iter()
                .any(|first| (1..=rules.injection_gap_days).contains(&(second.day - first.day)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(day: i32) -> [Lab; 2] {
        [(Analyte::Tg, 5.0), (Analyte::Tsh, 90.0)].map(|(analyte, value)| Lab {
            day: Day::from_number(day),
            analyte,
            value: Some(Quantity::exact(value)),
            assay: None,
            upper_reference: None,
            record: RecordRef { file: 0, line: 1 },
        })
    }

    fn is_under_rhtsh(day: i32, injections: &[i32], dose: Option<i32>) -> bool {
        let record = RecordRef { file: 1, line: 1 };
        let injections: Vec<Injection> =
            injections.iter().map(|day| Injection { day: Day::from_number(*day), record }).collect();
        let dose = dose.map(|day| Dose {
            day: Day::from_number(day),
            activity_mci: None,
            rhtsh: true,
            records: vec![record],
        });
        let doses: Vec<Dose> = dose.into_iter().collect();
        let labs = drawn(day);
        let found = readings(&labs, &injections, &doses, &MarkerRules::default());
        found[0].rhtsh
    }

    #[test]
    fn a_value_after_injections_is_under_rhtsh_even_where_its_tsh_is_high() {
        assert!(is_under_rhtsh(4, &[0, 1], None));
        assert!(is_under_rhtsh(2, &[0, 1], None), "on the day after the second, before its window opens");
        assert!(!is_under_rhtsh(0, &[0, 1], None), "on the day of the first injection");
        assert!(!is_under_rhtsh(40, &[0, 1], None));
        assert!(is_under_rhtsh(12, &[], Some(10)), "in the days after a dose prepared with it");
        assert!(is_under_rhtsh(10, &[], Some(10)), "on its day");
        assert!(!is_under_rhtsh(9, &[], Some(10)), "on the day before");
    }
}
