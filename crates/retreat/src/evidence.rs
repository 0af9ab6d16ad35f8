//! The evidence of one patient: every decision with its rule, rows and runners-up, and the timeline.
//!
//! The report, `retreat explain` and later the workbench print the same pages.

use report::{Decision, EventLine, PatientPage, RowText};
use response::{Exclusion, Outcome, PairExclusion, Pick};
use thyroid::antibody::Antibody;
use thyroid::courses::courses;
use thyroid::marker::{Reading as Value, State, readings};
use timeline::{Analyte, Day, Event, Judged, Reason, RecordRef};

use crate::excerpt::excerpt;
use crate::study::Study;

/// Letters of a cell that a page shows; more than a long radiology report has.
const LONGEST_CELL: usize = 10_000;

/// The page of the person with this number, member or not.
pub fn page(study: &Study, person: usize) -> PatientPage {
    match study.outcomes.iter().find(|outcome| outcome.member.person == person) {
        Some(outcome) => member_page(study, outcome),
        None => excluded_page(study, person),
    }
}

/// The page of a cohort member.
pub fn member_page(study: &Study, outcome: &Outcome) -> PatientPage {
    let writer = Writer { study, index: Some(outcome.member.index.day) };
    PatientPage {
        person_id: outcome.description.id.to_string(),
        decisions: member_decisions(study, outcome),
        events: writer.events(outcome.member.person),
    }
}

/// Every decision about a cohort member, in the order of the study.
pub fn member_decisions(study: &Study, outcome: &Outcome) -> Vec<Decision> {
    let writer = Writer { study, index: Some(outcome.member.index.day) };
    let mut decisions = writer.criteria(&outcome.member.fulfilled);
    decisions.extend(writer.courses(outcome));
    decisions.extend(writer.description(outcome));
    decisions.push(writer.decision(
        "Stratum",
        outcome.member.stratum.word(),
        &outcome.member.baseline.reason,
    ));
    decisions.extend(writer.marker(outcome));
    decisions.extend(writer.imaging(outcome));
    decisions.extend(writer.responses(outcome));
    decisions
}

/// Every decision about somebody who left, up to the criterion that failed.
pub fn exclusion_decisions(study: &Study, exclusion: &Exclusion) -> Vec<Decision> {
    let writer = Writer { study, index: None };
    let mut decisions = writer.criteria(&exclusion.fulfilled);
    let question = format!("Criterion {}", exclusion.criterion.word());
    decisions.push(writer.decision(&question, "not fulfilled: excluded", &exclusion.reason));
    decisions
}

fn excluded_page(study: &Study, person: usize) -> PatientPage {
    let exclusion = study.selection.exclusions.iter().find(|exclusion| exclusion.person == person);
    let population = &study.reading.population;
    let found = courses(population.administrations.of(person), &study.protocol.index);
    let index = found.first_two().map(|(_, second)| second.day);
    let writer = Writer { study, index };
    let decisions = exclusion.map(|exclusion| exclusion_decisions(study, exclusion)).unwrap_or_default();
    PatientPage {
        person_id: population.patients[person].id.to_string(),
        decisions,
        events: writer.events(person),
    }
}

struct Writer<'a> {
    study: &'a Study,
    index: Option<Day>,
}

