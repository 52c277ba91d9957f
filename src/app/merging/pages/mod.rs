//! The pages of merging, by audience.

pub mod centre;
