//! Organisations as HTML, by audience.

pub(super) mod centre;
pub(super) mod coordinator;
pub(super) mod event;
pub(super) mod own;
pub(super) mod table;
