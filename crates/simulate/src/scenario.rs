//! Every proportion and effect in one place. The defaults resemble published figures (contract 9,
//! clinical-rules 1.4, 2, 3 and 8) where there are any and are free inventions elsewhere: they are
//! synthetic and say nothing about real patients.

use timeline::Day;

use crate::{Error, Role};

/// A hospital's population and what treatment does to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// How many persons take which way.
    pub shares: Shares,
    /// Stratum with structural disease before the second treatment.
    pub structural: Stratum,
    /// Stratum with raised thyroglobulin only.
    pub biochemical: Stratum,
    /// Stratum operated on between the treatments.
    pub reoperated: Stratum,
    /// Everybody else, by true response class: excellent, indeterminate, biochemical, structural,
    /// distant.
    pub classes: [Course; 5],
    /// Response classes (same order) of those with one course.
    pub one_course_classes: [f64; 5],
    /// How thyroglobulin is measured.
    pub measurement: Measurement,
    /// Antithyroglobulin antibodies.
    pub antibodies: Antibodies,
    /// What is missing.
    pub gaps: Gaps,
    /// Variants of treatment and of its recording.
    pub habits: Habits,
    /// Rates of the mess, used with [`crate::Mess::Realistic`].
    pub blemishes: Blemishes,
    /// First and last day of the index dates meant to lie inside the study period.
    pub study_period: (Day, Day),
    /// Last day of the export.
    pub data_end: Day,
}

/// Weights of the roles; they need not add up to 1.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "each field is the role of the same name")]
pub struct Shares {
    pub structural: f64,
    pub biochemical: f64,
    pub reoperated: f64,
    pub one_course: f64,
    pub never_treated: f64,
    pub other_histology: f64,
    pub no_thyroidectomy: f64,
    pub metastatic: f64,
    pub outside_period: f64,
    pub no_incomplete_response: f64,
}

/// True stimulated thyroglobulin over time, without a second treatment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Course {
    /// Median over persons, ng/mL, at the index date (one year after the first treatment without one).
    pub tg_median: f64,
    /// Standard deviation of its logarithm over persons.
    pub tg_log_sd: f64,
    /// Natural change of the logarithm per year, held for at most five years to either side.
    pub slope: f64,
    /// Standard deviation of that change over persons.
    pub slope_sd: f64,
}

/// A stratum of the cohort. Who is lost, unmeasured or treated again is drawn without a look at
/// thyroglobulin: what is missing within a stratum is missing at random.
#[derive(Clone, Debug, PartialEq)]
pub struct Stratum {
    /// Natural course. In the biochemical stratum a person enters only if the measured value before
    /// the second treatment is at least 10 ng/mL (or antibodies rise): regression to the mean follows.
    pub course: Course,
    /// Effect of the second treatment: ratio of geometric means of true stimulated thyroglobulin with
    /// and without it, complete nine months after the dose, averaged over the whole stratum.
    pub effect_ratio: f64,
    /// Standard deviation of the logarithm of the effect over persons.
    pub effect_log_sd: f64,
    /// Share whose disease takes up the second dose.
    pub avid: f64,
    /// Effect ratio of avid over non-avid persons, at the same `effect_ratio` of the whole stratum.
    pub avid_ratio: f64,
    /// Share of those with visible disease whose lesions grow, or who get new ones, after the index date.
    pub progression: f64,
    /// Share whose lesions all disappear.
    pub resolution: f64,
    /// Share whose lesions shrink.
    pub shrinkage: f64,
    /// Share with visible disease at the index date (stratum structural: 1; biochemical: 0).
    pub visible: f64,
    /// Share without visible disease in whom a lesion appears in the first year after the index date.
    pub appearance: f64,
    /// Share treated again after the index date.
    pub additional: f64,
    /// Share that dies of the disease.
    pub death_of_disease: f64,
    /// Share with distant metastases first seen more than a year after the index date.
    pub late_metastasis: f64,
    /// Share free of disease later: from two years after the index date on, thyroglobulin falls to a
    /// hundredth and lesions disappear (never with progression). The values one to two years after
    /// the index date do not know of it.
    pub late_remission: f64,
}

