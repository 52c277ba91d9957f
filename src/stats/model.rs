//! Who is counted, and which answers.

use crate::kernel::ids::CourseId;

/// The learners of one edition of a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Learners {
    /// The course.
    pub course: CourseId,
    /// The edition.
    pub edition: i32,
    /// Everybody who ever enrolled and is still there.
    pub enrolled: i64,
    /// Those of them who are not done and did something lately.
    pub active: i64,
    /// Those who completed it.
    pub completed: i64,
}

/// Which answers are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Of this course.
    pub course: CourseId,
    /// To this edition, in all of its revisions.
    pub edition: i32,
    /// To this revision and later ones alone.
    pub since: Option<i32>,
}

/// How many people and places the training has reached: numbers alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// People with at least one certificate that was not withdrawn.
    pub trained: i64,
    /// People with at least one certificate that holds today.
    pub valid: i64,
    /// Districts and cities that enough of these people come from.
    pub districts: i64,
}
