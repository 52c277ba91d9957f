//! The addresses of the front page.

pub mod public;
