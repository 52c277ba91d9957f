//! Where people arrive: the front page.
//!
//! Invariants: a newcomer reaches the first lesson in two taps, somebody who is learning reaches the next step in
//! one, and whoever holds a certificate can verify it here without an account.

mod attention;
mod card;
pub mod numbers;
pub mod pages;
mod views;

pub use card::is_on_card;
