//! Antithyroglobulin antibodies over time, in multiples of the upper reference.

use timeline::Day;

use crate::Scenario;
use crate::draw::Draw;
use crate::role::ResponseClass;

/// The antibodies of one person.
pub(crate) struct AntibodyCourse {
    level: f64,
    log_per_year: f64,
    reference: Day,
    /// `none` `stable` `rising` `declining`.
    pub trend: &'static str,
}

impl AntibodyCourse {
    /// Draws level and trend; titres rise only with disease.
    pub(crate) fn draw(
        class: ResponseClass,
        reference: Day,
        scenario: &Scenario,
        draw: &mut Draw,
    ) -> AntibodyCourse {
        let antibodies = &scenario.antibodies;
        if !draw.chance(antibodies.positive) {
            let level = draw.lognormal(0.15, 0.5).min(0.85);
            return AntibodyCourse { level, log_per_year: 0.0, reference, trend: "none" };
        }
        let diseased = matches!(class, ResponseClass::Biochemical | ResponseClass::Structural);
        let (trend, log_per_year) = if diseased && draw.chance(antibodies.rising) {
            ("rising", draw.between(0.6, 1.2))
        } else if draw.chance(antibodies.declining) {
            ("declining", draw.between(-0.6, -0.2))
        } else {
            ("stable", 0.0)
        };
        AntibodyCourse { level: draw.lognormal(3.5, 0.6).max(1.3), log_per_year, reference, trend }
    }

    /// Level on a day; trends last two years to either side of the reference day.
    pub(crate) fn at(&self, day: Day) -> f64 {
        let years = f64::from(day - self.reference) / 365.25;
        self.level * (self.log_per_year * years.clamp(-2.0, 2.0)).exp()
    }
}
