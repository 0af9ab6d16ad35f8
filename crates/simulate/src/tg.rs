//! True stimulated thyroglobulin over time, without measurement error.

use timeline::Day;

use crate::Course;
use crate::draw::Draw;

/// Years of natural change to either side of the reference day.
const LONGEST_TREND: f64 = 5.0;

/// A change that comes about over some days.
#[derive(Clone, Copy)]
pub(crate) struct Step {
    pub from: Day,
    pub days: f64,
    pub log_change: f64,
}

impl Step {
    fn at(&self, day: Day) -> f64 {
        self.log_change * (f64::from(day - self.from) / self.days).clamp(0.0, 1.0)
    }
}

/// The course of one person.
pub(crate) struct TgCourse {
    /// Day at which the course has the value `log_tg`.
    pub reference: Day,
    pub log_tg: f64,
    slope: f64,
    remnant: Option<(Day, f64)>,
    steps: Vec<Step>,
}

impl TgCourse {
    /// Draws value and slope.
    pub(crate) fn draw(course: Course, reference: Day, draw: &mut Draw) -> TgCourse {
        let log_tg = draw.lognormal(course.tg_median, course.tg_log_sd).ln();
        let slope = course.slope + course.slope_sd * draw.normal();
        TgCourse { reference, log_tg, slope, remnant: None, steps: Vec::new() }
    }

    /// Adds the excess that the first treatment removes.
    pub(crate) fn set_remnant(&mut self, first_treatment: Day, log_excess: f64) {
        self.remnant = Some((first_treatment, log_excess));
    }

    /// Adds a change; one before the reference day leaves the value there as it is.
    pub(crate) fn add(&mut self, step: Step) {
        self.steps.push(step);
    }

    /// Natural logarithm of the value on a day, ng/mL; bounded to what a person can have.
    pub(crate) fn log_at(&self, day: Day) -> f64 {
        let years = f64::from(day - self.reference) / 365.25;
        let trend = self.slope * years.clamp(-LONGEST_TREND, LONGEST_TREND);
        let steps: f64 = self.steps.iter().map(|step| step.at(day) - step.at(self.reference)).sum();
        let remnant = self
            .remnant
            .map_or(0.0, |(first, excess)| excess * (-f64::from((day - first).max(0)) / 120.0).exp());
        (self.log_tg + trend + steps + remnant).clamp(-6.0, 11.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::Stream;

    #[test]
    fn the_course_is_the_sum_of_trend_and_steps() {
        let reference = Day::from_number(10_000);
        let mut draw = Draw::of_person(1, 1, Stream::Course);
        let course = Course { tg_median: 20.0, tg_log_sd: 0.0, slope: -0.1, slope_sd: 0.0 };
        let mut tg = TgCourse::draw(course, reference, &mut draw);
        tg.add(Step { from: reference, days: 270.0, log_change: 0.5f64.ln() });
        tg.add(Step { from: reference - 100, days: 1.0, log_change: -1.0 });
        assert!((tg.log_at(reference) - 20f64.ln()).abs() < 1e-12);
        let after = 20f64.ln() + 0.5f64.ln() - 0.1 * 547.0 / 365.25;
        assert!((tg.log_at(reference + 547) - after).abs() < 1e-12);
        let before = 20f64.ln() + 1.0 + 0.1 * 200.0 / 365.25;
        assert!((tg.log_at(reference - 200) - before).abs() < 1e-12);
    }
}
