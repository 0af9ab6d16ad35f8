//! STROBE for cohort studies: 22 items with their parts.

use super::Item;
use super::Place::{Author, Nowhere, Section, Shown};

pub(super) const ITEMS: &[Item] = &[
    Item {
        number: "1a",
        topic: "Title and abstract",
        asks: "The design named in the title or abstract",
        places: &[Section("Abstract")],
    },
    Item {
        number: "1b",
        topic: "Title and abstract",
        asks: "An abstract of what was done and found",
        places: &[Section("Abstract"), Author("background and conclusion")],
    },
    Item {
        number: "2",
        topic: "Background",
        asks: "Scientific background and reasons for the study",
        places: &[Author("introduction")],
    },
    Item {
        number: "3",
        topic: "Objectives",
        asks: "Objectives, with hypotheses stated beforehand",
        places: &[Section("Objective"), Author("hypotheses")],
    },
    Item {
        number: "4",
        topic: "Study design",
        asks: "Main elements of the design, early in the text",
        places: &[Section("Study design")],
    },
    Item {
        number: "5",
        topic: "Setting",
        asks: "Setting, places, dates of recruitment, exposure, follow-up and collection",
        places: &[
            Section("Setting and data sources"),
            Section("Time windows"),
            Author("hospital and region"),
        ],
    },
    Item {
        number: "6a",
        topic: "Participants",
        asks: "Criteria, sources and ways of selection; how they were followed",
        places: &[
            Section("Participants and eligibility"),
            Section("Radioiodine courses and index date"),
            Section("Strata"),
        ],
    },
    Item {
        number: "6b",
        topic: "Participants",
        asks: "For matched studies, criteria and numbers",
        places: &[Nowhere("no patient was matched")],
    },
    Item {
        number: "7",
        topic: "Variables",
        asks: "Outcomes, exposures, predictors, confounders and modifiers defined",
        places: &[Section("Variables and measurement"), Section("Outcomes")],
    },
    Item {
        number: "8",
        topic: "Data sources",
        asks: "For each variable, its source and how it was measured",
        places: &[Section("Setting and data sources"), Section("Variables and measurement")],
    },
    Item {
        number: "9",
        topic: "Bias",
        asks: "What was done about possible sources of bias",
        places: &[Section("Bias")],
    },
    Item {
        number: "10",
        topic: "Study size",
        asks: "How the size of the study came about",
        places: &[Section("Study size")],
    },
    Item {
        number: "11",
        topic: "Quantitative variables",
        asks: "How quantities were handled and grouped, and why",
        places: &[
            Section("Variables and measurement"),
            Section("Censored values"),
            Section("Statistical methods"),
        ],
    },
    Item {
        number: "12a",
        topic: "Statistical methods",
        asks: "All methods, with those against confounding",
        places: &[Section("Statistical methods"), Section("Bias")],
    },
    Item {
        number: "12b",
        topic: "Statistical methods",
        asks: "Methods for subgroups and interactions",
        places: &[Section("Statistical methods")],
    },
    Item {
        number: "12c",
        topic: "Statistical methods",
        asks: "How missing data were treated",
        places: &[Section("Missing data")],
    },
    Item {
        number: "12d",
        topic: "Statistical methods",
        asks: "How loss to follow-up was treated",
        places: &[Section("Missing data")],
    },
    Item {
        number: "12e",
        topic: "Statistical methods",
        asks: "Sensitivity analyses",
        places: &[Section("Sensitivity analyses")],
    },
    Item {
        number: "13a",
        topic: "Participants",
        asks: "Numbers at each stage of the study",
        places: &[Section("Flow of participants"), Shown("figure:flow"), Shown("table:attrition")],
    },
    Item {
        number: "13b",
        topic: "Participants",
        asks: "Reasons for leaving at each stage",
        places: &[Section("Flow of participants"), Shown("figure:flow")],
    },
    Item { number: "13c", topic: "Participants", asks: "A flow diagram", places: &[Shown("figure:flow")] },
    Item {
        number: "14a",
        topic: "Descriptive data",
        asks: "Characteristics of the participants",
        places: &[Section("Characteristics"), Shown("table:baseline")],
    },
    Item {
        number: "14b",
        topic: "Descriptive data",
        asks: "Number with missing data for each variable",
        places: &[Section("Missing data in the cohort"), Shown("table:baseline")],
    },
    Item {
        number: "14c",
        topic: "Descriptive data",
        asks: "Length of follow-up",
        places: &[Section("Follow-up")],
    },
    Item {
        number: "15",
        topic: "Outcome data",
        asks: "Numbers of outcome events or summaries over time",
        places: &[Section("Response"), Section("Final status"), Section("Additional treatment")],
    },
    Item {
        number: "16a",
        topic: "Main results",
        asks: "Estimates with their precision, unadjusted and adjusted",
        places: &[Section("Stimulated thyroglobulin before and after"), Section("Imaging")],
    },
    Item {
        number: "16b",
        topic: "Main results",
        asks: "Boundaries of categories of quantities",
        places: &[Section("Response")],
    },
    Item {
        number: "16c",
        topic: "Main results",
        asks: "Relative risks as absolute ones, where this helps",
        places: &[Section("Final status"), Section("Additional treatment")],
    },
    Item {
        number: "17",
        topic: "Other analyses",
        asks: "Subgroups, interactions and sensitivity",
        places: &[
            Section("Sensitivity analyses"),
            Shown("figure:forest"),
            Shown("table:subgroups"),
            Shown("table:sensitivity"),
        ],
    },
    Item {
        number: "18",
        topic: "Key results",
        asks: "Key results with the objectives in view",
        places: &[Section("Key results"), Author("key results")],
    },
    Item {
        number: "19",
        topic: "Limitations",
        asks: "Limitations, with direction and size of possible bias",
        places: &[Section("Limitations")],
    },
    Item {
        number: "20",
        topic: "Interpretation",
        asks: "A cautious interpretation beside other evidence",
        places: &[Section("Interpretation"), Author("interpretation")],
    },
    Item {
        number: "21",
        topic: "Generalisability",
        asks: "To whom the results apply",
        places: &[Section("Generalisability"), Author("generalisability")],
    },
    Item {
        number: "22",
        topic: "Funding",
        asks: "Source of funding and role of funders",
        places: &[Section("Funding"), Author("funding")],
    },
];
