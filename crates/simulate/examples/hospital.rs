//! Writes a synthetic hospital: `cargo run --release -p simulate --example hospital -- 2000 1 FOLDER [clean] [effect-only]`.

use std::path::Path;
use std::time::Instant;

use simulate::{Mess, Plan, Role, Scenario, Sheet};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [n_persons, seed, folder, rest @ ..] = &arguments[..] else {
        eprintln!("usage: hospital PERSONS SEED FOLDER [clean] [effect-only]");
        std::process::exit(2);
    };
    let mut plan = Plan::new(n_persons.parse().expect("a number of persons"), seed.parse().expect("a seed"));
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
