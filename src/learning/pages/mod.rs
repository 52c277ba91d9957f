//! The pages of learning, by audience.

pub mod attempts;
pub mod compressed;
pub mod lessons;
pub mod public;
pub mod templates;
pub mod trainer;
pub mod volunteer;
