//! The Rust side of `just bench-stats`: times one call of an estimator at a time, as the R and Python workers do.
//!
//! Lines on standard input, fields between tabs, one line of answer each:
//!
//! - `list` gives the estimators known here
//! - `run <estimator> <peer> <folder of the case> <seconds> <clock>` repeats the call until the seconds are filled
//!   and gives `ok <seconds of one call> <repetitions> <name=number>...`; the peer's name is not read here; the
//!   clock is `wall`, or `cpu` for the processor's time of all threads (Linux)
//!
//! Data are read before the clock starts; the checks at the door (`Pairs::new` and the like) are part of the call.

mod columns;
mod estimators;

use columns::Columns;
use std::io::{BufRead, Write};
use std::time::Instant;

type Answers = Vec<(&'static str, f64)>;

fn main() {
    let mut loaded: Option<(String, Columns)> = None;
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("a line of text");
        println!("{}", reply(&line.split('\t').collect::<Vec<_>>(), &mut loaded));
        std::io::stdout().flush().expect("a reader at the other end");
    }
}

fn reply(fields: &[&str], loaded: &mut Option<(String, Columns)>) -> String {
    match fields {
        ["list"] => estimators::names().collect::<Vec<_>>().join("\t"),
        ["run", estimator, _, folder, seconds, clock] => {
            if loaded.as_ref().is_none_or(|(name, _)| name != folder) {
                *loaded = Some((folder.to_string(), Columns::read(folder.as_ref())));
            }
            let (_, columns) = loaded.as_ref().expect("loaded above");
            match estimators::prepare(estimator, columns) {
                Some(call) => timed(call, seconds.parse().expect("seconds"), Clock::named(clock)),
                None => "error\tnot known here".to_string(),
            }
        }
        _ => "error\tnot understood".to_string(),
    }
}

/// The first call warms up; beyond 5 s it is the one that counts. Then ever more calls until they fill the time.
fn timed(call: Box<dyn Fn() -> Answers + '_>, seconds: f64, clock: Clock) -> String {
    let start = Instant::now();
    let before = clock.seconds();
    let answers = call();
    let (mut passed, mut repetitions) = (clock.seconds() - before, 1_u64);
    if start.elapsed().as_secs_f64() < 5.0 {
        passed = 0.0;
        while passed < seconds {
            repetitions *= if passed == 0.0 { 1 } else { (1.2 * seconds / passed).clamp(2.0, 10.0) as u64 };
            let before = clock.seconds();
            for _ in 0..repetitions {
                std::hint::black_box(call());
            }
            passed = (clock.seconds() - before).max(1e-9);
        }
    }
    let answers = answers.iter().map(|(name, value)| format!("\t{name}={value:e}")).collect::<String>();
    format!("ok\t{:e}\t{repetitions}{answers}", passed / repetitions as f64)
}

enum Clock {
    Wall(Instant),
    Cpu,
}

impl Clock {
    fn named(name: &str) -> Self {
        if name == "cpu" { Self::Cpu } else { Self::Wall(Instant::now()) }
    }

    /// Since some moment in the past.
    fn seconds(&self) -> f64 {
        match self {
            Self::Wall(start) => start.elapsed().as_secs_f64(),
            Self::Cpu => threads().map(|thread| on_cpu(&thread)).sum::<f64>() / 1e9,
        }
    }
}

fn threads() -> impl Iterator<Item = std::path::PathBuf> {
    std::fs::read_dir("/proc/self/task").expect("Linux").map(|thread| thread.expect("a thread").path())
}

/// Nanoseconds this thread has run.
fn on_cpu(thread: &std::path::Path) -> f64 {
    let text = std::fs::read_to_string(thread.join("schedstat")).expect("a kernel with schedstat");
    text.split(' ').next().and_then(|first| first.parse().ok()).expect("a number")
}
