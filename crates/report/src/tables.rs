//! The machine-readable outputs (contract 8). Numbers in shortest round-trip form.

use std::borrow::Cow;
use std::fmt::Write;

use analysis::{Estimate, MarkerValue, MemberRow, Results, SensitivityRun};
use serde_json::{Map, Value, json};

use crate::document::{ConceptLine, QualityLine, ReviewRow};

const PATIENT_COLUMNS: &str = "person_id,stratum,index_date,age_at_index,sex,rai1_date,rai1_mci,rai2_mci,\
sttg_before,sttg_before_date,sttg_before_censored,sttg_after,sttg_after_date,sttg_after_censored,\
in_paired_analysis,pair_exclusion,imaging_change,imaging_findings_1_2y,response_before,response_1_2y,\
response_last,final_status,additional_treatment,additional_treatment_types,last_visit_date,review_flags\n";

/// `patients.csv`: one row per member.
pub fn patients_csv(results: &Results) -> String {
    let mut out = String::with_capacity(PATIENT_COLUMNS.len() + 200 * results.members.len());
    out.push_str(PATIENT_COLUMNS);
    for member in &results.members {
        let cells = patient_cells(member);
        write_row(&mut out, cells.iter().map(|cell| &**cell));
    }
    out
}

fn patient_cells(member: &MemberRow) -> Vec<Cow<'_, str>> {
    let number = |value: Option<f64>| Cow::from(value.map(|value| value.to_string()).unwrap_or_default());
    let yes_no = |flag: bool| Cow::from(if flag { "yes" } else { "no" });
    let word = |word: Option<&'static str>| Cow::from(word.unwrap_or_default());
    let text = |text: &Option<String>| Cow::from(text.clone().unwrap_or_default());
    let kinds: Vec<&str> = member.additional.iter().map(|kind| kind.word()).collect();
    let flags: Vec<&str> = member.flags.iter().map(|flag| flag.word()).collect();
    let mut cells: Vec<Cow<str>> = vec![
        Cow::from(&member.person_id),
        Cow::from(member.stratum.word()),
        Cow::from(&member.index_date),
        Cow::from(member.age_at_index.map(|age| age.to_string()).unwrap_or_default()),
        Cow::from(member.sex),
        Cow::from(&member.rai1_date),
        number(member.rai1_mci),
        number(member.rai2_mci),
    ];
    for value in [&member.before, &member.after] {
        cells.extend(marker_cells(value.as_ref()));
    }
    cells.extend([
        yes_no(member.in_paired_analysis()),
        word(member.pair_exclusion.map(|exclusion| exclusion.word())),
        word(member.imaging_change.map(|change| change.word())),
        word(member.imaging_findings.map(|findings| findings.word())),
        Cow::from(member.response_before.word()),
        Cow::from(member.response_1_2y.word()),
        Cow::from(member.response_last.word()),
        Cow::from(member.final_status.word()),
        yes_no(!member.additional.is_empty()),
        Cow::from(kinds.join(";")),
        text(&member.last_visit),
        Cow::from(flags.join(";")),
    ]);
    cells
}

fn marker_cells(value: Option<&MarkerValue>) -> [Cow<'_, str>; 3] {
    match value {
        Some(value) => {
            [Cow::from(value.number.to_string()), Cow::from(value.date.as_str()), Cow::from(value.censored)]
        }
        None => [Cow::from(""), Cow::from(""), Cow::from("")],
    }
}

/// `excluded.csv`: every other person with the one reason.
pub fn excluded_csv(results: &Results) -> String {
    let mut out = String::from("person_id,reason\n");
    for gone in &results.exclusions {
        write_row(&mut out, [gone.person_id.as_str(), gone.reason].into_iter());
    }
    out
}

/// `attrition.csv`: the steps with their counts.
pub fn attrition_csv(results: &Results) -> String {
    let mut out = String::from("step,criterion,excluded,remaining\n");
    for (step, row) in results.attrition.iter().enumerate() {
        let _ = writeln!(out, "{step},{},{},{}", row.criterion, row.n_excluded, row.n_remaining);
    }
    out
}

/// `review.csv`: every value that was not used as recorded.
pub fn review_csv(rows: &[ReviewRow]) -> String {
    let mut out = String::from("person_id,source,line,kind,message\n");
    for row in rows {
        let line = row.line.to_string();
        let cells = [&row.person_id, &row.source, &line, &row.kind, &row.message];
        write_row(&mut out, cells.into_iter().map(String::as_str));
    }
    out
}

/// `quality.csv`: the data-quality account.
pub fn quality_csv(lines: &[QualityLine]) -> String {
    let mut out = String::from("place,check,detail,n,of\n");
    for line in lines {
        let (n, of) = (line.n.to_string(), line.of.map(|of| of.to_string()).unwrap_or_default());
        let cells = [&*line.place, line.check, &line.detail, &n, &of];
        write_row(&mut out, cells.into_iter());
    }
    out
}

