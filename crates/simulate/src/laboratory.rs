//! The laboratories: which assay in which year, in which unit, with which limits. Names of assays
//! are those one meets in print; limits follow the eras of clinical-rules 3.3; the rest is invented.

use crate::cell::{Cell, Sign};

/// A thyroglobulin assay of some years.
pub(crate) struct Assay {
    from_year: i32,
    pub name: &'static str,
    /// Detection limit, ng/mL.
    pub limit: f64,
    /// Highest number that is printed, ng/mL.
    pub upper: f64,
    /// Logarithm of its reading over the truth.
    pub log_bias: f64,
}

/// A unit and its factor from the canonical one.
#[derive(Clone, Copy)]
pub(crate) struct Unit {
    from_year: i32,
    pub name: &'static str,
    pub factor: f64,
}

/// The antibody assay of a laboratory, IU/mL.
pub(crate) struct AntibodyAssay {
    pub name: &'static str,
    pub limit: f64,
    pub reference: f64,
    pub unit: &'static str,
}

/// One laboratory.
pub(crate) struct Laboratory {
    pub name: &'static str,
    assays: &'static [Assay],
    units: &'static [Unit],
    pub antibody: AntibodyAssay,
    pub tsh_unit: &'static str,
    pub tsh_limit: f64,
    pub tsh_upper: f64,
    pub ft4_unit: &'static str,
    pub ft4_factor: f64,
    /// Whether the detection limit stands in the row.
    pub prints_limit: bool,
}

const fn assay(from_year: i32, name: &'static str, limit: f64, upper: f64, log_bias: f64) -> Assay {
    Assay { from_year, name, limit, upper, log_bias }
}

const fn unit(from_year: i32, name: &'static str, factor: f64) -> Unit {
    Unit { from_year, name, factor }
}

/// All laboratories; the first is the hospital's own.
pub(crate) static LABORATORIES: [Laboratory; 5] = [
    Laboratory {
        name: "Central",
        assays: &[
            assay(0, "Tg IRMA", 1.0, 500.0, 0.08),
            assay(2001, "Immulite 2000", 0.5, 300.0, -0.08),
            assay(2006, "Immulite 2000", 0.2, 300.0, -0.08),
            assay(2011, "Elecsys Tg II", 0.1, 1000.0, 0.0),
        ],
        units: &[unit(0, "ng/mL", 1.0)],
        antibody: AntibodyAssay { name: "Elecsys Anti-Tg", limit: 10.0, reference: 115.0, unit: "IU/mL" },
        tsh_unit: "mIU/L",
        tsh_limit: 0.01,
        tsh_upper: 100.0,
        ft4_unit: "pmol/L",
        ft4_factor: 1.0,
        prints_limit: true,
    },
    Laboratory {
        name: "Clinic lab",
        assays: &[
            assay(0, "Immulite", 0.9, 600.0, -0.05),
            assay(2003, "Access Tg", 0.2, 500.0, -0.03),
            assay(2010, "Access Tg", 0.1, 500.0, -0.03),
        ],
        units: &[unit(0, "ug/L", 1.0), unit(2009, "ng/mL", 1.0)],
        antibody: AntibodyAssay { name: "Access TgAb", limit: 0.9, reference: 4.1, unit: "IU/mL" },
        tsh_unit: "uIU/mL",
        tsh_limit: 0.05,
        tsh_upper: 150.0,
        ft4_unit: "ng/dL",
        ft4_factor: 1.0 / 12.87,
        prints_limit: false,
    },
    Laboratory {
        name: "North",
        assays: &[assay(0, "Tg RIA", 1.0, 2000.0, 0.1), assay(2004, "Tg-S IRMA", 0.2, 2000.0, 0.05)],
        units: &[unit(0, "ng/dL", 100.0), unit(2005, "mcg/L", 1.0), unit(2012, "\u{b5}g/L", 1.0)],
        antibody: AntibodyAssay { name: "Anti-Tg RIA", limit: 15.0, reference: 60.0, unit: "kIU/L" },
        tsh_unit: "mU/L",
        tsh_limit: 0.03,
        tsh_upper: 200.0,
        ft4_unit: "pmol/L",
        ft4_factor: 1.0,
        prints_limit: false,
    },
    Laboratory {
        name: "University",
        assays: &[
            assay(0, "Dynotest Tg-S", 0.5, 1000.0, 0.0),
            assay(2007, "Dynotest Tg-plus", 0.2, 1000.0, 0.0),
        ],
        units: &[unit(0, "pmol/L", 1.0 / 0.66), unit(2003, "\u{3bc}g/L", 1.0)],
        antibody: AntibodyAssay { name: "Dynotest anti-Tg", limit: 20.0, reference: 60.0, unit: "U/mL" },
        tsh_unit: "uU/mL",
        tsh_limit: 0.05,
        tsh_upper: 150.0,
        ft4_unit: "pmol/L",
        ft4_factor: 1.0,
        prints_limit: true,
    },
    Laboratory {
        name: "",
        assays: &[assay(0, "", 1.0, 1000.0, 0.0), assay(2008, "Atellica Tg", 0.1, 1000.0, 0.03)],
        units: &[unit(0, "ng/mL", 1.0), unit(2014, "ng/L", 1000.0)],
        antibody: AntibodyAssay { name: "", limit: 20.0, reference: 60.0, unit: "kU/L" },
        tsh_unit: "mIU/L",
        tsh_limit: 0.1,
        tsh_upper: 100.0,
        ft4_unit: "ng/dL",
        ft4_factor: 1.0 / 12.87,
        prints_limit: false,
    },
];

