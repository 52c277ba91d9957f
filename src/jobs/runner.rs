//! Doing the jobs: lease, run outside any transaction, mark.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::timeout;

use super::backoff;
use super::bell::{Bell, Stop, pulse};
use super::model::{Failure, Leased};
use super::registry::{Registry, Run};
use super::schedule;
use super::store::{self, Mark};
use crate::db::{Conn, Database};
use crate::kernel::{Actor, Clock, Ctx, Error, Result};

/// How long a job belongs to the worker that took it, in seconds; afterwards another may take it.
const LEASE_SECONDS: i64 = 600;
/// How long one run may take; shorter than the lease, so that a slow run is not done twice at once.
const RUN_LIMIT: Duration = Duration::from_mins(9);
/// How many jobs of one server run at once.
const AT_ONCE: i64 = 2;
/// The least time between two looks at the queue, however often the bell rings.
const CALM: Duration = Duration::from_millis(200);
/// How long to wait when the database fails.
const TROUBLE: Duration = Duration::from_secs(5);
/// How often a mark is tried again when the database is away: without it the job waits until its lease ends, and is done
/// twice.
const MARK_TRIES: u32 = 12;
/// The longest error that is kept, in characters.
const LONGEST_ERROR: usize = 500;

/// Does the jobs of the registry.
#[derive(Debug)]
pub struct Runner {
    db: Database,
    clock: Arc<dyn Clock>,
    registry: Registry,
}

impl Runner {
    /// Ready to run.
    pub fn new(db: Database, clock: Arc<dyn Clock>, registry: Registry) -> Arc<Self> {
        Arc::new(Self { db, clock, registry })
    }

    /// Works until told to stop, and finishes what was begun.
    pub async fn run(self: Arc<Self>, bell: Bell, stop: Stop) {
        let round = || {
            let (this, stop) = (Arc::clone(&self), stop.clone());
            async move {
                match this.run_due(&stop).await {
                    Ok(_) => CALM,
                    Err(error) => {
                        tracing::error!(%error, "the job queue cannot be worked on");
                        TROUBLE
                    }
                }
            }
        };
        pulse(&bell, &stop, round).await;
    }

    /// Does everything that is due now, and returns how many runs that were.
    ///
    /// # Errors
    ///
    /// If the database fails; what a handler says is kept with its job instead.
    pub async fn run_due(self: &Arc<Self>, stop: &Stop) -> Result<usize> {
        self.start_schedules().await?;
        let mut runs = 0;
        while !stop.is_set() {
            let mut working = JoinSet::new();
            for job in self.lease_due().await? {
                let this = Arc::clone(self);
                working.spawn(async move { this.run_one(job).await });
            }
            let (mut done, mut failed) = (0, None);
            // Every run is waited for, whatever the others came to: dropping the set would end them half-way.
            while let Some(run) = working.join_next().await {
                match run.map_err(Error::internal).flatten() {
                    Ok(()) => done += 1,
                    Err(error) => failed = Some(error),
                }
            }
            if let Some(error) = failed {
                return Err(error);
            }
            if done == 0 {
                break;
            }
            runs += done;
        }
        Ok(runs)
    }

    async fn start_schedules(&self) -> Result<()> {
        let ctx = self.ctx();
        let (all, now) = (self.registry.schedules().to_vec(), ctx.now);
        for due in self.db.read(move |conn| schedule::list_due(conn, &all, now)).await? {
            let ctx = ctx.clone();
            self.db.write(move |conn| schedule::start(conn, &ctx, due)).await?;
        }
        Ok(())
    }

    /// Takes the next few jobs, those that another server did not take first.
    async fn lease_due(&self) -> Result<Vec<Leased>> {
        let (now, kinds) = (self.clock.now(), self.registry.kinds());
        let until = now.plus_seconds(LEASE_SECONDS);
        let due = self.db.read(move |conn| store::list_due(conn, &kinds, now, AT_ONCE)).await?;
        if due.is_empty() {
            return Ok(Vec::new());
        }
        self.db.write(move |conn| store::lease(conn, &due, now, until)).await
    }

    async fn run_one(&self, job: Leased) -> Result<()> {
        let outcome = if job.tries > backoff::JOBS.most_tries() {
            Err(Failure::GiveUp(Error::internal("the server stopped in the middle of it, every time")))
        } else {
            self.work(&job).await
        };
        self.mark(job, outcome).await
    }

    async fn work(&self, job: &Leased) -> Result<(), Failure> {
        for handler in self.registry.handlers(&job.kind) {
            // A task of its own, so that a panic is this job's failure and nobody else's.
            let running = tokio::spawn(handler(Run { payload: job.payload.clone(), tries: job.tries }));
            let abort = running.abort_handle();
            match timeout(RUN_LIMIT, running).await {
                Ok(Ok(outcome)) => outcome?,
                Ok(Err(panic)) => return Err(Failure::Retry(Error::while_doing("the handler", panic))),
                Err(_) => {
                    abort.abort();
                    return Err(Failure::Retry(Error::internal("the handler took too long")));
                }
            }
        }
        Ok(())
    }

    async fn mark(&self, job: Leased, outcome: Result<(), Failure>) -> Result<()> {
        let now = self.clock.now();
        let wait = match &outcome {
            Err(Failure::Retry(_)) => backoff::JOBS.after(job.tries),
            _ => None,
        };
        let error = outcome.err().map(|failure| failure.to_string().chars().take(LONGEST_ERROR).collect::<String>());
        if let Some(error) = &error {
            tracing::warn!(job = %job.id, kind = job.kind, tries = job.tries, wait, error, "a job failed");
        }
        let id = job.id;
        let write = move |conn: &mut Conn| {
            let mark = match (&error, wait) {
                (None, _) => Mark::Done,
                (Some(error), Some(wait)) => Mark::Again { at: now.plus_seconds(wait), error },
                (Some(error), None) => Mark::Failed { error },
            };
            store::mark(conn, &job, &mark, now)
        };
        let mut held = self.db.write(write.clone()).await;
        for _ in 0..MARK_TRIES {
            if !matches!(held, Err(Error::Unavailable(_))) {
                break;
            }
            tokio::time::sleep(TROUBLE).await;
            held = self.db.write(write.clone()).await;
        }
        if !held? {
            tracing::warn!(job = %id, "a job outlived its lease; another worker has it");
        }
        Ok(())
    }

    fn ctx(&self) -> Ctx {
        Ctx { now: self.clock.now(), actor: Actor::System }
    }
}
