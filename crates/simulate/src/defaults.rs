//! The default scenario, and one in which only the second treatment acts.

use timeline::Day;

use crate::scenario::*;

impl Default for Scenario {
    fn default() -> Self {
        let course = |tg_median, tg_log_sd, slope| Course { tg_median, tg_log_sd, slope, slope_sd: 0.1 };
        Scenario {
            shares: Shares {
                structural: 0.058,
                biochemical: 0.068,
                reoperated: 0.050,
                one_course: 0.385,
                never_treated: 0.12,
                other_histology: 0.10,
                no_thyroidectomy: 0.04,
                metastatic: 0.055,
                outside_period: 0.055,
                no_incomplete_response: 0.069,
            },
            structural: Stratum {
                course: course(61.0, 0.92, 0.08),
                effect_ratio: 0.95,
                effect_log_sd: 0.35,
                avid: 0.4,
                avid_ratio: 0.8,
                progression: 0.24,
                resolution: 0.05,
                shrinkage: 0.08,
                visible: 1.0,
                appearance: 0.0,
                additional: 0.55,
                death_of_disease: 0.08,
                late_metastasis: 0.06,
                late_remission: 0.4,
            },
            biochemical: Stratum {
                course: course(25.0, 1.0, -0.12),
                effect_ratio: 0.6,
                effect_log_sd: 0.7,
                avid: 0.3,
                avid_ratio: 0.6,
                progression: 0.0,
                resolution: 0.0,
                shrinkage: 0.0,
                visible: 0.0,
                appearance: 0.06,
                additional: 0.25,
                death_of_disease: 0.015,
                late_metastasis: 0.02,
                late_remission: 0.8,
            },
            reoperated: Stratum {
                course: course(9.0, 1.3, 0.0),
                effect_ratio: 0.9,
                effect_log_sd: 0.6,
                avid: 0.3,
                avid_ratio: 0.8,
                progression: 0.25,
                resolution: 0.1,
                shrinkage: 0.1,
                visible: 0.35,
                appearance: 0.16,
                additional: 0.4,
                death_of_disease: 0.04,
                late_metastasis: 0.04,
                late_remission: 0.8,
            },
            classes: [
                course(0.12, 0.8, -0.1),
                course(2.2, 0.5, -0.12),
                course(25.0, 0.8, -0.15),
                course(60.0, 0.9, 0.08),
                course(300.0, 1.3, 0.15),
            ],
            one_course_classes: [0.62, 0.19, 0.11, 0.08, 0.0],
            measurement: Measurement {
                log_sd: 0.2,
                rhtsh_ratio: 0.8,
                suppressed_ratio: 0.1,
                suppressed_log_sd: 0.3,
                assay_bias: 1.0,
                remnant: 1.5,
                release: 0.8,
            },
            antibodies: Antibodies { positive: 0.2, interference: 0.45, rising: 0.3, declining: 0.4 },
            gaps: Gaps {
                lost: 0.04,
                tg_before: 0.03,
                tg_after: 0.04,
                imaging_before: 0.04,
                imaging_after: 0.06,
            },
            habits: Habits {
                interval: (560.0, 0.6),
                short_interval: 0.03,
                split_dose: 0.03,
                recorded_twice: 0.02,
                diagnostic_scan: 0.3,
                rhtsh: 0.35,
                report: 0.5,
            },
            blemishes: Blemishes {
                duplicate: 0.002,
                odd_case: 0.004,
                blanks: 0.004,
                time_in_date: 0.004,
                empty_cell: 0.003,
                decimal_comma: 0.0015,
                unknown_word: 0.001,
                second_row: 0.001,
                lost_row: 0.003,
            },
            study_period: (day(1995, 1, 1), day(2015, 12, 31)),
            data_end: day(2021, 12, 31),
        }
    }
}

impl Scenario {
    /// The default without anything that moves thyroglobulin but the second treatment: no natural
    /// course, no measurement error, no difference between preparations or assays, no antibodies.
    /// What an analysis then finds between before and after is the effect that was set.
    pub fn effect_only() -> Scenario {
        let mut scenario = Scenario::default();
        for stratum in [&mut scenario.structural, &mut scenario.biochemical, &mut scenario.reoperated] {
            (stratum.course.slope, stratum.course.slope_sd) = (0.0, 0.0);
        }
        for course in &mut scenario.classes {
            (course.slope, course.slope_sd) = (0.0, 0.0);
        }
        let measurement = &mut scenario.measurement;
        (measurement.log_sd, measurement.rhtsh_ratio, measurement.assay_bias) = (0.0, 1.0, 0.0);
        (measurement.remnant, measurement.release) = (0.0, 0.0);
        scenario.antibodies.positive = 0.0;
        scenario
    }
}

/// A day written in the source.
fn day(year: i32, month: u8, day: u8) -> Day {
    Day::from_ymd(year, month, day).expect("a day written in the source")
}
