//! People in bulk: a list is brought as a file or pasted, looked at, confirmed, and each person on it gets an account.
//!
//! Invariants: nothing is done before the preview is confirmed; whatever is wrong is told by line and column; who seems to
//! have an account, or stands on the list twice, is left out unless somebody says otherwise, and who gets an account between
//! the look and the making is not made again; no account that exists is changed; each line makes at most one account, in a
//! transaction of its own, so a crash in the middle is gone on from (a conditional `UPDATE` of the line takes it); what
//! stands on a list is text and never a formula, and of columns without a known name the name alone is kept, to be told. A
//! list that waits is seen by whoever brought it; once it is confirmed, by every officer, and that they looked is noted. It
//! goes a day after it was brought if nobody confirms it, else after thirty.

mod care;
mod columns;
mod keep;
mod make;
mod model;
pub mod pages;
mod read;
mod show;
mod store;
#[cfg(test)]
mod tests;
mod views;

pub use care::{erase_listed, erase_to, export_listed};
pub use keep::{Confirmed, cancel, confirm, forget_finished, forget_unconfirmed, is_stopped, judge, keep, resume};
pub use make::{INTAKE, end, fail_line, find_next, make_line};
pub use model::{Counts, Entry, Line, List, Mistake, NewList, Outcome, What};
pub use read::{Known, MOST, Read, Refused, read, replaced_on};
pub use show::{CardPart, Finished, MadePerson, count_people, find_finished, list_part};
pub use store::{count_confirmed, count_lines, find_list, list_confirmed, list_lines, list_waiting};
