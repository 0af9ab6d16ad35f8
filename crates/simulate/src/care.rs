//! When a person was diagnosed, treated, seen and last heard of.

use timeline::{Day, Preparation};

use crate::draw::Draw;
use crate::role::{ResponseClass, Role};
use crate::{Scenario, Stratum};

/// A treatment after the index date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Additional {
    Radioiodine,
    NeckSurgery,
    Ebrt,
    Ablation,
    Tki,
    Systemic,
}

/// Why TSH was raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    FirstCourse,
    SecondCourse,
    LaterCourse,
    /// A diagnostic dose and scan.
    Scan,
    /// A blood test only.
    Test,
}

/// One stimulation; `day` is the day of the dose or of the end of withdrawal.
#[derive(Clone, Copy)]
pub(crate) struct Stimulation {
    pub day: Day,
    pub preparation: Preparation,
    pub reason: Reason,
    /// Whether thyroglobulin was drawn.
    pub sampled: bool,
}

/// The way of one person through the hospital.
pub(crate) struct Care {
    pub role: Role,
    /// The class meant; for the reoperated without visible disease thyroglobulin decides later.
    pub class: ResponseClass,
    pub birth: Day,
    pub diagnosis: Day,
    /// First operation of the thyroid.
    pub surgery: Day,
    pub rai1: Option<Day>,
    pub rai2: Option<Day>,
    pub reoperation: Option<Day>,
    pub stimulations: Vec<Stimulation>,
    pub additional: Vec<(Day, Additional)>,
    pub last_contact: Day,
    pub lost: bool,
    pub death: Option<(Day, &'static str)>,
}

impl Care {
    /// Draws the way of a person of this role.
    pub(crate) fn draw(role: Role, scenario: &Scenario, draw: &mut Draw) -> Care {
        let class = draw_class(role, scenario, draw);
        let (surgery, rai1, rai2) = treatment_days(role, scenario, draw);
        let diagnosis = surgery - draw.whole(0, 45);
        let age = (45.0 + 16.5 * draw.normal()).clamp(8.0, 88.0);
        let mut care = Care {
            role,
            class,
            birth: diagnosis - (age * 365.25) as i32,
            diagnosis,
            surgery,
            rai1,
            rai2,
            reoperation: None,
            stimulations: Vec::new(),
            additional: Vec::new(),
            last_contact: surgery,
            lost: draw.chance(scenario.gaps.lost),
            death: None,
        };
        care.reoperation = care.draw_reoperation(draw);
        care.follow_up(scenario, draw);
        care.treat_again(scenario, draw);
        care.stimulate(scenario, draw);
        care
    }

    /// The index date; without one, a year after the first treatment.
    pub(crate) fn reference(&self) -> Day {
        self.rai2.unwrap_or(self.rai1.unwrap_or(self.surgery) + 365)
    }

