//! The pages of organisations, by audience.

pub mod centre;
pub mod coordinator;
pub mod volunteer;
