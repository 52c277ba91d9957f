//! Courses: text files ⇄ model ⇄ published version, and lessons as HTML.
//!
//! A course is read from a folder ([`files`]) into [`model::Course`], which is what a version keeps. Nothing that
//! was published changes afterwards; a new edition is a new version. Facts stay named in the model and are
//! looked up when a text is shown, so that a number is written in one place only.
//!
//! Keys are what learners' progress hangs on: they are never translated and never reused for something else.

pub mod digest;
pub mod files;
pub mod markdown;
pub mod model;
pub mod picture;
