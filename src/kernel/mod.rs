//! The words that all features share: identifiers, time, language, parsed text, roles, errors.
//!
//! Nothing here touches a file, a socket or a database, and nothing here knows a feature. A value of
//! one of these types has been checked already: whoever holds a [`text::Email`] need not ask again.

pub mod age;
pub mod csv;
pub mod ctx;
pub mod error;
pub mod ids;
pub mod lang;
pub mod latin;
pub mod network;
pub mod review;
pub mod role;
pub mod secret;
pub mod text;
pub mod time;
pub(crate) mod workbook;

pub use age::AgeGroup;
pub use ctx::{Actor, Ctx, Random};
pub use error::{Error, Result};
pub use lang::{Lang, Localized};
pub use review::{ReviewKind, ReviewSubject};
pub use role::Role;
pub use secret::Secret;
pub use text::{Email, PersonName, Slug};
pub use time::{Clock, Day, Expiry, SystemClock, Timestamp};
