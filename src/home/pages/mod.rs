//! The addresses of the front page.

pub mod centre;
pub mod public;
