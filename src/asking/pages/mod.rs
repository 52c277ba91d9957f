//! The pages of asking, by audience.

pub mod trainer;
pub mod volunteer;
