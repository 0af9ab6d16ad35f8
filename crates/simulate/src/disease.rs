//! The disease of one person, as it truly is.

use timeline::{Day, Preparation};

use crate::Scenario;
use crate::antibodies::AntibodyCourse;
use crate::care::Care;
use crate::draw::Draw;
use crate::laboratory::Laboratory;
use crate::lesions::{self, Fate, Lesion};
use crate::panel::{Sample, State, measured_log_tg};
use crate::role::{ResponseClass, Role};
use crate::sampling::usual_laboratory;
use crate::tg::{Step, TgCourse};

/// Days until the effect of a dose is complete.
const EFFECT_DAYS: f64 = 270.0;

/// Days from the index date until a late remission begins: after the window of the paired analysis.
const REMISSION_DAYS: i32 = 740;

/// What truly goes on in one person, and the laboratory that usually measures it.
pub(crate) struct Disease {
    pub class: ResponseClass,
    pub tg: TgCourse,
    /// Thyroglobulin on suppressive hormone relative to withdrawal.
    pub suppressed_ratio: f64,
    /// Error of the value at the second treatment, in standard deviations.
    pub error_before: f64,
    pub antibodies: AntibodyCourse,
    pub laboratory: &'static Laboratory,
    /// Change of the logarithm of thyroglobulin by the second treatment.
    pub effect: Option<f64>,
    pub avid: Option<bool>,
    pub fate: Fate,
    pub lesions: Vec<Lesion>,
    /// Free of disease from about two years after the index date on.
    pub late_remission: bool,
    /// A medullary carcinoma, followed by calcitonin.
    pub calcitonin: bool,
}

impl Disease {
    /// Draws the disease of a person whose way through the hospital is known.
    pub(crate) fn draw(care: &Care, scenario: &Scenario, draw: &mut Draw) -> Disease {
        let reference = care.reference();
        let fate = Fate::draw(care, scenario, draw);
        let measurement = &scenario.measurement;
        let mut disease = Disease {
            class: care.class,
            tg: TgCourse::draw(scenario.course(care.role, care.class), reference, draw),
            suppressed_ratio: draw
                .lognormal(measurement.suppressed_ratio, measurement.suppressed_log_sd)
                .min(0.6),
            error_before: draw.normal(),
            antibodies: AntibodyCourse::draw(care.class, reference, scenario, draw),
            laboratory: usual_laboratory(draw),
            effect: None,
            avid: None,
            fate,
            lesions: Vec::new(),
            late_remission: false,
            calcitonin: care.role == Role::OtherHistology && draw.chance(0.35),
        };
        disease.select(care, scenario, draw);
        disease.treat(care, scenario, draw);
        if care.role == Role::Reoperated && care.class != ResponseClass::Structural {
            disease.class = ResponseClass::of_tg(disease.tg.log_tg.exp());
        }
        disease.lesions = lesions::draw(care, fate, disease.avid == Some(true), draw);
        if disease.late_remission {
            disease.lesions.iter_mut().for_each(|lesion| lesion.end_by(reference + REMISSION_DAYS + 200));
        }
        disease
    }

    /// Redraws thyroglobulin until the value measured before the second treatment is the one for
    /// which the person was treated (or not noticed). This selection is what later regresses.
    fn select(&mut self, care: &Care, scenario: &Scenario, draw: &mut Draw) {
        let wanted = |measured: f64, disease: &Disease| match care.role {
            Role::Biochemical => measured >= 10.0 || disease.antibodies.trend == "rising",
            Role::NoIncompleteResponse => measured < 9.0 && disease.tg.log_tg < 6f64.ln(),
            _ => true,
        };
        for _ in 0..200 {
            if wanted(self.measured_before(care, scenario), self) {
                return;
            }
            self.tg = TgCourse::draw(scenario.course(care.role, care.class), care.reference(), draw);
            self.error_before = draw.normal();
        }
    }

    /// What the usual laboratory measures at the second treatment, ng/mL.
    fn measured_before(&self, care: &Care, scenario: &Scenario) -> f64 {
        let rhtsh = care.second_preparation() == Some(Preparation::Rhtsh);
        let state = if rhtsh { State::Rhtsh } else { State::Withdrawal };
        let sample =
            Sample { day: care.reference(), state, laboratory: self.laboratory, error: None, dose: None };
        measured_log_tg(&sample, self, scenario, self.error_before).exp()
    }

    /// Adds what the treatments do to thyroglobulin.
    fn treat(&mut self, care: &Care, scenario: &Scenario, draw: &mut Draw) {
        if let Some(day) = care.reoperation {
            self.tg.add(Step { from: day, days: 1.0, log_change: 0.45f64.ln() });
        }
        if let (Some(stratum), Some(second)) = (care.effect_stratum(scenario), care.rai2) {
            let avid = draw.chance(stratum.avid);
            let shift = (f64::from(u8::from(avid)) - stratum.avid) * stratum.avid_ratio.ln();
            let effect = stratum.effect_ratio.ln() + shift + stratum.effect_log_sd * draw.normal();
            self.tg.add(Step { from: second, days: EFFECT_DAYS, log_change: effect });
            (self.avid, self.effect) = (Some(avid), Some(effect));
            self.late_remission = draw.chance(stratum.late_remission)
                && !matches!(self.fate, Fate::Progression)
                && care.class != ResponseClass::Distant;
            if self.late_remission {
                self.tg.add(Step { from: second + REMISSION_DAYS, days: 250.0, log_change: 0.01f64.ln() });
            }
        }
        for &(day, _) in &care.additional {
            self.tg.add(Step { from: day, days: 180.0, log_change: 0.6f64.ln() });
        }
        if let Some(first) = care.rai1 {
            self.tg.set_remnant(first, scenario.measurement.remnant);
        }
    }

    /// True stimulated thyroglobulin on a day, ng/mL.
    pub(crate) fn true_tg(&self, day: Day) -> f64 {
        self.tg.log_at(day).exp()
    }
}
