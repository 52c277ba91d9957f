//! The pages of accounts, by audience.

pub mod centre;
pub mod public;
pub mod recovery;
pub mod volunteer;
