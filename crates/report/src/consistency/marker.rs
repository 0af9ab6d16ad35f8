//! Pairs of thyroglobulin: n and missing, and means that belong together.

use analysis::{Results, Stratum};

use super::flow::members;
use super::{Check, sum};

pub(super) fn checks(results: &Results) -> Vec<Check> {
    Stratum::ALL.iter().flat_map(|stratum| of_stratum(results, *stratum)).collect()
}

fn of_stratum(results: &Results, stratum: Stratum) -> Vec<Check> {
    let name = stratum.word();
    let inside = members(results, |member| member.stratum == stratum);
    let prefix = format!("{name}.sttg.");
    let all = results.estimates.iter().filter(|found| found.id.starts_with(&prefix));
    let whole = all.clone().all(|found| found.n + found.missing == inside);
    let change = results.estimate(&format!("{name}.sttg.change"));
    let pairs = change.map_or((0, inside), |found| (found.n, found.missing));
    let mean = |word: &str| results.estimate(&format!("{name}.sttg.{word}")).and_then(|found| found.value);
    let difference = match (mean("before"), mean("after"), mean("change")) {
        (Some(before), Some(after), Some(change)) => {
            (after - before - change).abs() <= 1e-9 * (1.0 + before.abs())
        }
        _ => true,
    };
    vec![
        sum(&format!("Pairs and patients without one are the {name} stratum"), &[pairs.0, pairs.1], inside),
        Check::new(format!("So it is in each of the {} estimates of its thyroglobulin", all.count()), whole),
        Check::new(format!("The mean change is mean after less mean before, {name}"), difference),
    ]
}
