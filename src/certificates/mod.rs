//! Certificates: their numbers, signatures and documents, and the register that the centre keeps.
//!
//! - A number is never used twice and says nothing about how many there are ([`number`]).
//! - What a document shows is fixed at the moment of issue ([`data`]): it can be made again byte for byte, whatever
//!   changes in courses, texts or layout ([`pdf`]).
//! - The QR code carries a signed token that can be checked without the server ([`token`], [`keys`]).
//! - A theory certificate says that the theory was completed, and never that its holder is able to help.

pub mod adopt_key;
pub mod correct;
pub mod data;
pub mod erase;
pub mod extract;
pub mod issue;
pub mod key_file;
pub mod keys;
pub mod look;
pub mod mails;
mod mails_centre;
pub mod merge;
pub mod model;
pub mod number;
pub mod pages;
pub mod pdf;
pub mod practical;
mod practical_known;
pub mod practical_list;
pub mod questioned;
pub mod record;
pub mod register;
pub mod reinstate;
pub mod reissue;
pub mod remind;
pub mod renew;
pub mod revoke;
pub mod sample;
mod store;
pub mod suspend;
#[cfg(test)]
mod tests;
pub mod token;
pub mod transcript;
pub mod transcript_link;
pub mod verify;
pub mod verify_many;
mod views;

#[cfg(debug_assertions)]
pub(crate) use views::every_state;

pub use data::{CertificateData, Confirmer, Installation, Kind, Look, Printed, Review, Session};
pub use model::{Certificate, Event, EventKind, Reason, State};
pub use number::{CertificateNumber, Mistyped};
pub use token::{Claims, Token, TokenError};
