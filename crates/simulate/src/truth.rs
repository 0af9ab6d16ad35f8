//! What a study cannot see, one row per person.

use timeline::Day;

use crate::cell::Cell;
use crate::role::{ResponseClass, Role};

/// The truth about one simulated person. In the file, `yes`/`no`; empty where nothing applies.
#[derive(Clone, Debug)]
pub struct Truth {
    /// The way that was meant ([`Role`]).
    pub role: Role,
    /// True response to the first treatment at the index date; `None` without thyroid cancer of the
    /// follicular cells.
    pub response_class: Option<ResponseClass>,
    /// Day of the first course.
    pub rai1_date: Option<Day>,
    /// Day of the second course.
    pub rai2_date: Option<Day>,
    /// True effect of the second treatment: change of the natural logarithm of stimulated
    /// thyroglobulin that it alone brings about.
    pub effect_log_tg: Option<f64>,
    /// True stimulated thyroglobulin (withdrawal, no interference), ng/mL, on the index date.
    pub tg_before: Option<f64>,
    /// The same 547 days later.
    pub tg_after: Option<f64>,
    /// Whether the disease takes up the second dose.
    pub avid: Option<bool>,
    /// What the visible lesions do after the index date: `progression` `stable` `shrinkage`
    /// `resolution` `appearance`, or empty.
    pub lesion_fate: &'static str,
    /// Free of disease from about two years after the index date on.
    pub late_remission: bool,
    /// Antibodies: `none` `stable` `rising` `declining`.
    pub antibodies: &'static str,
    /// Treated again after the index date.
    pub additional_treatment: bool,
    /// No contact from a year after the index date on.
    pub lost_to_follow_up: bool,
    /// `thyroid_cancer` `other` `unknown`, or empty.
    pub death_cause: &'static str,
}

impl Truth {
    /// The columns of `truth/truth.csv`. The last names the mess in the person's rows, `;`-joined.
    pub const COLUMNS: &'static [&'static str] = &[
        "person_id",
        "role",
        "response_class",
        "rai1_date",
        "rai2_date",
        "effect_log_tg",
        "tg_before",
        "tg_after",
        "avid",
        "lesion_fate",
        "late_remission",
        "antibodies",
        "additional_treatment",
        "lost_to_follow_up",
        "death_cause",
        "mess",
    ];

    /// Appends the row with its line end.
    pub(crate) fn write(&self, person: &str, mess: &str, out: &mut Vec<u8>) {
        let number =
            |number: Option<f64>| number.map_or(Cell::Empty, |number| Cell::Text(format!("{number:.5}")));
        let yes = |yes: bool| Cell::Word(if yes { "yes" } else { "no" });
        let cells = [
            Cell::Person,
            Cell::Word(self.role.word()),
            Cell::word(self.response_class.map_or("", ResponseClass::word)),
            Cell::date(self.rai1_date),
            Cell::date(self.rai2_date),
            number(self.effect_log_tg),
            number(self.tg_before),
            number(self.tg_after),
            self.avid.map_or(Cell::Empty, yes),
            Cell::word(self.lesion_fate),
            yes(self.late_remission),
            Cell::Word(self.antibodies),
            yes(self.additional_treatment),
            yes(self.lost_to_follow_up),
            Cell::word(self.death_cause),
            Cell::Text(mess.to_owned()),
        ];
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            cell.write(person, out);
        }
        out.push(b'\n');
    }
}
