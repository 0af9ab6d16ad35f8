//! Change of imaging in the structural stratum, findings in the reoperated.

use analysis::{Estimate, Stratum};
use press::Block;

use crate::html::number;
use crate::text::say;
use crate::text::writing::{Writing, heading, paragraph};

pub(super) fn write(writing: &Writing<'_>) -> Vec<Block> {
    let see = writing.see(&["table:imaging"]);
    let mut blocks = vec![heading(2, "Imaging")];
    blocks.push(paragraph(&structural(writing, &see)));
    blocks.push(paragraph(&[reoperated(writing)]));
    blocks
}

fn structural(writing: &Writing<'_>, see: &str) -> Vec<String> {
    let find = |word: &str| writing.results().estimate(&format!("structural.imaging.{word}"));
    let Some(evaluable) = find("evaluable") else { return Vec::new() };
    let inside = writing.members(|member| member.stratum == Stratum::Structural);
    if inside == 0 {
        return vec![
            "No patient is in the structural stratum, in which the change of imaging is judged.".into(),
        ];
    }
    let mut told = vec![format!(
        "In the structural stratum imaging before and after could be compared in {}{see}.",
        say::share(evaluable)
    )];
    if evaluable.numerator == Some(0) {
        return told;
    }
    let classes = [
        ("progression", "showed progression"),
        ("resolution_or_shrinkage", "resolution or shrinkage"),
        ("stable", "stable disease"),
    ];
    let classes: Vec<String> = classes
        .into_iter()
        .filter_map(|(word, name)| Some(format!("{} {name}", say::share(find(word)?))))
        .collect();
    told.push(format!("Of these, {}.", say::parts(&classes)));
    if let (Some(resolution), Some(shrinkage)) = (find("resolution"), find("shrinkage")) {
        told.push(format!(
            "Resolution was seen in {} and shrinkage in {}.",
            say::share(resolution),
            say::share(shrinkage)
        ));
    }
    told.extend(insufficient(evaluable));
    told
}

fn insufficient(evaluable: &Estimate) -> Option<String> {
    let missing = evaluable.denominator? - evaluable.numerator?.min(evaluable.denominator?);
    (missing > 0).then(|| {
        format!(
            "The {} with insufficient data {} in none of these classes.",
            match missing {
                1 => "patient".to_owned(),
                n => format!("{} patients", number::count(n)),
            },
            if missing == 1 { "is" } else { "are" }
        )
    })
}

fn reoperated(writing: &Writing<'_>) -> String {
    let inside = writing.members(|member| member.stratum == Stratum::Reoperated);
    let Some(found) = writing.results().estimate("reoperated.imaging.findings_1_2y") else {
        return String::new();
    };
    if inside == 0 {
        return "No patient is in the reoperated stratum.".into();
    }
    let (first, last) = writing.protocol().windows.follow_up_days;
    let missing = match found.missing {
        0 => String::new(),
        n => format!(" {} had no neck study in that time.", say::capital(&say::patients(n))),
    };
    format!(
        "In the reoperated stratum imaging {first} to {last} days after the index date showed disease in {}.{missing}",
        say::share(found)
    )
}
