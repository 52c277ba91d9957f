//! Lessons are signed by those who reviewed them.
//!
//! A signature holds for a lesson as it is with a digest ([`digest`]), wherever that lesson stands: in a draft before it is
//! published, and in every version that says the same. So a change of the lesson drops the signature by itself, a
//! change of another lesson does not, and taking a change back brings it back.
//!
//! Invariants: one standing signature per reviewer, lesson, kind and digest (a unique index); only whoever holds the grant
//! at that moment signs, only whoever signed withdraws; learners see the name to which the reviewer agreed, or none.

mod care;
mod current;
pub mod digest;
mod missing;
mod model;
pub mod pages;
mod sign;
mod store;
mod views;

pub use care::{erase_reviewer, export_reviewer};
pub use current::Current;
pub use missing::{demanded, demands, list_missing};
pub use model::{Demand, Reviewed, Signature, Signatures};
pub use sign::{Signed, agree_to_name, sign, withdraw};
pub use store::find_shown_name;
