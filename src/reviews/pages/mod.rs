//! The pages of reviewers. Who may sign is given on the page of a person, which belongs to accounts.

pub mod reviewer;
pub(super) mod text;
