//! Courses are written and corrected in the browser.
//!
//! A draft is a course's folder kept in the database: the same files as under `courses/`, so that reading, checking,
//! publishing and exporting are those of [`crate::content`]. All who edit a course edit the same draft.
//!
//! Invariants: nothing typed is lost. Every save is a change with a number, and what it left in each file stays
//! ([`save`](save::save); of old autosaves one in an hour or a day does, `thin.rs`); whoever saves says from which revision the text was made, and where another one holds by
//! now nothing is written and the page shows both. A draft becomes a version by [`publish`](publish::publish) alone,
//! as a whole and without a mistake.

mod begin;
mod brought;
mod close;
mod compare;
mod course_file;
mod entries;
mod final_test;
mod folder;
mod former;
mod model;
mod moments;
pub mod pages;
mod paragraphs;
mod picture;
mod place;
mod presence;
mod publish;
mod put_back;
mod questions;
mod relocate;
mod restore;
mod save;
mod skeleton;
mod slugs;
mod stale;
mod store;
mod take_questions;
mod thin;
mod undo;
mod upload;
mod uses;
mod views;
mod visit;

#[cfg(debug_assertions)]
pub(crate) use views::every_state;

pub use begin::{Begun, begin, begin_brought, begin_from};
pub use close::{Closed, close, reopen};
pub use folder::{Brought, Edits, FilesIn, Folder, leave_aside, publish_files};
pub use former::list_former_titles;
pub use model::{Action, Change, Draft, Editing, FileChange, FileState, Line, NewUpload, Saved, Upload, Visit};
pub use moments::{Differs, compare_moments, restore_moment};
pub use picture::find_picture;
use presence::newest_places;
pub use presence::{list_present, note_present};
pub use publish::{Published, Release, publish};
pub use restore::restore;
pub use save::save;
pub use stale::count_stale;
pub use store::{
    find_change, find_draft, find_file, find_open, find_revision, find_revision_before, find_upload, list_authors,
    list_brought, list_changes, list_changes_by, list_closed, list_drafts, list_files, list_revisions, list_states,
    list_texts, list_touched_by,
};
pub use take_questions::{
    Elsewhere, LARGE, Ready, TAKE_QUESTIONS, Wanted, ask_for_questions, find_wanted, give_back, is_being_taken,
    note_filling, note_progress, read_wanted, stop_taking, with_filling,
};
pub use thin::{delete_autosaves, list_superfluous};
pub use undo::undo;
pub use upload::{Taken, forget_uploads, keep_upload, take_in};
pub use visit::{find_own, find_visit, save_from};
