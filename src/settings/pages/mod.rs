//! The pages of settings, by audience.

pub mod centre;
pub mod public;
