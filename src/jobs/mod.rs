//! Work that is done later: queued in the transaction of the change it follows from, done outside any.
//!
//! Invariants:
//!
//! - A job is leased by one conditional `UPDATE`; whoever changed one row has it until the lease ends. So any number
//!   of servers may work on one queue.
//! - A job is run at least once, and perhaps twice: a server may die between doing and marking. Whoever
//!   handles a job makes the second run harmless, by a unique key or a conditional `UPDATE` of its own.
//! - A key, once used, queues nothing again, so that asking twice is harmless too.
//!
//! The order of files: [`model`] (what a job is), [`queue`] and [`events`] (asking), [`registry`] (who does what; the
//! composition root fills it), [`runner`] (doing), [`bell`] (waking and stopping), [`schedule`] (periodic work).

pub mod backoff;
pub mod bell;
pub mod count;
pub mod events;
pub mod forget;
pub mod list;
pub mod model;
pub mod queue;
pub mod reclaim;
pub mod registry;
pub mod retry;
pub mod runner;
pub mod schedule;
mod store;
