//! Organisations of volunteers, who belongs to them, and what their coordinators see.
//!
//! Invariants: a coordinator sees the people of their own organisation alone. The guard in a handler's signature
//! ([`crate::web::Coordinator`]) says which one it is, every query about people takes it as an argument, and whoever
//! belongs elsewhere is *not found*. What a coordinator may not see (addresses, answers, year of birth) is not in the model
//! that they get ([`Member`]). A person belongs to an organisation once at a time, because they asked and a coordinator
//! accepted, because they used a code that a coordinator had given out, or because the centre put them there; they may leave
//! whenever they want.

mod care;
mod coordinators;
mod decide;
mod event;
mod invite;
mod join;
mod keep;
mod mails;
mod model;
pub mod pages;
mod people;
mod store;
mod views;

pub use care::{erase_memberships, export_memberships, merge_memberships};
pub use coordinators::{Appointed, Candidate, appoint, dismiss, find_candidate};
pub use decide::{Decided, Decision, Put, decide, end_by_centre, place, put, remove};
pub use event::{Found, MOST_NAMED, Named, find_named, note_event};
pub use invite::{INVITED_FOR, end_invitation, invite};
pub use join::{Joined, LeaveOutcome, MOST, ask, find_invited, join_by_code, leave};
pub use keep::{Kept, close, make, rename, reopen};
pub use model::{
    Filter, Held, HeldState, InvitationCode, Member, Membership, Minor, NewOrganisation, Organisation,
    OrganisationName, Standing, Trained, Waiting,
};
pub use people::{count_found, find_member, list_members, list_members_after, list_members_from, note_export};
pub use store::members::{Place, list_ever};
pub use store::{
    count_members, count_waiting, find_invitation, find_organisation, forget_deciders, forget_ended, list_names,
    list_of_person, list_open, list_organisations, list_waiting,
};