    /// The stratum whose effect applies to the second course.
    pub(crate) fn effect_stratum<'a>(&self, scenario: &'a Scenario) -> Option<&'a Stratum> {
        self.rai2?;
        Some(self.role.stratum(scenario).unwrap_or(match self.class {
            ResponseClass::Structural | ResponseClass::Distant => &scenario.structural,
            _ => &scenario.biochemical,
        }))
    }

    /// How TSH was raised for the second course.
    pub(crate) fn second_preparation(&self) -> Option<Preparation> {
        let second = self.stimulations.iter().find(|it| it.reason == Reason::SecondCourse)?;
        Some(second.preparation)
    }

    fn draw_reoperation(&self, draw: &mut Draw) -> Option<Day> {
        let (first, second) = (self.rai1?, self.rai2?);
        if self.role != Role::Reoperated {
            return None;
        }
        let latest = (second - first) - 40;
        Some(first + draw.whole((latest / 3).max(30), latest))
    }

    fn follow_up(&mut self, scenario: &Scenario, draw: &mut Draw) {
        let reference = self.reference();
        let days = if self.lost {
            draw.whole(20, 340)
        } else {
            draw.lognormal(2_200.0, 0.6).clamp(830.0, 9_000.0) as i32
        };
        self.last_contact = (reference + days).min(scenario.data_end - draw.whole(1, 180));
        let of_disease = match self.role.stratum(scenario) {
            Some(stratum) => stratum.death_of_disease,
            None if self.role == Role::OtherHistology => 0.25,
            None => [0.0, 0.002, 0.01, 0.06, 0.35][self.class as usize],
        };
        let age = f64::from(self.last_contact - self.birth) / 365.25;
        let of_other = (0.01 + 0.006 * (age - 50.0)).clamp(0.01, 0.4);
        let day = self.last_contact + draw.whole(3, 90);
        let cause = draw.weighted(&[
            ("thyroid_cancer", of_disease),
            ("other", of_other * 0.9),
            ("unknown", of_other * 0.1),
            ("", (1.0 - of_disease - of_other).max(0.0)),
        ]);
        self.death = (!cause.is_empty() && day <= scenario.data_end && !self.lost).then_some((day, cause));
    }

    fn treat_again(&mut self, scenario: &Scenario, draw: &mut Draw) {
        let share = match (self.role.stratum(scenario), self.class) {
            (Some(stratum), _) => stratum.additional,
            (None, ResponseClass::Distant) => 0.6,
            (None, ResponseClass::Structural) => 0.4,
            _ => 0.01,
        };
        let n = i32::from(draw.chance(share)) * (1 + i32::from(draw.chance(0.25)));
        let reference = self.reference();
        let longest = self.last_contact - reference - 20;
        if longest < 200 {
            return;
        }
        for _ in 0..n {
            let kind = draw.weighted(&[
                (Additional::Radioiodine, if self.rai2.is_some() { 0.45 } else { 0.0 }),
                (Additional::NeckSurgery, 0.35),
                (Additional::Ebrt, 0.07),
                (Additional::Ablation, 0.07),
                (Additional::Tki, 0.06),
                (Additional::Systemic, 0.03),
            ]);
            let wished = draw.lognormal(900.0, 0.6) as i32;
            let days = if (190..=longest).contains(&wished) {
                wished
            } else {
                draw.whole(longest / 2 + 95, longest)
            };
            self.additional.push((reference + days, kind));
        }
        self.additional.sort_by_key(|(day, _)| *day);
    }

    fn stimulate(&mut self, scenario: &Scenario, draw: &mut Draw) {
        let gaps = &scenario.gaps;
        if let Some(first) = self.rai1 {
            self.add_stimulation(first, Reason::FirstCourse, 0.9, scenario, draw);
            let day = first + draw.whole(260, 400);
            let scan = draw.chance(scenario.habits.diagnostic_scan);
            let test = draw.chance(0.35);
            if (scan || test) && self.rai2.is_none_or(|second| day + 40 < second) {
                let reason = if scan { Reason::Scan } else { Reason::Test };
                self.add_stimulation(day, reason, 0.95, scenario, draw);
            }
        }
        if let Some(second) = self.rai2 {
            self.add_stimulation(second, Reason::SecondCourse, 1.0 - gaps.tg_before, scenario, draw);
            let after = draw.lognormal(460.0, 0.2).clamp(367.0, 720.0) as i32;
            if !draw.chance(gaps.tg_after) {
                let reason = if draw.chance(0.25) { Reason::Scan } else { Reason::Test };
                self.add_stimulation(second + after, reason, 1.0, scenario, draw);
            }
        }
        let mut day = self.reference() + draw.whole(760, 1_100);
        while draw.chance(0.35) {
            self.add_stimulation(day, Reason::Test, 1.0, scenario, draw);
            day = day + draw.whole(400, 1_200);
        }
        for at in 0..self.additional.len() {
            if let (day, Additional::Radioiodine) = self.additional[at] {
                self.add_stimulation(day, Reason::LaterCourse, 0.9, scenario, draw);
            }
        }
        self.stimulations.sort_by_key(|it| it.day);
    }

    fn add_stimulation(
        &mut self,
        day: Day,
        reason: Reason,
        sampled: f64,
        scenario: &Scenario,
        draw: &mut Draw,
    ) {
        let modern = day.ymd().0 >= 2000;
        let rhtsh = modern && draw.chance(scenario.habits.rhtsh);
        let sampled = draw.chance(sampled);
        if day + 3 <= self.last_contact {
            let preparation = if rhtsh { Preparation::Rhtsh } else { Preparation::Withdrawal };
            self.stimulations.push(Stimulation { day, preparation, reason, sampled });
        }
    }
}

fn draw_class(role: Role, scenario: &Scenario, draw: &mut Draw) -> ResponseClass {
    use ResponseClass::{Biochemical, Distant, Excellent, Indeterminate, Structural};
    match role {
        Role::Structural => Structural,
        Role::Biochemical => Biochemical,
        Role::Reoperated if draw.chance(scenario.reoperated.visible) => Structural,
        Role::Reoperated => Indeterminate,
        Role::Metastatic => Distant,
        Role::OutsidePeriod => {
            draw.weighted(&[(Biochemical, 0.45), (Structural, 0.4), (Indeterminate, 0.15)])
        }
        Role::NoIncompleteResponse => draw.weighted(&[(Indeterminate, 0.65), (Excellent, 0.35)]),
        Role::OtherHistology | Role::NeverTreated => Excellent,
        Role::OneCourse | Role::NoThyroidectomy => {
            let weights = &scenario.one_course_classes;
            draw.weighted(&[
                (Excellent, weights[0]),
                (Indeterminate, weights[1]),
                (Biochemical, weights[2]),
                (Structural, weights[3]),
                (Distant, weights[4]),
            ])
        }
    }
}

/// First operation, first and second course.
fn treatment_days(role: Role, scenario: &Scenario, draw: &mut Draw) -> (Day, Option<Day>, Option<Day>) {
    let (start, end) = scenario.study_period;
    if role.has_second_course() {
        let second = if role != Role::OutsidePeriod {
            start + (f64::from(end - start) * draw.unit().powf(0.75)) as i32
        } else if draw.chance(0.75) {
            end + draw.whole(1, (scenario.data_end - end) / 2)
        } else {
            start - draw.whole(1, 1_500)
        };
        let first = second - interval(role, scenario, draw);
        return (first - draw.whole(25, 120), Some(first), Some(second));
    }
    let surgery = start - 1_000 + (f64::from(end - start + 1_000) * draw.unit().powf(0.75)) as i32;
    let treated = match role {
        Role::OneCourse => 1.0,
        Role::NoThyroidectomy => 0.5,
        Role::OtherHistology => 0.2,
        _ => 0.0,
    };
    let first = draw.chance(treated).then(|| surgery + draw.whole(25, 120));
    (surgery, first, None)
}

/// Days from the first to the second course.
fn interval(role: Role, scenario: &Scenario, draw: &mut Draw) -> i32 {
    let habits = &scenario.habits;
    let (short, usual) = (draw.whole(110, 179), draw.lognormal(habits.interval.0, habits.interval.1));
    if draw.chance(habits.short_interval) {
        return short;
    }
    usual.clamp(if role == Role::Reoperated { 300.0 } else { 230.0 }, 4_000.0) as i32
}
