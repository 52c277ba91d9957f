//! The outbox's pages, by audience.

pub mod centre;
