//! The composition root: what the running server is made of.

pub mod backup;
pub mod build;
mod care;
pub mod folder;
pub mod health;
pub mod issuing;
pub mod keys;
mod library;
pub mod lock;
mod media;
mod merging;
pub mod metrics;
pub mod migrate;
pub mod retention;
pub mod routes;
mod start;
pub mod telemetry;
mod workers;

pub use build::{Built, Given, Running, StartError, build, serve};
