//! What the resource centre decides about itself: its name, logo and signatories, the colours of its certificates, how
//! its mails are signed, which reviews a course needs before it is published.
//!
//! Invariants: a setting is a row, so that a backup has it and several servers share it; what is not set is as the
//! program brings it; every change stands in the audit log with the value before and after; a certificate keeps what
//! was printed on it (`certificates/data.rs`), so no setting reaches one that was issued, and a logo that was ever
//! used stays.

mod change;
mod current;
mod logo;
mod model;
pub mod pages;
mod store;

pub use change::{Changed, change, remove_logo, set_logo};
pub use current::{Current, find_logo, load};
pub use logo::{Logo, LogoFault, MAX_UPLOAD, read_logo};
pub use model::{FIELDS, Field, Kind, PAPER, Review, Settings, Signatory, contrast, field, read_color};
