//! What has to be signed before a course is published.

use super::digest::Digests;
use super::model::Demand;
use super::{digest, store};
use crate::content::Published;
use crate::content::model::{Lesson, Reviews};
use crate::db::Conn;
use crate::kernel::{Result, ReviewKind, ReviewSubject, Slug};
use crate::settings::{Review, Settings};

/// What every lesson of a course is to be signed for: what the course itself says, and what the centre demands of a course
/// whose file does not say that it was reviewed as a whole.
pub fn demanded(reviews: &Reviews, settings: &Settings) -> Vec<ReviewSubject> {
    let of_centre = settings.missing_reviews(reviews).into_iter().map(|review| match review {
        Review::Medical => ReviewSubject::Medical,
        Review::Legal => ReviewSubject::Legal,
        Review::Language => ReviewSubject::Language,
    });
    let mut subjects: Vec<ReviewSubject> = reviews.before_publishing.iter().copied().chain(of_centre).collect();
    subjects.sort_unstable();
    subjects.dedup();
    subjects
}

/// The same, lesson by lesson, for a course as it would look.
pub fn demands(published: &Published, subjects: &[ReviewSubject]) -> Vec<Demand> {
    if subjects.is_empty() {
        return Vec::new();
    }
    demands_with(published, &digest::of_course(published), subjects)
}

/// The same, with the digests at hand.
pub(super) fn demands_with(published: &Published, digests: &Digests, subjects: &[ReviewSubject]) -> Vec<Demand> {
    let kinds = |subject: &ReviewSubject| subject.kinds(&published.course.languages);
    let of_lesson = |lesson: &Lesson| {
        // What is not there in an optional language cannot be read, and need not be signed.
        let is_there = |kind: &ReviewKind| match kind {
            ReviewKind::Language(lang) => lesson.source.exact(*lang).is_some(),
            ReviewKind::Medical | ReviewKind::Legal => true,
        };
        let kinds = subjects.iter().flat_map(kinds).filter(is_there);
        let demand = kinds.filter_map(|kind| {
            let digest = digests.get(&(lesson.key.clone(), kind))?.clone();
            Some(Demand { lesson: lesson.key.clone(), kind, digest })
        });
        demand.collect::<Vec<_>>()
    };
    published.course.lessons().flat_map(|(_, lesson)| of_lesson(lesson)).collect()
}

/// Which of these nobody has signed.
///
/// # Errors
/// The database's.
pub fn list_missing(conn: &mut Conn, course: &Slug, demands: &[Demand]) -> Result<Vec<Demand>> {
    if demands.is_empty() {
        return Ok(Vec::new());
    }
    let signed = store::list_signed(conn, course)?;
    Ok(demands.iter().filter(|demand| !signed.contains(demand)).cloned().collect())
}
