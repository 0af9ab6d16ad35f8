//! Progress bars: drawn on a terminal, silent when piped.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar over the bytes read.
pub struct ReadingBar {
    bar: ProgressBar,
}

impl ReadingBar {
    /// A bar that is drawn once reading begins.
    pub fn new() -> ReadingBar {
        ReadingBar { bar: ProgressBar::hidden() }
    }
}

impl Default for ReadingBar {
    fn default() -> Self {
        ReadingBar::new()
    }
}

impl source::Progress for ReadingBar {
    fn begin(&self, total_bytes: u64) {
        self.bar.set_length(total_bytes);
        self.bar.set_style(style("{msg} [{bar:30}] {bytes}/{total_bytes}"));
        self.bar.set_message("reading");
        self.bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
    }

    fn advance(&self, bytes: u64) {
        self.bar.inc(bytes);
    }

    fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// A bar over persons written.
pub fn person_bar(persons: usize) -> ProgressBar {
    let bar = ProgressBar::new(persons as u64);
    bar.set_style(style("{msg} [{bar:30}] {pos}/{len} persons"));
    bar.set_message("inventing a hospital");
    bar
}

/// A spinner with a message.
pub fn spinner(message: &'static str) -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    bar.set_message(message);
    bar.enable_steady_tick(std::time::Duration::from_millis(120));
    bar
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("=> ")
}
