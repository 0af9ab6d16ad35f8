//! Scheduler and executors as processes, ended with the value that stands for them.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// A process that is killed when this goes, also in a panic.
pub struct Process {
    child: Child,
    pub address: String,
}

impl Process {
    fn start(arguments: &[&str]) -> Process {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cluster-node"));
        let child = command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let mut process = Process { child: child.expect("the binary was built"), address: String::new() };
        let output = process.child.stdout.take().expect("the output is piped");
        BufReader::new(output).read_line(&mut process.address).expect("the address is text");
        process.address = process.address.trim().to_owned();
        assert!(!process.address.is_empty(), "the process ended at once");
        process
    }

    /// Ends the process as a machine ends that loses its power.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A scheduler and its executors.
pub struct Cluster {
    pub scheduler: Process,
    pub executors: Vec<Process>,
}

impl Cluster {
    /// Starts them on free ports of loopback; the executors keep their files below `scratch`.
    pub fn start(n_executors: usize, scratch: &Path) -> Cluster {
        let scheduler = Process::start(&["scheduler", "127.0.0.1:0"]);
        let scratch = scratch.to_str().expect("a temporary folder has a plain name");
        let executor = |_| Process::start(&["executor", &scheduler.address, "127.0.0.1:0", scratch]);
        let executors = (0..n_executors).map(executor).collect();
        Cluster { scheduler, executors }
    }

    pub fn url(&self) -> String {
        format!("ballista://{}", self.scheduler.address)
    }
}

/// Panics when the work takes longer; a test that hangs tells nothing.
pub fn within<T: Send + 'static>(limit: Duration, work: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = channel();
    std::thread::spawn(move || sender.send(work()));
    match receiver.recv_timeout(limit) {
        Ok(answer) => answer,
        Err(RecvTimeoutError::Timeout) => panic!("not done after {limit:?}"),
        Err(RecvTimeoutError::Disconnected) => panic!("the work panicked"),
    }
}
