//! The processes of a cluster: one scheduler, and executors that work for it.

use std::fs::DirBuilder;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ballista_core::config::TaskSchedulingPolicy;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::{create_scheduler, start_grpc_service_with_listener};
use datafusion_proto::protobuf::{LogicalPlanNode, PhysicalPlanNode};
use sieve::Failure;

use crate::failure::world;
use crate::session::{MESSAGE_BYTES, runtime};

/// Seconds of silence after which an executor counts as dead. A busy one still speaks every 5.
const SILENCE: u64 = 20;

/// An executor to start.
#[derive(Clone, Debug)]
pub struct Executor {
    /// Where the scheduler listens: host and port.
    pub scheduler: (String, u16),
    /// Where to listen; port 0 takes a free one.
    pub bind: SocketAddr,
    /// The name under which others reach this machine; without it, the address as the scheduler sees it.
    pub host: Option<String>,
    /// Where to keep what is passed on between executors (it may hold patients' rows); without it, a new
    /// folder of this process in the system's folder for such things.
    pub scratch: Option<PathBuf>,
    /// How many tasks at once; 0: one per processor.
    pub cores: usize,
}

/// Runs a scheduler until the process is ended. `listening` is told the address, also where port 0 was asked
/// for.
///
/// # Errors
/// When it cannot listen there.
pub fn serve_scheduler(bind: SocketAddr, listening: impl FnOnce(SocketAddr)) -> Result<(), Failure> {
    runtime()?.block_on(async {
        let cannot = |error: std::io::Error| cannot_listen(bind, error);
        let listener = tokio::net::TcpListener::bind(bind).await.map_err(cannot)?;
        let bind = listener.local_addr().map_err(cannot)?;
        let config = Arc::new(scheduler_config(bind));
        let served = async {
            let cluster = BallistaCluster::new_from_config(&config).await?;
            let scheduler =
                create_scheduler::<LogicalPlanNode, PhysicalPlanNode>(cluster, config.clone()).await?;
            listening(bind);
            start_grpc_service_with_listener(listener, scheduler).await
        };
        let stopped = |error| world(format!("scheduling on {bind}"), "start the scheduler again", error);
        served.await.map_err(|error: ballista_core::error::BallistaError| stopped(error))
    })
}

fn scheduler_config(bind: SocketAddr) -> SchedulerConfig {
    SchedulerConfig {
        // Executors ask for work: they need no port for it, and the network no way back to them.
        scheduling_policy: TaskSchedulingPolicy::PullStaged,
        executor_timeout_seconds: SILENCE,
        no_executors_grace_period_seconds: SILENCE,
        expire_dead_executor_interval_seconds: 2,
        finished_job_data_clean_up_interval_seconds: 60,
        grpc_server_max_decoding_message_size: MESSAGE_BYTES as u32,
        grpc_server_max_encoding_message_size: MESSAGE_BYTES as u32,
        grpc_client_max_message_size: MESSAGE_BYTES as u32,
        bind_host: bind.ip().to_string(),
        external_host: bind.ip().to_string(),
        bind_port: bind.port(),
        ..SchedulerConfig::default()
    }
}

/// Runs an executor until the process is ended. `listening` is told its address before it asks for work.
///
/// # Errors
/// When it cannot listen there, has no place for its scratch files or cannot reach the scheduler.
pub fn serve_executor(executor: &Executor, listening: impl FnOnce(SocketAddr)) -> Result<(), Failure> {
    let bind = free(executor.bind).map_err(|error| cannot_listen(executor.bind, error))?;
    let scratch = Scratch::new(executor.scratch.as_deref(), bind)?;
    listening(bind);
    let (host, port) = &executor.scheduler;
    let config = ExecutorProcessConfig {
        bind_host: bind.ip().to_string(),
        port: bind.port(),
        external_host: executor.host.clone(),
        scheduler_host: host.clone(),
        scheduler_port: *port,
        scheduler_connect_timeout_seconds: 30,
        vcores: executor.cores,
        task_scheduling_policy: TaskSchedulingPolicy::PullStaged,
        work_dir: Some(scratch.path.to_string_lossy().into_owned()),
        job_data_ttl_seconds: 3600,
        job_data_clean_up_interval_seconds: 60,
        grpc_max_decoding_message_size: MESSAGE_BYTES as u32,
        grpc_max_encoding_message_size: MESSAGE_BYTES as u32,
        ..ExecutorProcessConfig::default()
    };
    let ended = runtime()?.block_on(start_executor_process(Arc::new(config)));
    let what = format!("working for the scheduler at {host}:{port}");
    ended.map_err(|error| world(what, "see that the scheduler runs there and can be reached", error))
}

/// Ballista binds the address itself, so that a free port has to be found before.
fn free(bind: SocketAddr) -> std::io::Result<SocketAddr> {
    TcpListener::bind(bind)?.local_addr()
}

fn cannot_listen(bind: SocketAddr, error: std::io::Error) -> Failure {
    world(format!("listening on {bind}"), "name an address of this machine and a port that is free", error)
}

/// A folder that only this account can read, and that goes with the process.
struct Scratch {
    path: PathBuf,
}

impl Scratch {
    fn new(parent: Option<&Path>, bind: SocketAddr) -> Result<Scratch, Failure> {
        let parent = parent.map_or_else(std::env::temp_dir, Path::to_owned);
        let path = parent.join(format!("retreat-executor-{}-{}", std::process::id(), bind.port()));
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        let help = "name a folder in which this account may write";
        let made = builder.create(&path);
        made.map_err(|error| world(format!("making {}", path.display()), help, error))?;
        Ok(Scratch { path })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is in the system's folder for such things, unreadable for others.
        let _ = std::fs::remove_dir_all(&self.path);
    }
}
