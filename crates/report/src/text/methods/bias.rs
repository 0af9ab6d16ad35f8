//! What can make a before-after comparison misleading, and what was done about it.

use press::Block;

use crate::text::reference::Reference;
use crate::text::writing::{Writing, heading, list, paragraph};

pub(super) fn write(writing: &Writing<'_>) -> Vec<Block> {
    let items = vec![
        regression(writing),
        "Confounding by indication. Physicians chose who was given a second course. Patients who were not given \
         one are not in the study, so that nothing here compares treated with untreated patients."
            .to_owned(),
        immortal_time(writing),
        missing_pairs(writing),
        window(writing),
        "Censored values. A value known only as below or above a limit enters at the limit; how many did is \
         printed with each estimate, and a method by ranks stands beside those by means."
            .to_owned(),
        "Change of assay. Assays and the preparation (withdrawal or recombinant TSH) changed over the years and \
         within patients, and antibodies disturb the measurement. Among values of the chosen days the same assay \
         is preferred; pairs with a value that is antibody-positive are left out of the primary analysis and \
         counted."
            .to_owned(),
        "Intercurrent treatment. A value drawn on or after the day of a further treatment is not taken as a value \
         after the second course, which removes patients whose disease grew early. Response and status at the \
         last visit are after all treatments."
            .to_owned(),
    ];
    vec![
        heading(2, "Bias"),
        paragraph(&["The design is open to these sources of bias:".to_owned()]),
        list(false, items),
        heading(2, "Study size"),
        paragraph(&[
            "All patients on record who fulfilled the criteria entered; no size was calculated beforehand. \
             The width of the intervals shows what this number of patients allows."
                .to_owned(),
        ]),
    ]
}

fn regression(writing: &Writing<'_>) -> String {
    let response = &writing.protocol().response;
    format!(
        "Regression to the mean. Patients enter the biochemical stratum because a value is high (stimulated at \
         least {} ng/mL or suppressed at least {} ng/mL, or rising antibodies). The next value of a patient \
         chosen so is expected to be lower whatever is done {}{}. The comparisons before and after are not \
         corrected for it.",
        response.incomplete_stimulated,
        response.incomplete_suppressed,
        writing.cite(Reference::Davis),
        writing.cite(Reference::Barnett)
    )
}

fn immortal_time(writing: &Writing<'_>) -> String {
    let exception = match writing.protocol().distant_until_days {
        ..=0 => String::new(),
        1 => ", except by evidence of distant disease up to 1 day after it".to_owned(),
        days => format!(", except by evidence of distant disease up to {days} days after it"),
    };
    format!(
        "Immortal time. Patients had to live and to stay in care from the first to the second course. All times \
         are counted from the index date, and no patient is chosen or placed in a stratum by what happens after \
         it{exception}."
    )
}

fn missing_pairs(writing: &Writing<'_>) -> String {
    let compared = match writing.results().balances.iter().any(|balance| balance.id == "pairs") {
        true => " Patients with and without a pair are compared at baseline.",
        false => "",
    };
    format!(
        "Missing pairs. A comparison needs both values. Patients without a pair are counted by reason in every \
         stratum, and no value is imputed.{compared}"
    )
}

fn window(writing: &Writing<'_>) -> String {
    let (first, last) = writing.protocol().windows.follow_up_days;
    format!(
        "Informative follow-up window. A value after exists only for patients who were tested from {first} to \
         {last} days after the index date, some of them because disease was suspected."
    )
}
