//! Pages of groups, by audience.

pub mod coordinator;
pub mod staff;
pub mod volunteer;
