//! Courses: text files ⇄ model ⇄ published version, and lessons as HTML.
//!
//! A course is read from a folder ([`files`]) into [`model::Course`], which is what a version keeps. Nothing that
//! was published changes afterwards: a correction is a new revision of the edition, which its learners see at
//! once; a new edition is for those who enrol from then on. Facts stay named in the model and are looked up when
//! a version is read into the [`library`], so that a number is written in one place only.
//!
//! Keys are what learners' progress hangs on: they are never translated and never reused for something else;
//! [`compare`] says what a correction may not do to them.

pub mod behind;
pub mod bundled;
pub mod compare;
pub mod digest;
pub mod export;
pub mod files;
pub mod import;
pub mod library;
pub mod markdown;
pub mod media;
pub mod message;
pub mod model;
pub mod photo;
pub mod picture;
pub mod prepare;
pub mod settle;
pub mod store;
pub mod template;
pub mod unchanged;
pub mod views;
pub mod withdraw;

pub use library::{Library, Published};
