//! The pages of the course editor: for trainers.

pub mod trainer;
