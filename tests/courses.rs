//! Courses as files: the bundled ones are sound, every mistake is told at its line, and nothing is lost between
//! files, model, database and files again.

#[expect(dead_code, reason = "these tests use the databases of the harness alone")]
mod harness;

#[path = "courses/attacks.rs"]
mod attacks;
#[path = "courses/broken.rs"]
mod broken;
#[path = "courses/bundled.rs"]
mod bundled;
#[path = "courses/folder.rs"]
mod folder;
#[path = "courses/kinds.rs"]
mod kinds;
#[path = "courses/limits.rs"]
mod limits;
#[path = "courses/numbers.rs"]
mod numbers;
#[path = "courses/published.rs"]
mod published;
#[path = "courses/sample.rs"]
mod sample;
#[path = "courses/shared.rs"]
mod shared;
#[path = "courses/templates.rs"]
mod templates;