/// `concepts.csv`: the codes of the concept sets, where and how often they were found.
pub fn concepts_csv(lines: &[ConceptLine]) -> String {
    let mut out = String::from(
        "set,vocabulary,code,name,excluded,concepts_in_vocabulary,table,found_by,rows,persons\n",
    );
    for line in lines {
        let excluded = if line.is_excluded { "yes" } else { "no" };
        let (concepts, rows) = (line.n_concepts.to_string(), line.n_rows.to_string());
        let persons = line.n_persons.map(|n| n.to_string()).unwrap_or_default();
        let first = [line.set, &line.vocabulary, &line.code, &line.name, excluded, &concepts];
        write_row(&mut out, first.into_iter().chain([line.table, line.by, &rows, &persons]));
    }
    out
}

/// The findings about a paper's printed figures, as JSON.
pub fn audit_json(figures: &audit::Figures, findings: &[audit::Finding]) -> String {
    let n = |severity| findings.iter().filter(|found| found.severity == severity).count();
    let counts: Map<String, Value> =
        audit::Severity::ALL.iter().map(|severity| (severity.word().into(), n(*severity).into())).collect();
    let list: Vec<Value> = findings.iter().map(finding_json).collect();
    let whole = json!({
        "title": figures.title,
        "reference": figures.reference,
        "figures": figures.n_figures(),
        "counts": counts,
        "findings": list,
    });
    format!("{whole:#}\n")
}

fn finding_json(found: &audit::Finding) -> Value {
    json!({
        "severity": found.severity.word(),
        "check": found.rule.word(),
        "where": found.place,
        "claim": found.claim,
        "expected": found.expected,
        "explanation": found.explanation,
    })
}

/// `results.json`: the estimates of the contract, then the further ones.
pub fn results_json(results: &Results) -> String {
    let array = |list: &[Estimate]| list.iter().map(estimate_json).collect::<Vec<Value>>();
    let mut whole = json!({
        "study": results.study,
        "protocol_hash": results.protocol_hash,
        "estimates": array(&results.estimates),
        "further": array(&results.further),
    });
    if !results.sensitivity.is_empty() {
        whole["sensitivity"] = results.sensitivity.iter().map(run_json).collect();
    }
    let mut text = serde_json::to_string_pretty(&whole).unwrap_or_default();
    text.push('\n');
    text
}

/// One run under another choice, with all its estimates.
fn run_json(run: &SensitivityRun) -> Value {
    let estimates: Vec<Value> = run.estimates.iter().map(estimate_json).collect();
    json!({
        "id": run.id,
        "label": run.label,
        "changes": run.changes,
        "caution": run.caution,
        "members": run.n_members,
        "left": run.n_left,
        "joined": run.n_joined,
        "estimates": estimates,
    })
}

fn estimate_json(estimate: &Estimate) -> Value {
    let number = |value: f64| {
        // Whole numbers are printed without `.0`.
        if value.fract() == 0.0 && value.abs() < 9e15 { json!(value as i64) } else { json!(value) }
    };
    let mut map = Map::new();
    map.insert("id".into(), json!(estimate.id));
    map.insert("label".into(), json!(estimate.label));
    map.insert("population".into(), json!(estimate.population));
    map.insert("n".into(), json!(estimate.n));
    map.insert("missing".into(), json!(estimate.missing));
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            map.insert(name.into(), value);
        }
    };
    put("censored", estimate.censored.map(|n| json!(n)));
    put("numerator", estimate.numerator.map(|n| json!(n)));
    put("denominator", estimate.denominator.map(|n| json!(n)));
    put("value", estimate.value.map(number));
    put("unit", Some(json!(estimate.unit)));
    put("sd", estimate.sd.map(number));
    put("median", estimate.median.map(number));
    put("q1", estimate.q1.map(number));
    put("q3", estimate.q3.map(number));
    put("ci_low", estimate.ci.map(|ci| number(ci.0)));
    put("ci_high", estimate.ci.map(|ci| number(ci.1)));
    put("ci_level", estimate.ci_level.map(number));
    put("p_value", estimate.p_value.map(number));
    put("method", estimate.method.map(|method| json!(method)));
    Value::Object(map)
}

fn write_row<'a>(out: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (position, cell) in cells.enumerate() {
        if position > 0 {
            out.push(',');
        }
        out.push_str(&csv_cell(cell));
    }
    out.push('\n');
}

/// A cell, quoted where it must be. Text that a spreadsheet would take for a formula keeps its
/// characters: the files are data, not sheets.
pub fn csv_cell(text: &str) -> Cow<'_, str> {
    if text.contains([',', '"', '\n', '\r']) {
        Cow::from(format!("\"{}\"", text.replace('"', "\"\"")))
    } else {
        Cow::from(text)
    }
}