/// How thyroglobulin is measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measurement {
    /// Within-person standard deviation of the logarithm between two draws, biological and analytical.
    pub log_sd: f64,
    /// Stimulation by rhTSH relative to withdrawal.
    pub rhtsh_ratio: f64,
    /// On suppressive treatment relative to withdrawal: median over persons.
    pub suppressed_ratio: f64,
    /// And its standard deviation of the logarithm.
    pub suppressed_log_sd: f64,
    /// Scale of the differences between assays: 1 as listed with the laboratories, 0 none.
    pub assay_bias: f64,
    /// Logarithm of the excess at the first treatment (remnant), which decays within a year.
    pub remnant: f64,
    /// Logarithm of the release in the two months after a dose.
    pub release: f64,
}

/// Antithyroglobulin antibodies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Antibodies {
    /// Share of persons with antibodies.
    pub positive: f64,
    /// Measured over true thyroglobulin in their presence.
    pub interference: f64,
    /// Of the positive with biochemical or structural disease: share with a rising titre.
    pub rising: f64,
    /// Of the other positive: share with a declining titre.
    pub declining: f64,
}

/// What is missing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gaps {
    /// Lost to follow-up within a year after the index date.
    pub lost: f64,
    /// No stimulated value at the second treatment.
    pub tg_before: f64,
    /// No stimulated value one to two years after it, among those not lost.
    pub tg_after: f64,
    /// No neck ultrasound in the year before it.
    pub imaging_before: f64,
    /// No neck study one to two years after it, among those not lost.
    pub imaging_after: f64,
}

/// Variants of treatment and of its recording.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Habits {
    /// Median interval between the two courses, days, and the standard deviation of its logarithm.
    pub interval: (f64, f64),
    /// Second course 100 to 179 days after the first (for the not reoperated no baseline is left then).
    pub short_interval: f64,
    /// A course of 80 mCi or more given in two parts.
    pub split_dose: f64,
    /// A dose recorded twice, once in MBq and once in mCi.
    pub recorded_twice: f64,
    /// A diagnostic scan with 1 to 10 mCi in the year after the first treatment.
    pub diagnostic_scan: f64,
    /// Stimulation by rhTSH, from 2000 on.
    pub rhtsh: f64,
    /// Imaging studies with a free-text report.
    pub report: f64,
}

/// Rates of the mess per row. Their sum is the share of rows touched.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Blemishes {
    /// The row stands twice.
    pub duplicate: f64,
    /// A word in odd case.
    pub odd_case: f64,
    /// Blanks or no-break spaces around a cell.
    pub blanks: f64,
    /// A time of day after the date.
    pub time_in_date: f64,
    /// An optional cell or a unit is empty.
    pub empty_cell: f64,
    /// A decimal comma.
    pub decimal_comma: f64,
    /// A word outside its list in a cell the row can do without.
    pub unknown_word: f64,
    /// A second, different row of the same person or study.
    pub second_row: f64,
    /// An unreadable date, an unknown person, an empty key cell or an unknown kind: the row is lost.
    /// Kept away from the first persons in sheets with few rows, where one lost row would weigh much.
    pub lost_row: f64,
}

impl Scenario {
    /// The natural course of a role and class.
    pub(crate) fn course(&self, role: Role, class: crate::ResponseClass) -> Course {
        role.stratum(self).map_or(self.classes[class as usize], |stratum| stratum.course)
    }

    /// Refuses numbers that mean nothing.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let wrong = |what: &str| Err(Error::Scenario(what.to_owned()));
        let shares = &self.shares;
        let weights = [
            shares.structural,
            shares.biochemical,
            shares.reoperated,
            shares.one_course,
            shares.never_treated,
            shares.other_histology,
            shares.no_thyroidectomy,
            shares.metastatic,
            shares.outside_period,
            shares.no_incomplete_response,
        ];
        for weights in [&weights[..], &self.one_course_classes[..]] {
            if weights.iter().any(|weight| !(weight.is_finite() && *weight >= 0.0))
                || weights.iter().sum::<f64>() <= 0.0
            {
                return wrong("shares must be 0 or more, and not all 0");
            }
        }
        for stratum in [&self.structural, &self.biochemical, &self.reoperated] {
            let positive = [stratum.course.tg_median, stratum.effect_ratio, stratum.avid_ratio];
            if positive.iter().any(|value| !(value.is_finite() && *value > 0.0)) {
                return wrong("thyroglobulin and effect ratios must be above 0");
            }
        }
        if self.study_period.0 > self.study_period.1 || self.study_period.1 + 3 * 365 > self.data_end {
            return wrong("the export must end at least three years after the study period");
        }
        Ok(())
    }
}
