//! Asking a person: a message to the trainers at the end of a lesson or of a result, answered once.
//!
//! Invariants: a message has one answer, and nobody writes back to it, so there is no conversation between an adult
//! and a minor; trainers see what was written and not by whom, and whoever asked sees the answer and not by whom it is;
//! the same message twice is one message; a person may send a few in a day.

mod answer;
mod ask;
mod care;
mod mails;
mod model;
pub mod pages;
mod see;
mod store;
mod views;

pub use answer::{Answered, Reply, answer};
pub use ask::{Asked, NewRequest, PER_DAY, ask};
pub use care::{count_moving, erase_asked, export_asked, merge_asked};
pub use model::{About, Message, Request, State};
pub use see::note_seen;
pub use store::{count_new_answers, count_open_by_course, count_requests, find_request, list_of_person, list_requests};
