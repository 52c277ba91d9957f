//! A course as a folder of text files, described in `docs/course-format.md`.
//!
//! Reading works on a map from paths to bytes, so the same code reads a disk, the bundled courses and an
//! archive. It never stops at the first mistake: an author sees all of them at once, each at its line.
//! Writing and reading again gives the same course. What is written stands alone: lessons that courses share are
//! lessons like others in it.

pub mod archive;
mod course;
mod disk;
mod kinds;
mod lessons;
mod lists;
mod notes;
mod own;
mod questions;
mod read;
pub mod shared;
mod table;
mod template_sums;
mod templates;
mod write;
mod write_questions;
mod write_templates;

use std::collections::BTreeMap;

use super::model::Fact;
use crate::kernel::Slug;

pub use disk::{list_folders, read_course, read_folder};
pub use notes::Mistake;
pub use read::{Reading, read};
pub use write::write;
pub use write_questions::question_entries;

/// The files of a course: paths relative to its folder, with `/` between the parts, and their bytes. Those of the
/// shared lessons that the course names begin with `../shared/`.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The facts of a course, as far as they can be read; what is wrong with them [`read`] tells.
pub fn facts(files: &Files) -> BTreeMap<Slug, Fact> {
    lists::facts(files, &notes::Notes::default())
}
