//! What all pages share: who asks and in which language, guards, forms, layout, errors, headers, limits.
//!
//! Invariants: who may see a page stands in its handler's signature ([`guard`]); a request that changes
//! something comes from our own pages ([`origin`]); nothing typed by a person reaches a page unescaped (maud);
//! an error is shown in the reader's language and never with its cause ([`error`]).

pub mod address;
pub mod api;
pub mod around;
pub mod assets;
pub mod cookies;
pub mod error;
pub mod flash;
pub mod form;
pub mod guard;
pub mod headers;
pub mod layout;
pub mod limits;
pub mod origin;
pub mod page;
pub mod paging;
pub mod parts;
pub mod plain;
mod private;
pub mod qr;
mod slash;
pub mod splice;
pub mod state;
pub mod ui;
mod unsent;
pub mod upload;

pub use error::{Problem, WebResult};
pub use form::{FORM_BYTES, Fields, FormErrors, LongFields};
pub use guard::{
    Administrator, Centre, Checker, Coordinator, Reviewer, SomeCoordinator, Staff, Trainer, Visitor, Volunteer,
};
pub use layout::{html_page, layout};
pub use page::Page;
pub use private::private_bytes;
pub use state::App;
