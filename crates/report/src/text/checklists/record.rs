//! RECORD: 13 items that extend STROBE for routinely collected data.

use super::Item;
use super::Place::{Author, Section, Shown};

pub(super) const ITEMS: &[Item] = &[
    Item {
        number: "1.1",
        topic: "Title and abstract",
        asks: "The kind of data, and the databases by name",
        places: &[Section("Abstract"), Author("names of the databases")],
    },
    Item {
        number: "1.2",
        topic: "Title and abstract",
        asks: "Region and years",
        places: &[Section("Abstract"), Author("region")],
    },
    Item {
        number: "1.3",
        topic: "Title and abstract",
        asks: "Whether databases were linked",
        places: &[Author("linkage, if any")],
    },
    Item {
        number: "6.1",
        topic: "Participants",
        asks: "Codes or algorithms by which the population was chosen",
        places: &[Section("Participants and eligibility"), Section("Codes")],
    },
    Item {
        number: "6.2",
        topic: "Participants",
        asks: "Validation of these codes or algorithms",
        places: &[Author("validation against charts")],
    },
    Item {
        number: "6.3",
        topic: "Participants",
        asks: "How data were linked, as a diagram of numbers",
        places: &[Author("linkage, if any")],
    },
    Item {
        number: "7.1",
        topic: "Variables",
        asks: "Full lists of the codes and algorithms of all variables",
        places: &[Section("Variables and measurement"), Section("Outcomes"), Section("Codes")],
    },
    Item {
        number: "12.1",
        topic: "Statistical methods",
        asks: "What access the investigators had to the population",
        places: &[Section("Setting and data sources"), Author("access to the databases")],
    },
    Item {
        number: "12.2",
        topic: "Statistical methods",
        asks: "How the data were cleaned",
        places: &[Section("Records that cannot be read"), Shown("table:review")],
    },
    Item {
        number: "12.3",
        topic: "Statistical methods",
        asks: "Level, methods and quality of linkage",
        places: &[Author("linkage, if any")],
    },
    Item {
        number: "13.1",
        topic: "Participants",
        asks: "How persons were filtered, by quality, availability and linkage",
        places: &[Section("Flow of participants"), Shown("figure:flow")],
    },
    Item {
        number: "19.1",
        topic: "Limitations",
        asks: "What follows from data not kept for this study: misclassification, confounders not measured, missing data, changing eligibility",
        places: &[Section("Limitations")],
    },
    Item {
        number: "22.1",
        topic: "Access",
        asks: "How to get the protocol, the raw data and the code",
        places: &[
            Section("Software and reporting"),
            Section("Data, protocol and code"),
            Author("access to protocol, data and code"),
        ],
    },
];
