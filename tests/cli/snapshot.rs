//! What was printed, compared with a stored text.

use std::fs;
use std::path::PathBuf;

use crate::scratch::Answer;

impl Answer {
    /// Compares the whole answer with `snapshots/<name>.txt`, with the version left out.
    ///
    /// A missing text fails like a different one; `UPDATE_SNAPSHOTS=1` writes it.
    pub fn is(self, name: &str) -> Answer {
        let found = self.text();
        let path =
            PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("../../tests/cli/snapshots/{name}.txt"));
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some_and(|value| value == "1") {
            fs::write(&path, &found).expect("written");
        }
        let stored = fs::read_to_string(&path).unwrap_or_default().replace('\r', "");
        assert!(
            stored == found,
            "snapshots/{name}.txt differs (UPDATE_SNAPSHOTS=1 rewrites it)\n{}",
            difference(&stored, &found)
        );
        self
    }

    fn text(&self) -> String {
        let code = self.code.map_or("a signal".into(), |code| code.to_string());
        let made = if self.made.is_empty() { "nothing".into() } else { self.made.join(" ") };
        let mut text = format!("$ retreat {}\nexit {code}, made {made}\n", self.asked);
        for (title, printed) in [("standard output", &self.out), ("standard error", &self.err)] {
            if !printed.is_empty() {
                text += &format!("--- {title}\n{}\n", printed.trim_end());
            }
        }
        text.replace(env!("CARGO_PKG_VERSION"), "VERSION")
    }
}

/// The first line in which two texts differ.
fn difference(stored: &str, found: &str) -> String {
    let (mut stored, mut found) = (stored.lines(), found.lines());
    let mut number = 0;
    loop {
        number += 1;
        match (stored.next(), found.next()) {
            (None, None) => return "only in the final line break".into(),
            (a, b) if a == b => {}
            (a, b) => {
                let shown = |line: Option<&str>| line.unwrap_or("(nothing more)").to_owned();
                return format!("line {number}\n  stored: {}\n  found:  {}", shown(a), shown(b));
            }
        }
    }
}