impl Writer<'_> {
    fn decision(&self, question: &str, answer: &str, reason: &Reason) -> Decision {
        let mut used = reason.used.clone();
        let mut seen = std::collections::HashSet::new();
        used.retain(|record| seen.insert(*record));
        Decision {
            question: question.into(),
            answer: answer.into(),
            rule: reason.rule.id,
            says: reason.rule.says,
            used: used.into_iter().map(|record| self.row(record)).collect(),
            runners_up: reason.runners_up.iter().map(|other| (self.row(other.record), other.why)).collect(),
        }
    }

    fn judged(&self, question: &str, word: &str, judged: &Judged<impl Sized>) -> Decision {
        self.decision(question, word, &judged.reason)
    }

    fn criteria(&self, fulfilled: &[(protocol::Criterion, Reason)]) -> Vec<Decision> {
        fulfilled
            .iter()
            .map(|(criterion, reason)| {
                self.decision(&format!("Criterion {}", criterion.word()), "fulfilled", reason)
            })
            .collect()
    }

    fn courses(&self, outcome: &Outcome) -> Vec<Decision> {
        let courses = outcome.member.courses.courses.iter().enumerate();
        courses
            .map(|(number, course)| {
                let activity = match course.activity_mci {
                    Some(activity) => format!("{} mCi", short(activity)),
                    None => "unknown activity".into(),
                };
                let note = if course.close_to_previous { ", soon after the previous course" } else { "" };
                let answer = format!(
                    "{}, {activity}, {} administration(s){note}",
                    self.date(course.day),
                    course.n_doses
                );
                self.decision(&format!("Radioiodine course {}", number + 1), &answer, &course.reason)
            })
            .collect()
    }

    fn description(&self, outcome: &Outcome) -> Vec<Decision> {
        let found = &outcome.description;
        let activity = match found.cumulative_mci() {
            Some(activity) => format!("{} mCi", short(activity)),
            None => format!(
                "at least {} mCi, a part is unknown",
                short(found.activity.value.therapeutic.known_mci)
            ),
        };
        let kinetics = match &found.kinetics.value {
            Ok(growth) => match (growth.doubling_years, growth.halving_years) {
                (Some(years), _) => format!("doubles in {} years", short(years)),
                (None, Some(years)) => format!("halves in {} years", short(years)),
                (None, None) => "constant".to_string(),
            },
            Err(_) => "no doubling time".to_string(),
        };
        vec![
            self.judged("Stage, AJCC 7", &found.stage_7.value.label(), &found.stage_7),
            self.judged("Stage, AJCC 8", &found.stage_8.value.label(), &found.stage_8),
            self.judged("Initial risk, ATA 2015", found.risk.value.label(), &found.risk),
            self.judged("Therapeutic activity to index", &activity, &found.activity),
            self.judged("Suppressed Tg from first course to index", &kinetics, &found.kinetics),
        ]
    }

    fn marker(&self, outcome: &Outcome) -> Vec<Decision> {
        let mut list = Vec::new();
        for (question, pick) in
            [("Stimulated Tg before", &outcome.pair.before), ("Stimulated Tg after", &outcome.pair.after)]
        {
            if let Some(pick) = pick {
                list.push(self.decision(question, &self.value(pick), &pick.reason));
            }
        }
        if let Some(exclusion) = outcome.pair.exclusion {
            let says = match exclusion {
                PairExclusion::MissingBoth => "There is no stimulated Tg before nor after.",
                PairExclusion::MissingBefore => "There is no stimulated Tg in the baseline window.",
                PairExclusion::MissingAfter => {
                    "There is no stimulated Tg in the follow-up window before another treatment."
                }
                PairExclusion::TgabPositive => "One of the two values is TgAb-positive.",
                PairExclusion::TgabUnknown => {
                    "One of the two values has no TgAb value near it, and negative ones are asked for."
                }
                PairExclusion::OtherAssay => {
                    "The two values are not known to be of one assay, and the same is asked for."
                }
            };
            list.push(Decision {
                question: "Primary paired analysis".into(),
                answer: format!("not in it: {}", exclusion.word()),
                rule: "6.pair",
                says,
                used: Vec::new(),
                runners_up: Vec::new(),
            });
        }
        list
    }

    fn value(&self, pick: &Pick) -> String {
        let sign = match pick.censored() {
            "left" => "<",
            "right" => ">",
            _ => "",
        };
        let antibodies = if pick.antibody_positive { ", TgAb-positive" } else { "" };
        format!("{sign}{} ng/mL, {}{antibodies}", short(pick.number()), self.date(pick.day))
    }

    fn imaging(&self, outcome: &Outcome) -> Vec<Decision> {
        let mut list = Vec::new();
        if let Some(imaging) = &outcome.imaging {
            for (question, reason) in [("Imaging before", &imaging.before), ("Imaging after", &imaging.after)]
            {
                if let Some(reason) = reason {
                    list.push(self.decision(question, "chosen", reason));
                }
            }
            let lesions: Vec<String> = imaging
                .result
                .lesions
                .iter()
                .map(|lesion| format!("{} {}", lesion.id, lesion.change.word().replace('_', " ")))
                .collect();
            let detail =
                if lesions.is_empty() { String::new() } else { format!(" ({})", lesions.join(", ")) };
            let answer = format!("{}{detail}", imaging.result.change.word());
            list.push(self.decision("Imaging change", &answer, &imaging.result.reason));
        }
        if let Some(findings) = &outcome.findings {
            list.push(self.judged("Imaging findings at 1-2 y", findings.value.word(), findings));
        }
        list
    }

    fn responses(&self, outcome: &Outcome) -> Vec<Decision> {
        let mut list = vec![
            self.judged("Response before", outcome.response_before.value.word(), &outcome.response_before),
            self.judged(
                "Response at 1-2 y",
                outcome.response_follow_up.value.word(),
                &outcome.response_follow_up,
            ),
            self.judged(
                "Response at the last visit",
                outcome.response_last.value.word(),
                &outcome.response_last,
            ),
        ];
        for treatment in &outcome.additional {
            let answer = format!("{}, {}", treatment.kind.word().replace('_', " "), self.date(treatment.day));
            let reason = Reason::new(&response::ADDITIONAL, [treatment.record]);
            list.push(self.decision("Additional treatment", &answer, &reason));
        }
        list.push(self.judged("Final status", outcome.final_status.value.word(), &outcome.final_status));
        list
    }

    fn date(&self, day: Day) -> String {
        match self.index {
            Some(index) => format!("{} (t0{:+} d)", day.iso(), day - index),
            None => day.iso(),
        }
    }

    fn row(&self, record: RecordRef) -> RowText {
        let reading = &self.study.reading;
        let cells = reading.recorded(record).unwrap_or_default();
        let mut cells = cells;
        cells.sort_by_key(|(column, _)| column != "date");
        let text: Vec<String> = cells
            .into_iter()
            .filter(|(column, text)| column != "person_id" && !text.trim().is_empty())
            .map(|(column, text)| format!("{column} {}", excerpt(text.trim(), LONGEST_CELL)))
            .collect();
        RowText { place: reading.place(record), text: text.join(" · ") }
    }

    fn events(&self, person: usize) -> Vec<EventLine> {
        let timeline = self.study.reading.population.timeline(person);
        let doses = courses(timeline.administrations, &self.study.protocol.index).doses;
        let values = readings(timeline.labs, timeline.injections, &doses, &self.study.protocol.marker);
        let mut lines: Vec<(Day, RecordRef, EventLine)> = Vec::new();
        let mut add = |kind: &'static str, event: &dyn Event, note: String| {
            let row = self.row(event.record());
            let text = if note.is_empty() { row.text } else { format!("{} [{note}]", row.text) };
            let line = EventLine {
                date: event.day().iso(),
                offset: self.index.map(|index| event.day() - index),
                kind,
                text,
                place: row.place,
            };
            lines.push((event.day(), event.record(), line));
        };
        timeline.surgeries.iter().for_each(|event| add("surgery", event, String::new()));
        timeline.administrations.iter().for_each(|event| add("radioiodine", event, String::new()));
        for lab in timeline.labs {
            let value = values.iter().find(|value| value.lab.record == lab.record);
            let note = match (value, lab.value) {
                (Some(value), _) => describe(value),
                (None, None) => "unusable value".into(),
                (None, Some(_)) => String::new(),
            };
            let kind = match lab.analyte {
                Analyte::Tg => "tg",
                Analyte::Tgab => "tgab",
                Analyte::Tsh => "tsh",
                Analyte::Ft4 => "ft4",
            };
            add(kind, lab, note);
        }
        timeline.injections.iter().for_each(|event| add("rhtsh", event, String::new()));
        timeline.studies.iter().for_each(|event| add("imaging", event, String::new()));
        timeline.lesions.iter().for_each(|event| add("lesion", event, String::new()));
        timeline.metastases.iter().for_each(|event| add("metastasis", event, String::new()));
        timeline.treatments.iter().for_each(|event| add("treatment", event, String::new()));
        timeline.visits.iter().for_each(|event| add("visit", event, String::new()));
        lines.sort_by_key(|(day, record, _)| (*day, *record));
        lines.into_iter().map(|(_, _, line)| line).collect()
    }
}

fn describe(value: &Value<'_>) -> String {
    let state = match value.state {
        State::Stimulated => "stimulated",
        State::Suppressed => "suppressed",
        State::Neither => "neither stimulated nor suppressed",
    };
    let antibody = match value.antibody {
        Antibody::Positive => ", TgAb-positive",
        Antibody::Negative => "",
        Antibody::Unknown => ", TgAb unknown",
    };
    let blackout = if value.is_usable() { "" } else { ", in the blackout: not used" };
    let moved = if value.day == value.lab.day { "" } else { ", counts on the dose day" };
    format!("{state}{antibody}{moved}{blackout}")
}

/// A number for people: at most four significant digits after rounding noise is gone.
fn short(number: f64) -> String {
    let text = format!("{number:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}
