//! How districts and settlements change: the centre adds, renames, ends and moves them, from a day on.
//!
//! Invariants: nothing that anybody lived in is ever removed; it ends, and names the one whose it is from then on, so that
//! reports of earlier periods stay true. People follow in portions, by a job that runs at once, and every hour for what was
//! planned ([`find_carry`]); where they lived before stays noted until that day (`accounts/former.rs`). Every change
//! stands in the audit log. What nothing depends on yet can be taken back.

mod carry;
mod change;
mod end;
mod model;
pub mod pages;
mod views;

pub use carry::{CARRY, find_carry};
pub use change::{Changed, Place, add, remove, remove_spelling, rename};
pub use end::{Look, end, list, look_at, take_back};
pub use model::{End, Goes, Lists, Refused, Which, check, read_name};
