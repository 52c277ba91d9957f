//! The pages of accounts, by audience.

mod care;
pub mod centre;
pub mod own_password;
pub mod public;
pub mod recovery;
pub mod staff;
pub mod volunteer;
