//! The composition root: what the running server is made of.

pub mod api;
pub mod backup;
mod bringing;
pub mod build;
mod care;
pub mod carrying;
pub mod demo;
#[cfg(debug_assertions)]
mod design;
pub mod exporting;
pub mod folder;
pub mod health;
pub mod importing;
pub mod issuing;
pub mod keys;
pub mod library;
pub mod lock;
mod media;
mod merging;
pub mod metrics;
pub mod migrate;
pub mod offline;
mod regrading;
mod renewing;
pub mod retention;
pub mod routes;
pub mod sealing;
pub mod signing;
mod start;
pub mod telemetry;
pub mod tls;
mod workers;

pub use build::{Built, Given, Running, StartError, build, serve};
