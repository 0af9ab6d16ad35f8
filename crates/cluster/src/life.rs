//! Whether a scheduler answers and has executors that live.

use std::time::Duration;

use sieve::Failure;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};

use crate::address::Address;
use crate::failure;

/// What a scheduler says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Life {
    /// It does not answer.
    Silent,
    /// It answers and has no executor.
    Alone,
    /// It has so many executors that live.
    Ready(usize),
}

/// Asks the scheduler once.
pub(crate) async fn life(address: &Address) -> Life {
    const LONGEST: Duration = Duration::from_secs(5);
    match timeout(LONGEST, answer(address)).await {
        Ok(Ok(answer)) if answer.starts_with("HTTP/1.1 200") => Life::Ready(n_executors(&answer)),
        Ok(Ok(answer)) if answer.starts_with("HTTP/1.1 503") => Life::Alone,
        _ => Life::Silent,
    }
}

/// Its page says `ready: 2 executors registered`.
fn n_executors(answer: &str) -> usize {
    let said = answer.rsplit_once("ready: ").and_then(|(_, said)| said.split(' ').next()?.parse().ok());
    said.unwrap_or(1)
}

/// The scheduler's own page for such questions, on the port of everything else.
async fn answer(address: &Address) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address.socket()).await?;
    let request = format!("GET /readyz HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", address.socket());
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.take(4096).read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// Comes back as soon as the scheduler is ready.
///
/// # Errors
/// When it is not within `patience`.
pub(crate) async fn ready(address: &Address, patience: Duration) -> Result<(), Failure> {
    let start = Instant::now();
    loop {
        let life = life(address).await;
        if let Life::Ready(_) = life {
            return Ok(());
        }
        if start.elapsed() >= patience {
            return Err(death(address, life, patience));
        }
        sleep(BETWEEN).await;
    }
}

/// Comes back when fewer executors live than before: what they kept for others is gone.
///
/// # Errors
/// When the scheduler has not been ready for as long as `patience`.
pub(crate) async fn loss(address: &Address, patience: Duration) -> Result<(), Failure> {
    let mut most = 0;
    loop {
        sleep(BETWEEN).await;
        match life(address).await {
            Life::Ready(n) if n < most => return Ok(()),
            Life::Ready(n) => most = n,
            Life::Alone => return ready(address, patience).await,
            // Under a heavy load it may be slow to say anything.
            Life::Silent => ready(address, patience).await?,
        }
    }
}

const BETWEEN: Duration = Duration::from_millis(500);

fn death(address: &Address, life: Life, waited: Duration) -> Failure {
    match life {
        Life::Alone => failure::no_executor(address, waited),
        _ => failure::no_scheduler(address, waited),
    }
}
