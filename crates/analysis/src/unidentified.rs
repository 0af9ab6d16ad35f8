//! What the records cannot answer, said where a reader would look for a number.

/// A question without a number, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unidentified {
    /// Identifier, of the same kind as that of an estimate.
    pub id: &'static str,
    /// What a reader would ask.
    pub question: &'static str,
    /// Why there is no number.
    pub reason: &'static str,
}

/// Every such question, in the order of the report.
pub const UNIDENTIFIED: [Unidentified; 4] = [
    Unidentified {
        id: "sttg.controlled_effect",
        question: "Effect of a second course against none (emulation of a target trial)",
        reason: "Not identifiable: the records analysed hold no comparators, patients with an incomplete response \
                 who were eligible on the same day and had no second course.",
    },
    Unidentified {
        id: "sttg.beyond_regression_to_the_mean",
        question: "Change of stimulated Tg beyond regression to the mean",
        reason: "Not identifiable: the change expected from selection alone needs the variance within and between \
                 patients who were not chosen for a high value, from two values each without treatment between \
                 them. The patients analysed were chosen for their disease, many of them for a high Tg, and were \
                 treated between their two values. Part of a fall is therefore expected without any effect.",
    },
    Unidentified {
        id: "sttg.beyond_earlier_trend",
        question: "Change of stimulated Tg beyond its trend between the two courses",
        reason: "Not estimated: it needs several comparable stimulated values of each patient between the courses; \
                 the study takes one value before and one after. Part of a fall can be the late effect of the first \
                 course.",
    },
    Unidentified {
        id: "time.ned",
        question: "Time to no evidence of disease",
        reason: "Not estimated: no evidence of disease is judged at the last visit and has no day of its own, so \
                 that neither its beginning nor its loss can be placed in time.",
    },
];
