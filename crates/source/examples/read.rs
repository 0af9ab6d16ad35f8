//! Reads sources and prints the account of their rows, with the time taken:
//! `cargo run --release -p source --example read -- <source>...`

use std::time::Instant;

use source::{Failure, Options, SourceSpec, read};

fn main() {
    let specs: Vec<SourceSpec> = std::env::args_os().skip(1).map(SourceSpec::new).collect();
    let begin = Instant::now();
    match read(&specs, &Options::default(), &()) {
        Ok(reading) => {
            println!("{:.3} s, {} persons", begin.elapsed().as_secs_f64(), reading.population.len());
            for file in &reading.files {
                println!(
                    "{:<20} read {:>9} used {:>9} not used {:>6} ignored {:>6} duplicates {:>6} conflicting {:>4} {}",
                    file.name,
                    file.rows_read,
                    file.rows_used,
                    file.rows_not_used,
                    file.rows_ignored,
                    file.duplicates,
                    file.conflicting,
                    &file.sha256[..8],
                );
            }
            let mut kinds = std::collections::BTreeMap::new();
            for finding in &reading.findings {
                *kinds.entry(finding.kind.word()).or_insert(0u32) += 1;
            }
            println!("{kinds:?}");
            println!("not read: {:?}", reading.not_read);
        }
        Err(Failure::Refused(refusal)) => println!("{refusal}"),
        Err(Failure::World(error)) => println!("{error}"),
    }
    print_peak();
}

/// The peak memory of the process, where the system tells.
fn print_peak() {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    if let Some(line) = status.lines().find(|line| line.starts_with("VmHWM")) {
        println!("{line}");
    }
}
