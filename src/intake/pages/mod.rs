//! The pages of lists of people.

pub mod centre;
