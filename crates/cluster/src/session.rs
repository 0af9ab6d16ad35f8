//! Statements sent to a scheduler, tried again where the cluster lost a part of itself.

use std::sync::Arc;
use std::time::Duration;

use ballista::prelude::{SessionConfigExt, SessionContextExt};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{ListingOptions, ListingTable, ListingTableConfig};
use datafusion::error::{DataFusionError, Result as Answer};
use datafusion::execution::{SendableRecordBatchStream, SessionStateBuilder};
use datafusion::prelude::{SessionConfig, SessionContext};
use futures::StreamExt;
use sieve::Failure;
use tokio::runtime::Runtime;

use crate::address::Address;
use crate::failure::{refused, world};
use crate::life;
use crate::tables::{Columns, StoredFile};

/// The largest message: a statement with a million identifiers.
pub(crate) const MESSAGE_BYTES: usize = 256 << 20;
/// How often a statement is sent before its failure counts.
const ATTEMPTS: usize = 3;

/// A session of a scheduler, and the thread that waits for it.
pub(crate) struct Session {
    address: Address,
    patience: Duration,
    context: SessionContext,
    runtime: Arc<Runtime>,
}

impl Session {
    /// Opens a session that cuts tables into this many parts.
    ///
    /// # Errors
    /// When no scheduler with an executor is there within `patience`.
    pub(crate) fn new(
        address: &Address,
        patience: Duration,
        n_parts: usize,
        runtime: Arc<Runtime>,
    ) -> Result<Session, Failure> {
        runtime.block_on(life::ready(address, patience))?;
        let config = SessionConfig::new_with_ballista()
            .with_ballista_grpc_client_max_message_size(MESSAGE_BYTES)
            .with_target_partitions(n_parts)
            // Asking again and again notices a scheduler that died; waiting to be told does not.
            .set_str("ballista.client.pull", "true")
            // After an executor's death the adaptive planner of 55.0 can wait for ever
            // (docs/decisions/0007-what-ballista-does-not-finish.md).
            .set_str("ballista.planner.adaptive.enabled", "false");
        let state = SessionStateBuilder::new().with_config(config).with_default_features().build();
        let url = format!("df://{}", address.socket());
        let context = runtime.block_on(SessionContext::remote_with_state(&url, state));
        let context = context.map_err(|error| refused(address, "opening a session", &error.to_string()))?;
        Ok(Session { address: address.clone(), patience, context, runtime })
    }

    /// Makes files known under a name.
    pub(crate) fn register(
        &self,
        name: &str,
        columns: &Columns,
        files: &[&StoredFile],
    ) -> Result<(), Failure> {
        let options = ListingOptions::new(Arc::new(ParquetFormat::default())).with_file_extension("");
        let urls = files.iter().map(|file| file.url.clone()).collect();
        let config = ListingTableConfig::new_with_multi_paths(urls)
            .with_listing_options(options)
            .with_schema(columns.schema());
        let table = ListingTable::try_new(config);
        let registered = table.and_then(|table| self.context.register_table(name, Arc::new(table)));
        registered.map(drop).map_err(|error| refused(&self.address, &naming(name), &error.to_string()))
    }

    /// All rows that a statement gives.
    ///
    /// # Errors
    /// When the statement fails [`ATTEMPTS`] times or nobody is alive to answer it.
    pub(crate) fn rows(&self, what: &str, sql: &str) -> Result<Vec<RecordBatch>, Failure> {
        self.tried(what, || {
            let context = self.context.clone();
            let sql = sql.to_owned();
            self.watched(async move { context.sql(&sql).await?.collect().await })
        })
    }

    /// The rows that a statement gives, part after part.
    ///
    /// # Errors
    /// As [`Session::rows`], and whatever `each` gives.
    pub(crate) fn parts(
        &self,
        what: &str,
        sql: &str,
        each: &mut dyn FnMut(RecordBatch) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let (mut stream, mut part) = self.tried(what, || self.begun(sql))?;
        while let Some(batch) = part {
            each(batch)?;
            // What was given cannot be taken back: from here on a failure is one.
            let next = self.watched(async move { next(stream).await });
            (stream, part) = next?.map_err(|error| refused(&self.address, what, &error.to_string()))?;
        }
        Ok(())
    }

    fn begun(&self, sql: &str) -> Result<Answer<(SendableRecordBatchStream, Option<RecordBatch>)>, Failure> {
        let context = self.context.clone();
        let sql = sql.to_owned();
        self.watched(async move { next(context.sql(&sql).await?.execute_stream().await?).await })
    }

    fn tried<T>(&self, what: &str, once: impl Fn() -> Result<Answer<T>, Failure>) -> Result<T, Failure> {
        for _ in 1..ATTEMPTS {
            if let Ok(answer) = once()? {
                return Ok(answer);
            }
            self.runtime.block_on(life::ready(&self.address, self.patience))?;
        }
        once()?.map_err(|error| refused(&self.address, what, &error.to_string()))
    }

    /// The work's answer, unless the cluster dies over it. Work that panics, or during which an executor is
    /// lost, has failed.
    fn watched<T: Send + 'static>(
        &self,
        work: impl Future<Output = Answer<T>> + Send + 'static,
    ) -> Result<Answer<T>, Failure> {
        let mut work = self.runtime.spawn(work);
        self.runtime.block_on(async {
            let loss = tokio::select! {
                answer = &mut work => return Ok(answer.unwrap_or_else(|error| failed(&error.to_string()))),
                loss = life::loss(&self.address, self.patience) => loss,
            };
            work.abort();
            loss.map(|()| failed("an executor was lost"))
        })
    }
}

fn failed<T>(said: &str) -> Answer<T> {
    Err(DataFusionError::Execution(said.to_owned()))
}

async fn next(
    mut stream: SendableRecordBatchStream,
) -> Answer<(SendableRecordBatchStream, Option<RecordBatch>)> {
    let part = stream.next().await.transpose()?;
    Ok((stream, part))
}

fn naming(name: &str) -> String {
    format!("naming the files of {name}")
}

/// The threads that wait for the network.
///
/// # Errors
/// When the system gives none.
pub(crate) fn runtime() -> Result<Arc<Runtime>, Failure> {
    let built = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let help = "let this account start threads";
    built.map(Arc::new).map_err(|error| world("starting threads for the network", help, error))
}
