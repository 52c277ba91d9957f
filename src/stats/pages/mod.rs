//! The pages of statistics, by audience.

pub mod centre;
pub mod coordinator;
mod hours;
mod report;
pub mod trainer;
