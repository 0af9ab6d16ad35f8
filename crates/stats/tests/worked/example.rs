//! The `example` block of a method's page.

use std::collections::HashMap;
use std::path::PathBuf;

/// The `name = numbers` lines of a page's example block.
pub struct Example {
    page: String,
    lines: HashMap<String, String>,
}

impl Example {
    pub fn of(page: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/methods").join(page);
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{page}: {error}"));
        let block =
            text.split("```example\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
        let lines = block.lines().filter_map(|line| line.split_once(" = "));
        let lines = lines.map(|(name, numbers)| (name.to_string(), numbers.to_string())).collect();
        Self { page: page.to_string(), lines }
    }

    pub fn numbers(&self, name: &str) -> Vec<f64> {
        self.lines[name].split_whitespace().map(|number| number.parse().unwrap()).collect()
    }

    #[track_caller]
    pub fn says(&self, name: &str, actual: f64) {
        let printed = &self.lines[name];
        let decimals = printed.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let error = (actual - printed.parse::<f64>().unwrap()).abs();
        assert!(
            error <= 0.5000001 * 0.1_f64.powi(decimals as i32),
            "{}: {name} = {printed}, computed {actual}",
            self.page
        );
    }
}
