//! Mail to people: an outbox in the database, and the ways out of it.
//!
//! A mail is queued in the transaction of the change it follows from ([`queue`]), so there is no change without its
//! mail and no mail without its change. A worker ([`worker`]) leases it, makes the message, hands it over outside any
//! transaction and marks it.
//!
//! What SMTP can promise: **at least once**. A server that dies after the mail server took a message and before the
//! mark sends it again when the lease ends, and so does one whose connection broke after the last dot. Both copies
//! have the same `Message-ID`, by which mail programs and servers show one of them; more cannot be had.
//!
//! Invariants:
//!
//! - Letters hold secrets (links). A mail that was sent keeps its row and loses its words.
//! - Nothing about a failure that is stored or logged names a recipient or repeats a server's words
//!   ([`transport::Trouble`]).
//! - To an address that nobody confirmed go only mails about the account itself (confirm it, set a password); the rest is held
//!   ([`release`]).
//! - Trouble between this server and the mail server is not counted against a mail; it waits, and the log says why.

pub mod adopt;
pub mod dkim;
pub mod erase;
pub mod frame;
pub mod list;
pub mod message;
pub mod model;
pub mod pages;
pub mod queue;
pub mod reclaim;
pub mod release;
pub mod resend;
pub mod smtp;
mod store;
pub mod transport;
mod trouble;
mod views;
pub mod worker;
