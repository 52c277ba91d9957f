//! The pages of certificates, by audience.

pub mod public;
pub mod volunteer;
