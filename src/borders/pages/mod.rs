//! The pages of districts and settlements, by audience.

pub mod centre;