impl Laboratory {
    /// The assay in use in a year.
    pub(crate) fn assay(&self, year: i32) -> &Assay {
        self.assays.iter().rev().find(|assay| assay.from_year <= year).expect("the first assay is of year 0")
    }

    /// The unit of thyroglobulin in a year.
    pub(crate) fn unit(&self, year: i32) -> Unit {
        *self.units.iter().rev().find(|unit| unit.from_year <= year).expect("the first unit is of year 0")
    }
}

/// A value as a laboratory prints it: `<limit` below, `>upper` above, else about three digits.
pub(crate) fn print(value: f64, limit: f64, upper: f64, factor: f64) -> Cell {
    if value < limit {
        return exact(Sign::Below, limit * factor);
    }
    if value > upper {
        return exact(Sign::Above, upper * factor);
    }
    let number = value * factor;
    let decimals = match number {
        number if number < 10.0 => 2,
        number if number < 100.0 => 1,
        _ => 0,
    };
    Cell::number(number, decimals)
}

/// A number with as few decimals as it needs, at most four.
pub(crate) fn exact(sign: Sign, number: f64) -> Cell {
    let whole = |decimals: &u8| {
        let scaled = number * 10f64.powi(i32::from(*decimals));
        (scaled - scaled.round()).abs() < 1e-6
    };
    Cell::Number { sign, number, decimals: (0..4).find(whole).unwrap_or(4) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_printed_with_their_limits() {
        let printed = |value, factor| print(value, 0.2, 1000.0, factor).text("");
        assert_eq!(printed(0.19, 1.0), "<0.2");
        assert_eq!(printed(0.19, 100.0), "<20");
        assert_eq!(printed(0.1, 1.0 / 0.66), "<0.3030");
        assert_eq!(printed(1000.5, 1.0), ">1000");
        assert_eq!(printed(12.34, 1.0), "12.3");
        assert_eq!(printed(12.34, 100.0), "1234");
    }

    #[test]
    fn eras_follow_the_year() {
        assert_eq!(LABORATORIES[0].assay(1999).name, "Tg IRMA");
        assert_eq!(LABORATORIES[0].assay(2006).limit, 0.2);
        assert_eq!(LABORATORIES[2].unit(2004).name, "ng/dL");
    }
}
