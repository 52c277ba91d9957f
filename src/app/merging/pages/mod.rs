//! The pages of merging, by audience.

pub(crate) mod centre;
