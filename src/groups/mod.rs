//! Groups: a run of a course with dates and a trainer, joined by a code.
//!
//! Invariants: a trainer deals with the groups of this trainer alone, the centre with all, and a coordinator sees how many are
//! in those for the own organisation ([`Whose`] is an argument of every query of the staff, and another's group is *not
//! found*); somebody belongs to a group once at a time, because they typed
//! its code; nobody joins a group that is closed, over or full; joining enrols in the course by the verb of learning, with
//! its conditions; members see nothing of each other.

mod care;
mod join;
mod keep;
mod members;
mod model;
pub mod pages;
mod store;
mod views;

pub use care::{erase_grouped, export_grouped, forget_left, forget_over, merge_grouped};
pub use join::{Joined, Left, find_invited, join, leave, remove};
pub use keep::{Candidate, Kept, Made, change, close, delete, find_trainer, make, new_code, reopen};
pub use members::{count_done, count_each, count_members, find_member, list_members, list_members_from, note_export};
pub use model::{
    Counted, Details, Done, Ending, Group, GroupCode, GroupName, Member, NewGroup, Own, State, Totals, Whose,
};
pub use store::members::{Place, list_of_person};
pub use store::{find_group, list_groups, list_named, list_names};
pub(crate) use views::own::on_overview;
