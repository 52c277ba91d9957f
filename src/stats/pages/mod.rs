//! The pages of statistics, by audience.

pub mod trainer;
