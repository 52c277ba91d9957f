//! People in bulk: a list is brought as a file or pasted, looked at, confirmed, and each person on it gets an account.
//!
//! Invariants: nothing is done before the preview is confirmed; whatever is wrong is told by line and column; who seems to
//! have an account, or stands on the list twice, is left out unless somebody says otherwise; each line makes at most one
//! account, in a transaction of its own, so a crash in the middle is gone on from (a conditional `UPDATE` of the line takes
//! it); what stands on a list is text and never a formula. A list goes a day after it was brought if nobody confirms it,
//! else after thirty.

mod columns;
mod keep;
mod make;
mod model;
pub mod pages;
mod read;
mod store;
#[cfg(test)]
mod tests;
mod views;

pub use keep::{Confirmed, cancel, confirm, erase_listed, forget_finished, forget_unconfirmed, keep};
pub use make::{INTAKE, end, make_next};
pub use model::{Counts, Entry, Line, List, Mistake, NewList, Outcome, What};
pub use read::{Known, MOST, Refused, read};
pub use store::{count_lines, find_list, list_lines, list_lists};
