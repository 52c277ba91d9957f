//! Pages of groups, by audience.

pub mod staff;
pub mod volunteer;
