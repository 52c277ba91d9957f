//! The pages of certificates, by audience.

pub mod centre;
pub mod checker;
pub mod public;
pub mod staff;
pub mod volunteer;
