//! Writes a synthetic hospital: `cargo run --release -p simulate --example hospital -- 2000 1 FOLDER [clean] [effect-only]`,
//! or, with `cdm SHARE` and perhaps `parquet` at the end, as a CDM whose share of patients is SHARE.

use std::path::Path;
use std::time::Instant;

use simulate::{Cdm, Mess, Plan, Role, Scenario, Sheet, Table, TableFiles};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [n_persons, seed, folder, rest @ ..] = &arguments[..] else {
        eprintln!("usage: hospital PERSONS SEED FOLDER [clean] [effect-only]");
        std::process::exit(2);
    };
    let mut plan = Plan::new(n_persons.parse().expect("a number of persons"), seed.parse().expect("a seed"));
    if let [word, share, rest @ ..] = rest
        && word == "cdm"
    {
        let files = if rest.is_empty() { TableFiles::Csv } else { TableFiles::Parquet };
        return write_cdm(&plan, &Cdm { files, share: share.parse().expect("a share") }, Path::new(folder));
    }
    for word in rest {
        match word.as_str() {
            "clean" => plan.mess = Mess::None,
            "effect-only" => plan.scenario = Scenario::effect_only(),
            _ => eprintln!("{word} is ignored"),
        }
    }
    let start = Instant::now();
    match simulate::write(&plan, Path::new(folder), &|_| {}) {
        Ok(summary) => {
            println!(
                "{} persons, {} MB, {:.2?}",
                summary.n_persons,
                summary.n_bytes / 1_000_000,
                start.elapsed()
            );
            Sheet::ALL.iter().for_each(|sheet| println!("{:>10} {}", summary.rows(*sheet), sheet.word()));
            Role::ALL.iter().for_each(|role| println!("{:>10} {}", summary.persons(*role), role.word()));
        }
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(1);
        }
    }
}

fn write_cdm(plan: &Plan, cdm: &Cdm, folder: &Path) {
    let start = Instant::now();
    match simulate::write_omop(plan, cdm, folder, &|_| {}) {
        Ok(summary) => {
            let (n_persons, n_patients) = (summary.n_persons, summary.n_patients);
            println!("{n_persons} persons, {n_patients} patients, {:.2?}", start.elapsed());
            let rows = Table::ALL.iter().zip(summary.n_rows);
            rows.for_each(|(table, n_rows)| println!("{n_rows:>10} {}", table.word()));
        }
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(1);
        }
    }
}
