//! Who does which job. The composition root fills it once, at start.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use super::events::{Event, EventKind};
use super::model::Failure;
use super::schedule::Schedule;

/// One run of a job, as its handler sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// What was queued.
    pub payload: String,
    /// Which try this is, from 1.
    pub tries: i32,
}

/// The work of one run.
pub type Running = Pin<Box<dyn Future<Output = Result<(), Failure>> + Send>>;

type Handler = Arc<dyn Fn(Run) -> Running + Send + Sync>;

/// Handlers by kind of job, and what is done periodically.
#[derive(Clone, Default)]
pub struct Registry {
    handlers: BTreeMap<&'static str, Vec<Handler>>,
    schedules: Vec<Schedule>,
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Registry")
            .field("kinds", &self.handlers.keys().collect::<Vec<_>>())
            .field("schedules", &self.schedules)
            .finish()
    }
}

impl Registry {
    /// Nothing yet. A job whose kind nobody handles stays queued, for a server that does.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets `handler` do the jobs of this kind. Several handlers of a kind run one after the other; if one fails, all
    /// run again.
    #[must_use]
    pub fn on<F, Work>(mut self, kind: &'static str, handler: F) -> Self
    where
        F: Fn(Run) -> Work + Send + Sync + 'static,
        Work: Future<Output = Result<(), Failure>> + Send + 'static,
    {
        self.handlers.entry(kind).or_default().push(Arc::new(move |run| Box::pin(handler(run))));
        self
    }

    /// Lets `listener` hear the events of this kind.
    #[must_use]
    pub fn on_event<F, Work>(self, kind: EventKind, listener: F) -> Self
    where
        F: Fn(Event) -> Work + Send + Sync + 'static,
        Work: Future<Output = Result<(), Failure>> + Send + 'static,
    {
        let listener = Arc::new(listener);
        self.on(kind.job_kind(), move |run| {
            let listener = Arc::clone(&listener);
            async move {
                let event = Event::read(&run.payload).map_err(Failure::GiveUp)?;
                listener(event).await
            }
        })
    }

    /// Lets `handler` run periodically, once over all servers: for the first time as soon as a server with it starts.
    #[must_use]
    pub fn every<F, Work>(mut self, schedule: Schedule, handler: F) -> Self
    where
        F: Fn(Run) -> Work + Send + Sync + 'static,
        Work: Future<Output = Result<(), Failure>> + Send + 'static,
    {
        self.schedules.push(schedule);
        self.on(schedule.name, handler)
    }

    pub(super) fn kinds(&self) -> Vec<&'static str> {
        self.handlers.keys().copied().collect()
    }

    pub(super) fn schedules(&self) -> &[Schedule] {
        &self.schedules
    }

    pub(super) fn handlers(&self, kind: &str) -> Vec<Handler> {
        self.handlers.get(kind).cloned().unwrap_or_default()
    }
}
